package org.gamelan.evolution;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.gamelan.event.EventParts;
import org.gamelan.event.EventPosition;
import org.gamelan.platform.Sql;

/** Scores in the database, and what finished runs say. */
final class ScoreRows {
  private static final String COLUMNS =
      """
      select agent, task_class, seen_at, weight, succeeded, timed, seconds, priced, cost, judged,
        quality, runs
      from agent_score
      """;

  /**
   * A run of an agent counts for it; where it answers whether it approves, it tells of the agent
   * whose stage ended last before it. A supervisor's stage tells of its worker. There is a row for
   * the last event in any case.
   */
  private static final String RUNS =
      "with "
          + EventParts.ROWS_AND_PARTS
          + """
          , ended as (
            select task_id, subject as id from event_part
            where type = 'stage.finished' and data ->> 'agent' is not null),
          told as (
          select s.agent, coalesce(t.task_config, t.pipeline, t.workflow) as task_class,
            s.finished_at, s.status = 'succeeded' as succeeded, s.kind,
            extract(epoch from s.finished_at - s.started_at)::float8 as seconds, s.cost::float8 as cost,
            s.output ->> 'approved' as approved,
            coalesce(s.output ->> 'score', s.output -> 'review' ->> 'score') as score,
            case when s.output ->> 'approved' is not null then
              (select p.agent from stage_run p
                where p.task_id = s.task_id and p.status = 'succeeded' and p.agent <> s.agent
                  and p.finished_at <= s.started_at and p.kind in ('agent', 'supervisor')
                  and p.name <> 'select-pipeline' and p.output ->> 'approved' is null
                  and (s.branch = p.branch or p.branch = '')
                order by p.finished_at desc limit 1) end as before
          from ended e
            join stage_run s on s.task_id = e.task_id and s.id = e.id
            join task t on t.id = s.task_id
          where s.agent is not null and s.finished_at is not null and s.started_at is not null
            and s.status in ('succeeded', 'failed')
            and coalesce(s.failure ->> 'kind', '') not in ('cancelled', 'budget'))
          select last.tx::text::bigint as tx, last.seq, (select count(*) from event_row) as rows, told.*
          from (select tx, seq from event_row order by tx desc, seq desc limit 1) last
            left join told on true
          order by told.finished_at
          """;

  private static final String TOPIC = "tasks";

  private static final String SAVE =
      """
      insert into agent_score (agent, task_class, seen_at, weight, succeeded, timed, seconds,
        priced, cost, judged, quality, runs)
      select * from unnest(?::text[], ?::text[], ?::text[]::timestamptz[], ?::text[]::float8[],
        ?::text[]::float8[], ?::text[]::float8[], ?::text[]::float8[], ?::text[]::float8[],
        ?::text[]::float8[], ?::text[]::float8[], ?::text[]::float8[], ?::int8[])
      on conflict (agent, task_class) do update set seen_at = excluded.seen_at,
        weight = excluded.weight, succeeded = excluded.succeeded, timed = excluded.timed,
        seconds = excluded.seconds, priced = excluded.priced, cost = excluded.cost,
        judged = excluded.judged, quality = excluded.quality, runs = excluded.runs
      """;

  private ScoreRows() {}

  /** Up to which event the scores know what happened; locked, or nothing when somebody else is. */
  static Optional<Optional<String>> lockPosition(Connection connection) throws SQLException {
    return Sql.find(
        connection,
        "select position from score_cursor for update skip locked",
        row -> Optional.ofNullable(row.getString("position")));
  }

  static Optional<String> position(Connection connection) throws SQLException {
    return Sql.find(
            connection,
            "select position from score_cursor",
            row -> Optional.ofNullable(row.getString("position")))
        .flatMap(found -> found);
  }

  static void moveTo(Connection connection, String position) throws SQLException {
    Sql.update(connection, "update score_cursor set position = ?", position);
  }

  /**
   * What ended runs say.
   *
   * @param end the last event that was looked at
   * @param rows how many rows of the log that were
   */
  record Ended(List<Sample> samples, EventPosition end, int rows) {}

  /** What the runs say that ended after a place in the log, of so many rows of it. */
  static Ended ended(Connection connection, EventPosition from, int most) throws SQLException {
    List<Sample> samples = new ArrayList<>();
    List<Ended> last =
        Sql.query(
            connection,
            RUNS,
            row -> {
              if (row.getString("agent") != null) {
                samples.addAll(samples(row));
              }
              EventPosition end =
                  new EventPosition(from.era(), row.getLong("tx"), row.getLong("seq"));
              return new Ended(samples, end, row.getInt("rows"));
            },
            Long.toString(from.tx()),
            from.seq(),
            TOPIC,
            most);
    return last.isEmpty() ? new Ended(List.of(), from, 0) : last.get(0);
  }

  private static List<Sample> samples(ResultSet row) throws SQLException {
    String agent = row.getString("agent");
    String taskClass = row.getString("task_class");
    Instant at = Sql.instant(row, "finished_at");
    boolean succeeded = row.getBoolean("succeeded");
    double seconds = row.getDouble("seconds");
    List<Sample> samples = new ArrayList<>(2);
    samples.add(
        new Sample(
            agent,
            taskClass,
            at,
            succeeded,
            succeeded ? seconds : null,
            number(row, "cost"),
            null));
    String approved = row.getString("approved");
    String reviewed = row.getString("kind").equals("supervisor") ? agent : row.getString("before");
    if (succeeded && approved != null && reviewed != null) {
      double quality = Verdicts.quality(approved, row.getString("score"));
      samples.add(new Sample(reviewed, taskClass, at, null, null, null, quality));
    }
    return samples;
  }

  private static Double number(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }

  /** The tallies of some, locked by the cursor that the caller holds. */
  static Map<Sample.Key, Tally> tallies(Connection connection, Collection<Sample.Key> keys)
      throws SQLException {
    return read(
        connection,
        COLUMNS + " where (agent, task_class) in (select * from unnest(?::text[], ?::text[]))",
        (Object) keys.stream().map(Sample.Key::agent).toArray(String[]::new),
        keys.stream().map(Sample.Key::taskClass).toArray(String[]::new));
  }

  /** Those that were seen last, at most so many. */
  static Map<Sample.Key, Tally> all(Connection connection, int most) throws SQLException {
    return read(connection, COLUMNS + " order by seen_at desc limit ?", most);
  }

  private static Map<Sample.Key, Tally> read(Connection connection, String sql, Object... values)
      throws SQLException {
    Map<Sample.Key, Tally> tallies = new LinkedHashMap<>();
    Sql.query(
        connection,
        sql,
        row ->
            tallies.put(
                new Sample.Key(row.getString("agent"), row.getString("task_class")), tally(row)),
        values);
    return tallies;
  }

  private static Tally tally(ResultSet row) throws SQLException {
    return new Tally(
        Sql.instant(row, "seen_at"),
        row.getDouble("weight"),
        row.getDouble("succeeded"),
        row.getDouble("timed"),
        row.getDouble("seconds"),
        row.getDouble("priced"),
        row.getDouble("cost"),
        row.getDouble("judged"),
        row.getDouble("quality"),
        row.getLong("runs"));
  }

  /** Adds samples to the tallies there are. */
  static Map<Sample.Key, Tally> fold(
      Map<Sample.Key, Tally> before, List<Sample> samples, Duration halfLife) {
    Map<Sample.Key, Tally> after = new HashMap<>();
    for (Sample sample : samples) {
      Tally tally = after.getOrDefault(sample.key(), before.get(sample.key()));
      after.put(
          sample.key(), (tally == null ? Tally.empty(sample.at()) : tally).with(sample, halfLife));
    }
    return after;
  }

  static void save(Connection connection, Map<Sample.Key, Tally> tallies) throws SQLException {
    List<Map.Entry<Sample.Key, Tally>> rows = List.copyOf(tallies.entrySet());
    Sql.update(
        connection,
        SAVE,
        rows.stream().map(row -> row.getKey().agent()).toArray(String[]::new),
        rows.stream().map(row -> row.getKey().taskClass()).toArray(String[]::new),
        rows.stream().map(row -> row.getValue().seenAt().toString()).toArray(String[]::new),
        numbers(rows, Tally::weight),
        numbers(rows, Tally::succeeded),
        numbers(rows, Tally::timed),
        numbers(rows, Tally::seconds),
        numbers(rows, Tally::priced),
        numbers(rows, Tally::cost),
        numbers(rows, Tally::judged),
        numbers(rows, Tally::quality),
        rows.stream().map(row -> row.getValue().runs()).toArray(Long[]::new));
  }

  private static Object numbers(
      List<Map.Entry<Sample.Key, Tally>> rows, ToDoubleFunction<Tally> column) {
    return rows.stream()
        .map(row -> Double.toString(column.applyAsDouble(row.getValue())))
        .toArray(String[]::new);
  }

  /** Forgets those of which nothing is left; tells how many. */
  static int forget(Connection connection, Duration age) throws SQLException {
    return Sql.update(
        connection,
        "delete from agent_score where seen_at < clock_timestamp() - ? * interval '1 second'",
        age.toSeconds());
  }
}
