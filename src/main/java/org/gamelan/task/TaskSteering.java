package org.gamelan.task;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.gamelan.engine.TaskEvents;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.EventLog;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.platform.Sql;

/**
 * The changes people make to a task that is under way. Each locks the task before it looks at the
 * stage runs, as the engine does, so a stage that ends meanwhile ends before or after, never
 * within.
 */
final class TaskSteering {
  private TaskSteering() {}

  private record Locked(TaskStatus status, TaskStatus beforePause, UUID result, boolean failure) {}

  private static Locked lock(Connection connection, UUID task) throws SQLException {
    String sql =
        """
        select status, status_before_pause, result_run, failure is not null as failed
        from task where id = ? for no key update
        """;
    return Sql.find(
            connection,
            sql,
            row -> {
              String before = row.getString("status_before_pause");
              return new Locked(
                  TaskStatus.of(row.getString("status")),
                  before == null ? null : TaskStatus.of(before),
                  Sql.id(row, "result_run"),
                  row.getBoolean("failed"));
            },
            task)
        .orElseThrow(() -> new NotFoundException("task", task));
  }

  private static void require(Locked task, TaskStatus next, String verb) {
    if (!task.status().mayBecome(next)) {
      throw new ConflictException(
          "A task that is " + task.status().id() + " cannot be " + verb + ".");
    }
  }

  static void cancel(Connection connection, UUID task, String by) throws SQLException {
    require(lock(connection, task), TaskStatus.CANCELLED, "cancelled");
    Sql.update(
        connection,
        """
        with gone as (delete from stage_work where task_id = ? returning *)
        insert into stage_run (id, task_id, name, kind, status, attempt, round, branch, agent,
          failure, started_at, finished_at)
        select run_id, task_id, name, kind, 'cancelled', attempt, round, branch, agent, failure,
          started_at, clock_timestamp()
        from gone where attempt > 0
        """,
        task);
    move(connection, task, TaskStatus.CANCELLED, "Cancelled by " + by, by);
  }

  /** What runs comes to its end; nothing follows it until somebody resumes. */
  static void pause(Connection connection, UUID task, String by) throws SQLException {
    Locked locked = lock(connection, task);
    require(locked, TaskStatus.PAUSED, "paused");
    Sql.update(
        connection,
        """
        update stage_work set hold = true,
          status = case when status = 'ready' then 'waiting' else status end,
          waiting_for = case when status = 'ready' then 'resume' else waiting_for end
        where task_id = ?
        """,
        task);
    Sql.update(
        connection,
        "update task set status_before_pause = ? where id = ?",
        locked.status().id(),
        task);
    move(connection, task, TaskStatus.PAUSED, "Paused by " + by, by);
  }

  /** The runs that are ready now. */
  static List<UUID> resume(Connection connection, UUID task, String by) throws SQLException {
    Locked locked = lock(connection, task);
    if (locked.status() != TaskStatus.PAUSED) {
      throw new ConflictException(
          "A task that is " + locked.status().id() + " cannot be resumed; only a paused one can.");
    }
    List<UUID> ready =
        Sql.query(
            connection,
            """
            update stage_work set hold = false,
              status = case when waiting_for = 'resume' then 'ready' else status end,
              waiting_for = case when waiting_for = 'resume' then null else waiting_for end
            where task_id = ? and hold
            returning run_id, status
            """,
            row -> row.getString("status").equals("ready") ? Sql.id(row, "run_id") : null,
            task);
    ready.removeIf(Objects::isNull);
    boolean waits = locked.beforePause() == TaskStatus.RUNNING && onlyPeopleGoOn(connection, task);
    move(
        connection,
        task,
        waits ? TaskStatus.WAITING : locked.beforePause(),
        waits ? "Waits for a decision" : null,
        by);
    if (ready.isEmpty() && !hasOpenRuns(connection, task)) {
      endNotedWhilePaused(connection, task, locked);
    }
    return ready;
  }

  /** A stage that ran when its task was paused may have come to a question meanwhile. */
  private static boolean onlyPeopleGoOn(Connection connection, UUID task) throws SQLException {
    String sql =
        """
        select coalesce(bool_and(status in ('waiting', 'indeterminate')), false)
        from stage_work where task_id = ?
        """;
    return Sql.find(connection, sql, row -> row.getBoolean(1), task).orElse(false);
  }

  private static boolean hasOpenRuns(Connection connection, UUID task) throws SQLException {
    String sql = "select exists (select from stage_work where task_id = ?)";
    return Sql.find(connection, sql, row -> row.getBoolean(1), task).orElse(false);
  }

  private static void endNotedWhilePaused(Connection connection, UUID task, Locked locked)
      throws SQLException {
    if (locked.result() != null) {
      move(connection, task, TaskStatus.SUCCEEDED, null, null);
    } else if (locked.failure()) {
      move(connection, task, TaskStatus.FAILED, "A stage failed while the task was paused", null);
    }
  }

  /**
   * Makes a new run of a stage of a failed task: another attempt of the one that failed, or a new
   * round from an earlier one on.
   *
   * @param from the stage to go back to, or null for the one that failed last
   * @return the runs that are ready
   */
  static List<UUID> retry(Connection connection, UUID task, String from, String by)
      throws SQLException {
    require(lock(connection, task), TaskStatus.QUEUED, "retried; only a failed one can");
    TaskRetry retry = new TaskRetry(connection, task);
    List<UUID> ready = from == null ? retry.again() : retry.from(from);
    Sql.update(
        connection,
        "update task set failure = null, result_run = null, parked = null where id = ?",
        task);
    move(connection, task, TaskStatus.QUEUED, null, by);
    return ready;
  }

  private static void move(
      Connection connection, UUID task, TaskStatus status, String reason, String by)
      throws SQLException {
    Sql.update(
        connection,
        """
        update task set status = ?, reason = ?, version = version + 1,
          finished_at = case when ? then clock_timestamp() end
        where id = ?
        """,
        status.id(),
        reason,
        status.isFinished(),
        task);
    EventLog.append(connection, List.of(TaskEvents.changed(task, status, reason, by)));
  }
}
