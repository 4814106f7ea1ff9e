package org.gamelan.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.gamelan.platform.Database;
import org.gamelan.platform.DatabaseException;
import org.gamelan.platform.Sql;

/**
 * What the database knows of work that is not finished. Read when somebody asks, once in five
 * seconds at most, through indexes that hold unfinished work only.
 */
@ApplicationScoped
public class WorkCounts {
  private static final Logger LOG = Logger.getLogger(WorkCounts.class.getName());
  private static final long EVERY_MILLIS = 5_000;

  private static final String COUNT =
      """
      select status, count(*)::float8 as number from task
        where phase in ('p', 'o') group by status
      union all
      select 'ready runs', count(*) from stage_work
        where status = 'ready' and ready_at <= statement_timestamp()
      union all
      select 'oldest ready run', coalesce(extract(epoch from clock_timestamp() - min(ready_at)), 0)
        from stage_work where status = 'ready' and ready_at <= statement_timestamp()
      """;

  private final Database database;
  private final Clock clock;
  private final AtomicLong readAt = new AtomicLong(-EVERY_MILLIS);
  private volatile Map<String, Double> counts = Map.of();

  protected WorkCounts() {
    this(null, null);
  }

  @Inject
  WorkCounts(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** How many tasks are in an unfinished state; not a number while the database is away. */
  double tasks(String status) {
    return number(status, 0);
  }

  /** How many stage runs are due and in nobody's hands. */
  double readyRuns() {
    return number("ready runs", Double.NaN);
  }

  /** For how many seconds the longest waiting of them has been due; 0 when there is none. */
  double oldestReadySeconds() {
    return number("oldest ready run", Double.NaN);
  }

  private double number(String name, double otherwise) {
    long last = readAt.get();
    long now = clock.millis();
    if (now - last >= EVERY_MILLIS && readAt.compareAndSet(last, now)) {
      read();
    }
    Map<String, Double> known = counts;
    return known.isEmpty() ? Double.NaN : known.getOrDefault(name, otherwise);
  }

  private void read() {
    try {
      counts = database.inTransaction(tx -> count(tx.connection()));
    } catch (DatabaseException e) {
      counts = Map.of();
      LOG.log(Level.FINE, "Unfinished work could not be counted", e);
    }
  }

  private static Map<String, Double> count(Connection connection) throws SQLException {
    return Sql.query(
            connection, COUNT, row -> Map.entry(row.getString("status"), row.getDouble("number")))
        .stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
