package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.gamelan.config.EngineConfig;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** What all nodes together ask of providers and models with limits. */
@ApplicationScoped
public class LimitRows implements LimitStore {
  private static final String OPEN =
      """
      insert into limit_window (subject, requests, tokens) values (?, ?, ?)
      on conflict (subject) do nothing
      """;

  private static final String LOCK =
      """
      select second, requests, tokens, blocked_until,
        floor(extract(epoch from clock_timestamp()))::bigint as now, clock_timestamp() as at
      from limit_window where subject = ? for update
      """;

  /** A node that has not been heard of for long has no calls under way any more. */
  private static final String OTHERS =
      """
      select coalesce(sum(u.in_flight), 0)::int as others
      from limit_use u join node n on n.id = u.node_id
      where u.subject = ? and u.node_id <> ?
        and n.heartbeat_at > statement_timestamp() - interval '30 seconds'
      """;

  private static final String SAVE =
      "update limit_window set second = ?, requests = ?, tokens = ? where subject = ?";

  private static final String USE =
      """
      insert into limit_use (subject, node_id, in_flight) values (?, ?, ?)
      on conflict (subject, node_id) do update set in_flight = excluded.in_flight
      """;

  private static final String BLOCK =
      """
      update limit_window set blocked_until =
        greatest(blocked_until, clock_timestamp() + ? * interval '1 ms')
      where subject = ?
      """;

  private final Database database;
  private final UUID node;

  protected LimitRows() {
    this(null, (UUID) null);
  }

  @Inject
  public LimitRows(Database database, EngineConfig config) {
    this(database, config.node());
  }

  LimitRows(Database database, UUID node) {
    this.database = database;
    this.node = node;
  }

  private record Row(LimitWindow window, long now, Instant at, Instant blockedUntil) {}

  @Override
  public Granted grant(UUID subject, ProviderLimits limits, Asked asked) {
    return database.inTransaction(
        tx -> {
          Connection connection = tx.connection();
          Row row = lock(connection, subject);
          row.window().advance(row.now());
          if (asked.correction() != 0) {
            row.window().correct(asked.correction());
          }
          Granted granted = count(connection, subject, limits, asked, row);
          Sql.update(
              connection,
              SAVE,
              row.window().second(),
              boxed(row.window().requests()),
              boxed(row.window().tokens()),
              subject);
          if (limits.maxConcurrent() != null) {
            Sql.update(connection, USE, subject, node, asked.inFlight() + granted.calls());
          }
          return granted;
        });
  }

  private Row lock(Connection connection, UUID subject) throws SQLException {
    List<Row> rows = Sql.query(connection, LOCK, LimitRows::row, subject);
    if (rows.isEmpty()) {
      LimitWindow empty = LimitWindow.empty();
      Sql.update(connection, OPEN, subject, boxed(empty.requests()), boxed(empty.tokens()));
      rows = Sql.query(connection, LOCK, LimitRows::row, subject);
    }
    return rows.get(0);
  }

  private Granted count(
      Connection connection, UUID subject, ProviderLimits limits, Asked asked, Row row)
      throws SQLException {
    if (row.blockedUntil() != null && row.blockedUntil().isAfter(row.at())) {
      return new Granted(0, Duration.between(row.at(), row.blockedUntil()));
    }
    int free = freeSlots(connection, subject, limits, asked.inFlight());
    int calls = 0;
    for (int cost : asked.costs()) {
      int seconds = row.window().secondsUntil(limits, cost);
      if (seconds > 0) {
        return new Granted(calls, Duration.ofSeconds(seconds));
      }
      if (calls == free) {
        return new Granted(calls, LimitStore.UNTIL_ONE_ENDS);
      }
      row.window().take(cost);
      calls++;
    }
    return new Granted(calls, Duration.ZERO);
  }

  private int freeSlots(Connection connection, UUID subject, ProviderLimits limits, int own)
      throws SQLException {
    if (limits.maxConcurrent() == null) {
      return Integer.MAX_VALUE;
    }
    int others = Sql.find(connection, OTHERS, row -> row.getInt("others"), subject, node).orElse(0);
    return Math.max(0, limits.maxConcurrent() - others - own);
  }

  @Override
  public void block(UUID subject, Duration time) {
    database.inTransaction(
        tx -> {
          lock(tx.connection(), subject);
          return Sql.update(tx.connection(), BLOCK, time.toMillis(), subject);
        });
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new LimitWindow(
            numbers(row.getArray("requests")),
            numbers(row.getArray("tokens")),
            row.getLong("second")),
        row.getLong("now"),
        Sql.instant(row, "at"),
        Sql.instant(row, "blocked_until"));
  }

  private static int[] numbers(Array array) throws SQLException {
    return Arrays.stream((Integer[]) array.getArray()).mapToInt(Integer::intValue).toArray();
  }

  private static Integer[] boxed(int[] numbers) {
    return Arrays.stream(numbers).boxed().toArray(Integer[]::new);
  }
}
