package org.gamelan.engine.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.BlueprintStore;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;

/** Keeps blueprints by content, so that equal ones are stored once, and the latest in memory. */
@ApplicationScoped
public class Blueprints implements BlueprintStore {
  private static final int CACHED = 500;

  private final Map<UUID, Blueprint> byId = cache();
  private final Map<Blueprint, UUID> ids = cache();

  private static <K, V> Map<K, V> cache() {
    return java.util.Collections.synchronizedMap(
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > CACHED;
          }
        });
  }

  /**
   * Keeps the latest of equal ones as the key: next time it is itself, and need not be compared.
   */
  @Override
  public Optional<UUID> find(Blueprint blueprint) {
    synchronized (ids) {
      UUID id = ids.remove(blueprint);
      if (id != null) {
        ids.put(blueprint, id);
      }
      return Optional.ofNullable(id);
    }
  }

  @Override
  public UUID save(Connection connection, Blueprint blueprint) throws SQLException {
    UUID known = ids.get(blueprint);
    if (known != null) {
      return known;
    }
    JsonNode body = Json.tree(blueprint);
    byte[] hash = Json.hash(body);
    UUID id = Ids.next();
    Sql.update(
        connection,
        "insert into blueprint (id, hash, body) values (?, ?, ?::json) on conflict (hash) do"
            + " nothing",
        id,
        hash,
        Json.write(body));
    return Sql.find(
            connection, "select id from blueprint where hash = ?", row -> Sql.id(row, "id"), hash)
        .orElseThrow();
  }

  @Override
  public void remember(UUID id, Blueprint blueprint) {
    ids.put(blueprint, id);
    byId.put(id, blueprint);
  }

  /** The blueprint of an id that a task names. */
  @Override
  public Blueprint require(Connection connection, UUID id) throws SQLException {
    Blueprint known = byId.get(id);
    if (known != null) {
      return known;
    }
    String body =
        Sql.find(connection, "select body from blueprint where id = ?", row -> row.getString(1), id)
            .orElseThrow();
    try {
      Blueprint blueprint = Json.mapper().readValue(body, Blueprint.class);
      byId.put(id, blueprint);
      return blueprint;
    } catch (JsonProcessingException e) {
      throw new GamelanException(
          FailureKind.INTERNAL, "Blueprint " + id + " cannot be read by this version.", e);
    }
  }
}
