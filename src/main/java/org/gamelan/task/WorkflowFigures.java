package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** What became of the tasks that went through workflows. */
@ApplicationScoped
public class WorkflowFigures {
  /** How far back the figures go. */
  public static final Duration WINDOW = Duration.ofDays(7);

  private static final int MOST_VERSIONS = 50;

  // Ids are UUIDs of version 7: their order is that of creation, and the index is there already.
  private static final String RUNS =
      """
      select workflow, count(*) as runs,
        count(*) filter (where status = 'succeeded') as succeeded,
        count(*) filter (where status in ('succeeded', 'failed')) as ended
      from task where id >= ? and workflow = any (?) group by workflow
      """;

  private static final String VERSIONS =
      """
      select b.id, t.workflow_version as version, t.runs, t.first_at, t.last_at
      from (select blueprint_id, workflow_version, count(*) as runs,
          min(created_at) as first_at, max(created_at) as last_at
        from task where id >= ? and workflow = ? group by blueprint_id, workflow_version) t
      join blueprint b on b.id = t.blueprint_id order by t.last_at desc limit ?
      """;

  private final Database database;
  private final Clock clock;

  protected WorkflowFigures() {
    this(null, null);
  }

  @Inject
  public WorkflowFigures(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * The runs of one workflow within the window.
   *
   * @param workflow its name
   * @param runs how many were asked for
   * @param succeeded how many of them succeeded
   * @param ended how many of them succeeded or failed
   */
  public record Runs(String workflow, long runs, long succeeded, long ended) {
    static Runs none(String workflow) {
      return new Runs(workflow, 0, 0, 0);
    }

    /** The share that succeeded in per cent, rounded down; null while nothing has ended. */
    public Long successPercent() {
      return ended == 0 ? null : succeeded * 100 / ended;
    }
  }

  /**
   * A content that tasks were pinned to within the window: workflow, stages, agents and schemas.
   *
   * @param blueprint its id
   * @param version the workflow's version, as its author counts
   * @param runs how many tasks are pinned to it
   * @param firstAt when the first was asked for
   * @param lastAt when the last was asked for
   */
  public record Version(UUID blueprint, int version, long runs, Instant firstAt, Instant lastAt) {}

  /** The runs of these workflows, one entry for each. */
  public Map<String, Runs> runs(List<String> workflows) {
    Map<String, Runs> found =
        database.inTransaction(
            tx ->
                Sql.query(
                        tx.connection(),
                        RUNS,
                        WorkflowFigures::runs,
                        since(),
                        workflows.toArray(String[]::new))
                    .stream()
                    .collect(Collectors.toMap(Runs::workflow, Function.identity())));
    return workflows.stream()
        .distinct()
        .collect(
            Collectors.toMap(
                Function.identity(), name -> found.getOrDefault(name, Runs.none(name))));
  }

  /** What tasks of a workflow were pinned to, the latest first, at most fifty. */
  public List<Version> versions(String workflow) {
    return database.inTransaction(
        tx ->
            Sql.query(
                tx.connection(),
                VERSIONS,
                WorkflowFigures::version,
                since(),
                workflow,
                MOST_VERSIONS));
  }

  /** The smallest id that anything made within the window can have. */
  private UUID since() {
    return new UUID(clock.instant().minus(WINDOW).toEpochMilli() << 16, 0);
  }

  private static Runs runs(ResultSet row) throws SQLException {
    return new Runs(
        row.getString("workflow"),
        row.getLong("runs"),
        row.getLong("succeeded"),
        row.getLong("ended"));
  }

  private static Version version(ResultSet row) throws SQLException {
    return new Version(
        Sql.id(row, "id"),
        row.getInt("version"),
        row.getLong("runs"),
        Sql.instant(row, "first_at"),
        Sql.instant(row, "last_at"));
  }
}
