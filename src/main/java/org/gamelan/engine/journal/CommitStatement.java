package org.gamelan.engine.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.gamelan.assignment.AssignedTasks;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.engine.RunJournal.Committed;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.engine.RunState;
import org.gamelan.engine.StageRun;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.Step;
import org.gamelan.engine.TaskEvents;
import org.gamelan.engine.TaskStatus;
import org.gamelan.platform.Sql;
import org.gamelan.provider.CallLedger;
import org.gamelan.provider.CallRows;

/**
 * Finishes runs, creates what follows, moves tasks on and stores the events of all that: one lock
 * on the tasks and one statement, however many runs finish together. Everything hangs on the fence:
 * what belongs to a run whose lease has passed on is left out by the statement itself.
 */
final class CommitStatement {
  private static final String LOCK =
      "select id, status from task where id = any (?) order by id for no key update";

  private static final String COMMIT =
      """
      with done as (
        update stage_run s set status = d.status, output = d.output::json, raw_output = d.raw,
          repairs = d.repairs::json, agent = coalesce(d.agent, s.agent), model = d.model,
          tokens_in = d.tokens_in, tokens_out = d.tokens_out, cost = d.cost::numeric,
          failure = d.failure::json, waiting_for = d.waiting_for, node_id = null, epoch = null,
          ready_at = case when d.status = 'ready'
            then clock_timestamp() + d.delay * interval '1 ms' else s.ready_at end,
          finished_at = case when d.status <> 'ready' then clock_timestamp() end
        from unnest(?::uuid[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
            ?::text[], ?::int[], ?::int[], ?::text[], ?::text[], ?::text[], ?::int[])
          as d (id, fence, status, output, raw, repairs, agent, model, tokens_in, tokens_out, cost,
            failure, waiting_for, delay)
        where s.id = d.id and s.fence = d.fence and s.status = 'running'
        returning s.id),
      created as (
        insert into stage_run (id, task_id, name, kind, status, attempt, round, branch, priority,
          ready_at, agent, waiting_for, node_id, epoch, fence, started_at)
        select n.id, n.task_id, n.name, n.kind, n.status, n.attempt, n.round, n.branch, n.priority,
          clock_timestamp() + n.delay * interval '1 ms', n.agent, n.waiting_for,
          case when n.status = 'running' then ?::uuid end,
          case when n.status = 'running' then ?::bigint end,
          case when n.status = 'running' then 1 else 0 end,
          case when n.status = 'running' then clock_timestamp() end
        from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::int[],
            ?::int[], ?::text[], ?::int[], ?::int[], ?::text[], ?::text[])
          as n (parent, id, task_id, name, kind, status, attempt, round, branch, priority, delay,
            agent, waiting_for)
        join done on done.id = n.parent
        on conflict do nothing),
      moved as (
        update task t set status = coalesce(m.status, t.status), reason = m.reason,
          failure = m.failure::json, result_run = coalesce(m.result, t.result_run),
          finished_at = case when m.finished then clock_timestamp() end,
          version = t.version + 1
        from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::bool[])
          as m (parent, id, status, reason, failure, result, finished)
        join done on done.id = m.parent
        where t.id = m.id),
      told as (
        insert into event (topic, type, subject, task_id, data)
        select 'tasks', e.type, e.subject, e.task_id, e.data::json
        from unnest(?::uuid[], ?::text[], ?::uuid[], ?::uuid[], ?::text[]) with ordinality
          as e (parent, type, subject, task_id, data, n)
        join done on done.id = e.parent
        order by e.n)
      select id from done
      """;

  private final UUID node;
  private final long epoch;
  private final List<Completion> completions;
  private final CommitColumns columns = new CommitColumns();
  private final Map<UUID, Committed> results = new HashMap<>();

  CommitStatement(UUID node, long epoch, List<Completion> completions) {
    this.node = node;
    this.epoch = epoch;
    this.completions = completions;
  }

  /** Runs it; the result holds the runs that were still ours to finish. */
  Map<UUID, Committed> run(Connection connection) throws SQLException {
    Map<UUID, TaskStatus> tasks = lock(connection);
    for (Completion completion : completions) {
      TaskStatus status = tasks.get(completion.run().task());
      if (status != null) {
        TaskStatus after = add(completion, status);
        tasks.put(completion.run().task(), after);
      }
    }
    Set<UUID> done =
        new HashSet<>(
            Sql.query(connection, COMMIT, row -> Sql.id(row, "id"), columns.values(node, epoch)));
    results.keySet().retainAll(done);
    // Calls were made and count, whether or not the run was still ours.
    CallRows.insert(connection, CallLedger.Entries.together(calls()));
    AssignedTasks.ended(connection, endedAtInstances());
    return results;
  }

  private List<AssignedTasks.Ended> endedAtInstances() {
    List<AssignedTasks.Ended> ended = new ArrayList<>();
    for (Completion completion : completions) {
      Committed committed = results.get(completion.run().id());
      TaskStatus becomes = committed == null ? null : committed.task();
      RunState.Task task = completion.state().task();
      if (becomes != null && becomes.isFinished() && task.memory() != null) {
        ended.add(
            new AssignedTasks.Ended(
                task.id(), becomes.id(), task.input(), completion.outcome().output()));
      }
    }
    return ended;
  }

  private List<CallLedger.Entries> calls() {
    return completions.stream().map(Completion::calls).toList();
  }

  private Map<UUID, TaskStatus> lock(Connection connection) throws SQLException {
    UUID[] ids =
        completions.stream()
            .map(completion -> completion.run().task())
            .distinct()
            .toArray(UUID[]::new);
    Map<UUID, TaskStatus> tasks = new HashMap<>();
    Sql.query(
        connection,
        LOCK,
        row -> tasks.put(Sql.id(row, "id"), TaskStatus.of(row.getString("status"))),
        (Object) ids);
    return tasks;
  }

  /** Adds one completion's rows; tells the task's state after it. */
  private TaskStatus add(Completion completion, TaskStatus status) {
    StageRun run = completion.run();
    columns.done(run, completion.outcome());
    columns.event(
        run.id(),
        completion.outcome().status() == StageStatus.READY
            ? RunEvents.stageWaits(run, completion.outcome())
            : RunEvents.stageFinished(run, completion.outcome(), completion.millis()));
    boolean paused = status == TaskStatus.PAUSED;
    List<Claimed> claimed = new ArrayList<>();
    List<UUID> ready = new ArrayList<>();
    for (Step.Next next : completion.step().next()) {
      StageStatus first = firstStatus(completion, next, paused);
      StageRun created = created(run, next);
      columns.created(run.id(), created, first, next, paused ? "resume" : null);
      if (first == StageStatus.RUNNING) {
        columns.event(run.id(), RunEvents.stageStarted(created));
        claimed.add(new Claimed(created, next.agent(), completion.state()));
      } else if (first == StageStatus.READY) {
        ready.add(created.id());
      }
    }
    TaskStatus becomes = paused ? null : change(completion, status);
    columnsOfTask(completion, becomes, paused);
    results.put(run.id(), new Committed(claimed, ready, becomes));
    return becomes == null ? status : becomes;
  }

  private static StageStatus firstStatus(Completion completion, Step.Next next, boolean paused) {
    if (paused) {
      return StageStatus.WAITING;
    }
    boolean now = completion.keep() && next.delay().equals(Duration.ZERO);
    return now ? StageStatus.RUNNING : StageStatus.READY;
  }

  private static StageRun created(StageRun parent, Step.Next next) {
    return new StageRun(
        next.id(),
        parent.task(),
        next.name(),
        next.kind(),
        next.attempt(),
        next.round(),
        next.branch(),
        parent.priority(),
        1,
        Instant.now());
  }

  private static TaskStatus change(Completion completion, TaskStatus status) {
    TaskStatus wanted = completion.step().task();
    return wanted != null && status.mayBecome(wanted) ? wanted : null;
  }

  /** While a task is paused its end is only noted; resuming it makes the end true. */
  private void columnsOfTask(Completion completion, TaskStatus becomes, boolean paused) {
    Step step = completion.step();
    if (step.task() == null || (becomes == null && !paused)) {
      return;
    }
    UUID result = step.task() == TaskStatus.SUCCEEDED ? completion.run().id() : null;
    columns.moved(completion.run(), becomes, step.reason(), step.failure(), result);
    if (becomes != null) {
      columns.event(
          completion.run().id(),
          TaskEvents.changed(completion.run().task(), becomes, step.reason(), null));
    }
  }
}
