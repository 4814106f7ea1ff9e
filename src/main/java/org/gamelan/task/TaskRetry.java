package org.gamelan.task;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.Branch;
import org.gamelan.engine.Definitions;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;

/**
 * Opens a failed task again: another attempt of the stage that failed, or a new round from an
 * earlier one on. Where a branch's failure became the task's, the places of the other branches were
 * kept, and go on where they were.
 */
final class TaskRetry {
  private static final String COLUMNS =
      "select name, branch, round, attempt, status from stage_run ";

  private static final String FAILED =
      COLUMNS
          + """
          where task_id = ? and status in ('failed', 'succeeded')
            and name = (select coalesce(t.failure ->> 'stage', (select name from stage_run
                where task_id = t.id and status = 'failed' order by finished_at desc limit 1))
              from task t where t.id = ?)
          order by finished_at desc, attempt desc limit 1
          """;

  private static final String LATEST =
      COLUMNS
          + """
          where task_id = ? and name = ? and status <> 'cancelled'
            and (status <> 'skipped' or output is not null)
          order by round desc, attempt desc limit 1
          """;

  private static final String BEGIN =
      """
      insert into stage_work (slot, run_id, task_id, name, kind, status, attempt, round, branch,
        priority, ready_at, overridden)
      select ?, ?, s.task_id, s.name, s.kind, 'ready', ?,
        coalesce(?::int, (select max(round) + 1 from stage_run where task_id = s.task_id)),
        s.branch, t.priority, clock_timestamp(), t.overridden
      from stage_run s join task t on t.id = s.task_id
      where s.task_id = ? and s.name = ? and s.branch = ? and s.round = ? and s.attempt = ?
      """;

  /** What came out of the stage and of all that followed it on its branch counts no more. */
  private static final String SET_ASIDE =
      """
      update stage_run set status = 'skipped'
      where task_id = ? and status = 'succeeded'
        and (? = '' or branch = ? or starts_with(branch, ? || '/'))
        and started_at >= (select min(started_at) from stage_run
          where task_id = ? and name = ? and branch = ? and status = 'succeeded')
      """;

  private static final String NOT_CANCELLED =
      """
      delete from stage_run s using task t, json_populate_recordset(null::stage_work, t.parked) p
      where t.id = ? and s.task_id = t.id and s.id = p.run_id and s.status = 'cancelled'
        and (? = '' or not (p.branch = ? or starts_with(p.branch, ? || '/')))
      """;

  private static final String OPEN_AGAIN =
      """
      insert into stage_work (slot, task_id, run_id, name, kind, status, attempt, round, branch,
        priority, ready_at, fence, agent, waiting_for, failure, expected, arrived, failed,
        overridden)
      select p.slot, p.task_id, p.run_id, p.name, p.kind,
        case when p.status = 'running' or p.waiting_for = 'resume' then 'ready' else p.status end,
        p.attempt, p.round, p.branch, p.priority, clock_timestamp(), p.fence + 1, p.agent,
        case when p.waiting_for <> 'resume' then p.waiting_for end, p.failure, p.expected,
        p.arrived, p.failed, t.overridden
      from task t, json_populate_recordset(null::stage_work, t.parked) p
      where t.id = ? and (? = '' or not (p.branch = ? or starts_with(p.branch, ? || '/')))
      returning run_id, status
      """;

  /** A branch that had come to its end is under way again. */
  private static final String NOT_ARRIVED =
      """
      update stage_work w set arrived = w.arrived - e.good, failed = w.failed - e.bad
      from (select
          case when way -> 'failed' is null then 1 else 0 end as good,
          case when way -> 'failed' is null then 0 else 1 end as bad
        from stage_run
        where task_id = ? and way ->> 'ends' = ? and round >= ?
        order by finished_at desc limit 1) e
      where w.task_id = ? and w.branch = ? and w.waiting_for = 'branches'
      """;

  private final Connection connection;
  private final UUID task;

  TaskRetry(Connection connection, UUID task) {
    this.connection = connection;
    this.task = task;
  }

  private record Run(String name, String branch, int round, int attempt, boolean succeeded) {
    static Run of(ResultSet row) throws SQLException {
      return new Run(
          row.getString("name"),
          row.getString("branch"),
          row.getInt("round"),
          row.getInt("attempt"),
          row.getString("status").equals("succeeded"));
    }
  }

  /** Another attempt of the stage that failed; the runs that are ready now. */
  List<UUID> again() throws SQLException {
    Run failed = failed();
    List<UUID> ready = new ArrayList<>();
    if (!failed.branch().isEmpty()) {
      requireOpen(failed, "retry from a stage before it");
      ready.addAll(openAgain(failed.branch()));
    }
    ready.add(begin(failed, failed.attempt() + 1, failed.round()));
    if (failed.succeeded()) {
      setAside(failed);
    }
    return ready;
  }

  /**
   * A new round from a stage on; the runs that are ready now.
   *
   * @param stage its name; a sub-workflow is begun anew with its first stage
   */
  List<UUID> from(String stage) throws SQLException {
    if (stage.equals(Definitions.CHOICE)) {
      throw new InvalidInputException(
          "fromStage",
          "is how the pipeline was chosen; name one of its stages, or make the task anew");
    }
    Run run =
        Sql.find(connection, LATEST, Run::of, task, stage)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "fromStage", "is no stage that this task has run: '" + stage + "'"));
    List<UUID> ready = new ArrayList<>();
    if (!run.branch().isEmpty()) {
      requireOpen(run, "retry from that fork or from a stage before it");
      Run failed = failed();
      ready.addAll(openAgain(run.branch()));
      Sql.update(
          connection,
          NOT_ARRIVED,
          task,
          run.branch(),
          run.round(),
          task,
          Branch.parent(run.branch()));
      if (!Branch.isWithin(failed.branch(), run.branch())) {
        ready.add(begin(failed, failed.attempt() + 1, failed.round()));
      }
    }
    ready.add(begin(run, 1, null));
    setAside(run);
    return ready;
  }

  private Run failed() throws SQLException {
    return Sql.find(connection, FAILED, Run::of, task, task)
        .orElseThrow(() -> new ConflictException("No stage of this task has failed."));
  }

  /** The forks around a stage must have been open when the task failed. */
  private void requireOpen(Run run, String instead) throws SQLException {
    String sql =
        """
        select exists (select from task t, json_populate_recordset(null::stage_work, t.parked) p
          where t.id = ? and p.branch = ? and p.waiting_for = 'branches')
        """;
    String place = Branch.parent(run.branch());
    Optional<Boolean> open =
        Sql.find(connection, sql, row -> row.getBoolean(1), task, place).filter(it -> it);
    if (open.isEmpty()) {
      throw new InvalidInputException(
          "fromStage",
          "'%s' is in the branch '%s' of a fork that had ended; %s"
              .formatted(run.name(), run.branch(), instead));
    }
  }

  private List<UUID> openAgain(String but) throws SQLException {
    Sql.update(connection, NOT_CANCELLED, task, but, but, but);
    List<UUID> ready = new ArrayList<>();
    Sql.query(
        connection,
        OPEN_AGAIN,
        row -> row.getString("status").equals("ready") && ready.add(Sql.id(row, "run_id")),
        task,
        but,
        but,
        but);
    return ready;
  }

  private UUID begin(Run run, int attempt, Integer round) throws SQLException {
    UUID id = Ids.next();
    Sql.update(
        connection,
        BEGIN,
        id,
        id,
        attempt,
        round,
        task,
        run.name(),
        run.branch(),
        run.round(),
        run.attempt());
    return id;
  }

  private void setAside(Run run) throws SQLException {
    Sql.update(
        connection,
        SET_ASIDE,
        task,
        run.branch(),
        run.branch(),
        run.branch(),
        task,
        run.name(),
        run.branch());
  }
}
