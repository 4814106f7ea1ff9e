package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.gamelan.failure.FailureSignature;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** Failed stage runs of all tasks, grouped by what they share. */
@ApplicationScoped
public class FailureQueries {
  /** The latest failures that are looked at; what lies further back is left out. */
  static final int MOST = 50_000;

  private static final String GROUPS =
      """
      with latest as (
        select id, task_id, name, round, attempt, branch, finished_at,
          failure ->> 'fingerprint' as fingerprint
        from stage_run
        where status = 'failed' and copied_from is null and finished_at >= ?
        order by finished_at desc limit ?),
      groups as (
        select fingerprint, count(*) as count, count(distinct task_id) as tasks,
          min(finished_at) as first, max(finished_at) as last,
          (array_agg(task_id order by finished_at desc, id desc))[1] as task,
          (array_agg(id order by finished_at desc, id desc))[1] as run
        from latest where fingerprint is not null
        group by fingerprint)
      select g.*, s.failure from groups g
      join stage_run s on s.task_id = g.task and s.id = g.run
      where ?::timestamptz is null or (g.last, g.fingerprint) < (?::timestamptz, ?)
      order by g.last desc, g.fingerprint desc limit ?
      """;

  private static final String RUNS =
      """
      select s.task_id, t.title, s.id, s.round, s.branch, s.finished_at, s.failure
      from stage_run s join task t on t.id = s.task_id
      where s.status = 'failed' and s.copied_from is null and s.failure ->> 'fingerprint' = ?
        and s.finished_at >= ?
        and (?::timestamptz is null or (s.finished_at, s.id) < (?::timestamptz, ?::uuid))
      order by s.finished_at desc, s.id desc limit ?
      """;

  private final Database database;

  protected FailureQueries() {
    this(null);
  }

  @Inject
  public FailureQueries(Database database) {
    this.database = database;
  }

  /**
   * Equal failures of all tasks, those with the latest failure first.
   *
   * @param since the earliest failure that counts
   * @param after the last group already seen, or null to begin with the latest
   * @param limit how many at most
   */
  public List<FailureGroup> groups(Instant since, Seen after, int limit) {
    Instant last = after == null ? null : after.at();
    String fingerprint = after == null ? null : after.key();
    return database.inTransaction(
        tx ->
            Sql.query(
                tx.connection(),
                GROUPS,
                FailureQueries::group,
                since,
                MOST,
                last,
                last,
                fingerprint,
                limit));
  }

  /**
   * The stage runs that failed alike, the latest first.
   *
   * @param fingerprint what they share
   * @param since the earliest failure that counts
   * @param after the last one already seen, or null to begin with the latest
   * @param limit how many at most
   */
  public List<FailedRun> runs(String fingerprint, Instant since, Seen after, int limit) {
    Instant last = after == null ? null : after.at();
    UUID run = after == null ? null : UUID.fromString(after.key());
    return database.inTransaction(
        tx ->
            Sql.query(
                tx.connection(),
                RUNS,
                FailureQueries::run,
                fingerprint,
                since,
                last,
                last,
                run,
                limit));
  }

  /**
   * The place in a list behind which the next page begins.
   *
   * @param at when the last one shown failed
   * @param key its fingerprint or its id
   */
  public record Seen(Instant at, String key) {}

  private static FailureGroup group(ResultSet row) throws SQLException {
    return new FailureGroup(
        row.getString("fingerprint"),
        row.getLong("count"),
        row.getLong("tasks"),
        Sql.instant(row, "first"),
        Sql.instant(row, "last"),
        failure(row),
        Sql.id(row, "task"),
        Sql.id(row, "run"));
  }

  private static FailedRun run(ResultSet row) throws SQLException {
    String branch = row.getString("branch");
    return new FailedRun(
        Sql.id(row, "task_id"),
        row.getString("title"),
        Sql.id(row, "id"),
        row.getInt("round"),
        branch.isEmpty() ? null : branch,
        Sql.instant(row, "finished_at"),
        failure(row));
  }

  private static FailureSignature failure(ResultSet row) throws SQLException {
    return Json.as(Json.parseOwn(row.getString("failure")), FailureSignature.class);
  }
}
