package org.gamelan.security;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/**
 * Turns a server away whose master key is not that of the database: it would store secrets that no
 * other node can open. The first server to come leaves a text that only its key opens; whatever
 * else writes at start depends on this bean, so a server that is turned away has changed nothing.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class MasterKeyCheck {
  /** The name by which other beans depend on this one. */
  public static final String NAME = "MasterKeyCheck";

  private static final Logger LOG = Logger.getLogger(MasterKeyCheck.class.getName());
  private static final String TEXT = "gamelan";
  static final String PLACE = "installation:key_check";

  @Inject private Secrets secrets;
  @Inject private Database database;
  @Inject private SecurityConfig config;

  /** For the container. */
  public MasterKeyCheck() {}

  @PostConstruct
  void check() {
    byte[] ours = secrets.seal(TEXT, PLACE);
    byte[] stored = database.inTransaction(tx -> storedOr(tx.connection(), ours));
    if (!secrets.canOpen(stored, PLACE)) {
      String refusal =
          "The master key is not the one that this database was set up with, so nothing was"
              + " changed. Set GAMELAN_MASTER_KEY to the key of the servers that use the database,"
              + " or put their master.key in the place of "
              + config.dataDir().resolve("master.key")
              + ".";
      LOG.severe(refusal);
      throw new IllegalStateException(refusal);
    }
  }

  /** Several nodes may start at once: the first one's value stays. */
  private static byte[] storedOr(Connection connection, byte[] ours) throws SQLException {
    Sql.update(
        connection, "update installation set key_check = ? where key_check is null", (Object) ours);
    return Sql.find(
            connection, "select key_check from installation", row -> row.getBytes("key_check"))
        .orElseThrow();
  }
}
