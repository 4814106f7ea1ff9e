package org.gamelan.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Keeps what tasks are pinned to. */
public interface BlueprintStore {
  /** The id of a blueprint of which this node knows that it is stored. */
  Optional<UUID> find(Blueprint blueprint);

  /** Stores a blueprint unless an equal one is there, in the caller's transaction; its id. */
  UUID save(Connection connection, Blueprint blueprint) throws SQLException;

  /** Tells that the transaction that saved a blueprint has committed. */
  void remember(UUID id, Blueprint blueprint);

  Blueprint require(Connection connection, UUID id) throws SQLException;
}
