package org.gamelan.task;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.config.EngineConfig;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/**
 * Removes what has served its time: idempotency keys after a day, events without a task after their
 * retention. Works in small steps, so that it never holds anybody up; several nodes may do it at
 * once.
 */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Housekeeping {
  private static final Logger LOG = Logger.getLogger(Housekeeping.class.getName());
  private static final int STEP = 1_000;
  private static final int MAX_STEPS = 1_000;

  private static final String KEYS =
      """
      delete from idempotency_key where ctid = any (array(
        select ctid from idempotency_key
        where created_at < statement_timestamp() - interval '24 hours' limit ?))
      """;

  private static final String EVENTS =
      """
      delete from event where ctid = any (array(
        select ctid from event
        where task_id is null and at < statement_timestamp() - ? * interval '1 second' limit ?))
      """;

  @Inject private Database database;
  @Inject private EngineConfig config;

  @Schedule(hour = "*", minute = "17", persistent = false)
  void tidy() {
    int keys = inSteps(KEYS, STEP);
    int events = inSteps(EVENTS, config.eventRetention().toSeconds(), STEP);
    LOG.log(Level.FINE, "Removed {0} idempotency keys and {1} events", new Object[] {keys, events});
  }

  private int inSteps(String statement, Object... values) {
    int all = 0;
    for (int i = 0; i < MAX_STEPS; i++) {
      int removed = database.inTransaction(tx -> Sql.update(tx.connection(), statement, values));
      all += removed;
      if (removed < STEP) {
        break;
      }
    }
    return all;
  }
}
