package org.gamelan.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.manifest.Units;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** Adds up what agents did, from their stage runs and their calls of models. */
@ApplicationScoped
public class AgentFigures {
  private static final Duration LONGEST = Duration.ofDays(30);

  private static final String QUERY =
      """
      with run as (
        select status, extract(epoch from finished_at - started_at) * 1000 as ms
        from stage_run
        where finished_at >= statement_timestamp() - ? * interval '1 second' and agent = ?
          and copied_from is null),
      call as (
        select tokens_in, tokens_out, cost from counted_call
        where at >= statement_timestamp() - ? * interval '1 second' and agent = ?)
      select r.*, c.* from
        (select count(*) as runs, count(*) filter (where status = 'succeeded') as succeeded,
            percentile_cont(0.5) within group (order by ms) as p50,
            percentile_cont(0.95) within group (order by ms) as p95
          from run) r,
        (select count(*) as calls, coalesce(sum(tokens_in), 0) as tokens_in,
            coalesce(sum(tokens_out), 0) as tokens_out, sum(cost) as cost
          from call) c
      """;

  private static final String DAYS =
      """
      select (finished_at at time zone 'utc')::date::text as day, count(*) as runs,
        count(*) filter (where status = 'succeeded') as succeeded
      from stage_run
      where finished_at >= ?::date::timestamp at time zone 'utc' and agent = ?
        and copied_from is null
      group by 1 order by 1 limit 32
      """;

  private final Database database;
  private final AgentScores scores;

  protected AgentFigures() {
    this(null, null);
  }

  @Inject
  public AgentFigures(Database database, AgentScores scores) {
    this.database = database;
    this.scores = scores;
  }

  /**
   * @param window such as {@code 24h}, {@code 30d} at most; null for seven days
   * @throws InvalidInputException when the window is none
   */
  public AgentMetrics of(String agent, String window) {
    long seconds = window(window).toSeconds();
    return database.inTransaction(
        tx ->
            Sql.find(
                    tx.connection(),
                    QUERY,
                    row -> metrics(seconds, row, scores.of(agent)),
                    seconds,
                    agent,
                    seconds,
                    agent)
                .orElseThrow());
  }

  /**
   * How many runs an agent ended on a day.
   *
   * @param day in UTC
   * @param runs of all
   * @param succeeded of them
   */
  public record Day(String day, long runs, long succeeded) {}

  /**
   * What an agent did on each day since the first one, the oldest first; days without runs are left
   * out.
   *
   * @param first in UTC, at most thirty days ago
   */
  public List<Day> days(String agent, LocalDate first) {
    return database.inTransaction(
        tx ->
            Sql.query(
                tx.connection(),
                DAYS,
                row -> new Day(row.getString("day"), row.getLong("runs"), row.getLong("succeeded")),
                first.toString(),
                agent));
  }

  private static Duration window(String text) {
    if (text == null || text.isBlank()) {
      return Duration.ofDays(7);
    }
    return Units.duration(text.strip())
        .filter(window -> window.toSeconds() >= 1 && window.compareTo(LONGEST) <= 0)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    List.of(
                        new FieldError(
                            "window", "must be a time such as 15m, 24h or 7d, 30d at most"))));
  }

  private static AgentMetrics metrics(long seconds, ResultSet row, List<AgentScore> scores)
      throws SQLException {
    long runs = row.getLong("runs");
    long succeeded = row.getLong("succeeded");
    return new AgentMetrics(
        seconds,
        runs,
        succeeded,
        runs == 0 ? null : (double) succeeded / runs,
        new AgentMetrics.Latency(millis(row, "p50"), millis(row, "p95")),
        new AgentMetrics.Tokens(row.getLong("tokens_in"), row.getLong("tokens_out")),
        row.getLong("calls"),
        row.getBigDecimal("cost"),
        scores);
  }

  private static Long millis(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : Math.round(value);
  }
}
