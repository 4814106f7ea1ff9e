package org.gamelan.memory;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/**
 * Removes what has expired, which nobody sees any more. Works in small steps, so that it never
 * holds anybody up; several nodes may do it at once.
 */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MemoryKeeping {
  private static final Logger LOG = Logger.getLogger(MemoryKeeping.class.getName());
  private static final int STEP = 1_000;
  private static final int MAX_STEPS = 1_000;

  private static final String EXPIRED =
      """
      delete from memory_entry where id = any (array(
        select id from memory_entry where expires_at <= statement_timestamp()
        order by expires_at limit ? for update skip locked))
      """;

  @Inject private Database database;
  @Inject private NodeMemory here;

  @Schedule(hour = "*", minute = "*/10", persistent = false)
  void tidy() {
    int all = here.tidy() + tidy(database);
    LOG.log(Level.FINE, "Forgot {0} expired entries", all);
  }

  static int tidy(Database database) {
    int all = 0;
    for (int i = 0; i < MAX_STEPS; i++) {
      int removed = database.inTransaction(tx -> Sql.update(tx.connection(), EXPIRED, STEP));
      all += removed;
      if (removed < STEP) {
        break;
      }
    }
    return all;
  }
}
