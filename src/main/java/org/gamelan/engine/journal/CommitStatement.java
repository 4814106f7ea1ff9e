package org.gamelan.engine.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.gamelan.assignment.AssignedTasks;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.engine.RunJournal.Committed;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.engine.RunState;
import org.gamelan.engine.StageOutcome;
import org.gamelan.engine.StageRun;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.Step;
import org.gamelan.engine.TaskEvents;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.NewEvent;
import org.gamelan.platform.Sql;
import org.gamelan.provider.CallLedger;
import org.gamelan.provider.CallRows;

/**
 * Finishes runs, starts what follows in their slots, moves tasks on and stores the events of all
 * that in one statement, however many runs finish together. Everything hangs on the fence, which
 * whatever takes a run away raises: what belongs to it then is left out by the statement itself. A
 * task is locked only where its own state may change; a hop from one stage to the next touches its
 * slot alone.
 */
final class CommitStatement {
  private static final String LOCK =
      "select id, status from task where id = any (?) order by id for no key update";

  private static final String COMMIT =
      """
      with d as (
        select * from unnest(?::uuid[], ?::int[], ?::uuid[], ?::uuid[], ?::text[], ?::text[],
          ?::text[], ?::int[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
          ?::text[], ?::text[], ?::int[], ?::int[], ?::text[], ?::text[], ?::text[], ?::int[],
          ?::text[], ?::int[], ?::int[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::int[], ?::int[], ?::text[], ?::int[],
          ?::text[])
        as d (slot, fence, id, task_id, name, kind, status, attempt, round, branch, started_at,
          agent, output, raw, repairs, model, tokens_in, tokens_out, cost, failure, waiting_for,
          delay, way, expected, arrived, context, next_id, next_name, next_kind, next_status, next_attempt, next_round, next_branch,
          next_delay, next_agent)),
      follow as (
        select slot, fence, next_id as run_id, next_name as name, next_kind as kind,
          next_status as status, next_attempt as attempt, next_round as round,
          next_branch as branch, next_delay as delay, next_agent as agent,
          case when next_status = 'waiting' then 'branches' end as waiting_for, null as failure,
          null as started_at, expected, arrived
        from d where next_id is not null
        union all
        select slot, fence, id, name, kind, status, attempt, round, branch, delay, agent,
          waiting_for, failure, started_at, null, null
        from d where next_id is null and status in ('ready', 'waiting', 'indeterminate')),
      went as (
        update stage_work w set run_id = f.run_id, name = f.name, kind = f.kind,
          status = case when w.hold and f.status in ('ready', 'running') then 'waiting'
            else f.status end,
          waiting_for = case when w.hold and f.status in ('ready', 'running') then 'resume'
            else f.waiting_for end,
          attempt = f.attempt, round = f.round, branch = f.branch, agent = f.agent,
          failure = f.failure::json, fence = w.fence + 1,
          expected = f.expected, arrived = f.arrived, failed = null,
          ready_at = case when f.status = 'ready'
            then statement_timestamp() + f.delay * interval '1 ms' else w.ready_at end,
          node_id = case when f.status = 'running' and not w.hold then ?::uuid end,
          epoch = case when f.status = 'running' and not w.hold then ?::bigint end,
          started_at = case when f.status = 'running' and not w.hold then statement_timestamp()
            else f.started_at::timestamptz end
        from follow f
        where w.slot = f.slot and w.fence = f.fence
        returning w.slot, w.hold),
      ended as (
        delete from stage_work w using d
        where w.slot = d.slot and w.fence = d.fence and d.next_id is null
          and d.status not in ('ready', 'waiting', 'indeterminate')
        returning w.slot, w.hold),
      done as (select slot, hold from went union all select slot, hold from ended),
      finished as (
        insert into stage_run (id, task_id, name, kind, status, attempt, round, branch, agent,
          model, started_at, finished_at, tokens_in, tokens_out, cost, output, raw_output, repairs,
          failure, way, context)
        select d.id, d.task_id, d.name, d.kind, d.status, d.attempt, d.round, d.branch, d.agent,
          d.model, d.started_at::timestamptz, statement_timestamp(), d.tokens_in, d.tokens_out,
          d.cost::numeric, d.output::json, d.raw, d.repairs::json, d.failure::json, d.way::json,
          d.context::json
        from d join done on done.slot = d.slot
        where d.status not in ('ready', 'waiting', 'indeterminate')),
      more as (
        insert into stage_work (slot, task_id, run_id, name, kind, status, hold, waiting_for,
          attempt, round, branch, priority, ready_at, agent, node_id, epoch, fence, started_at)
        select n.id, n.task_id, n.id, n.name, n.kind,
          case when done.hold then 'waiting' else n.status end, done.hold,
          case when done.hold then 'resume' end, n.attempt, n.round, n.branch, n.priority,
          statement_timestamp() + n.delay * interval '1 ms', n.agent,
          case when n.status = 'running' and not done.hold then ?::uuid end,
          case when n.status = 'running' and not done.hold then ?::bigint end,
          case when n.status = 'running' then 1 else 0 end,
          case when n.status = 'running' and not done.hold then statement_timestamp() end
        from unnest(?::uuid[], ?::uuid[], ?::int[], ?::uuid[], ?::text[], ?::text[], ?::text[],
            ?::int[], ?::int[], ?::text[], ?::int[], ?::text[])
          as n (parent, task_id, priority, id, name, kind, status, attempt, round, branch, delay,
            agent)
        join done on done.slot = n.parent),
      moved as (
        update task t set status = coalesce(m.status, t.status), reason = m.reason,
          failure = m.failure::json, result_run = coalesce(m.result, t.result_run),
          finished_at = case when m.finished then clock_timestamp() end,
          version = t.version + 1
        from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::bool[])
          as m (parent, id, status, reason, failure, result, finished)
        join done on done.slot = m.parent
        where t.id = m.id),
      told as (
        insert into event (topic, task_id, data)
        select 'tasks', e.task_id,
          case when done.hold then (select json_agg(part)
              from json_array_elements(e.data::json) part
              where part ->> 'type' <> 'stage.started')
            else e.data::json end
        from unnest(?::uuid[], ?::uuid[], ?::text[]) with ordinality as e (slot, task_id, data, n)
        join done on done.slot = e.slot
        order by e.n)
      select slot, hold, statement_timestamp() as at from done
      """;

  private final UUID node;
  private final long epoch;
  private final List<Completion> completions;
  private final CommitColumns columns = new CommitColumns();
  private final Map<UUID, TaskStatus> changes = new HashMap<>();
  private MeetingStatement meetings;

  CommitStatement(UUID node, long epoch, List<Completion> completions) {
    this.node = node;
    this.epoch = epoch;
    this.completions = completions;
  }

  /** What became of a slot. */
  private record Done(UUID slot, boolean held, Instant at) {}

  /** Runs it; the result holds the runs that were still ours to finish. */
  Map<UUID, Committed> run(Connection connection) throws SQLException {
    Map<UUID, TaskStatus> tasks = lock(connection);
    meetings = new MeetingStatement(connection, completions);
    List<Completion> wanted = meetings.run();
    for (Completion completion : wanted) {
      add(completion, tasks);
    }
    List<Done> rows =
        Sql.query(
            connection,
            COMMIT,
            row -> new Done(Sql.id(row, "slot"), row.getBoolean("hold"), Sql.instant(row, "at")),
            columns.values(node, epoch));
    Set<UUID> slots = rows.stream().map(Done::slot).collect(Collectors.toSet());
    ApprovalRows.ask(
        connection,
        completions.stream().filter(each -> slots.contains(each.run().slot())).toList());
    // Calls were made and count, whether or not the run was still ours.
    CallRows.insert(connection, CallLedger.Entries.together(calls()));
    Set<UUID> halted = meetings.settle();
    Map<UUID, Done> done = new HashMap<>();
    rows.forEach(row -> done.put(row.slot(), row));
    Map<UUID, Committed> results = new HashMap<>();
    for (Completion completion : wanted) {
      Done row = done.get(completion.run().slot());
      if (row != null) {
        results.put(completion.run().id(), committed(completion, row, halted));
      }
    }
    AssignedTasks.ended(connection, endedAtInstances(results));
    return results;
  }

  private List<AssignedTasks.Ended> endedAtInstances(Map<UUID, Committed> results) {
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
            .filter(completion -> completion.step().touchesTask())
            .map(completion -> completion.run().task())
            .distinct()
            .toArray(UUID[]::new);
    Map<UUID, TaskStatus> tasks = new HashMap<>();
    if (ids.length > 0) {
      Sql.query(
          connection,
          LOCK,
          row -> tasks.put(Sql.id(row, "id"), TaskStatus.of(row.getString("status"))),
          (Object) ids);
    }
    return tasks;
  }

  private void add(Completion completion, Map<UUID, TaskStatus> tasks) {
    StageRun run = completion.run();
    StageOutcome outcome = completion.outcome();
    Step step = completion.step();
    Step.Next successor = successor(step);
    columns.ended(
        run, outcome, step, successor, successor == null ? null : first(completion, successor));
    List<NewEvent> told = new ArrayList<>(2);
    told.add(
        outcome.status() == StageStatus.READY || outcome.status() == StageStatus.WAITING
            ? RunEvents.stageWaits(run, step.reason())
            : RunEvents.stageFinished(run, outcome, step.way(), completion.millis()));
    for (Step.Next each : here(step)) {
      StageStatus first = first(completion, each);
      if (!each.equals(successor)) {
        columns.more(run, first, each);
      }
      if (first == StageStatus.RUNNING) {
        told.add(RunEvents.stageStarted(created(completion, each, null)));
      }
    }
    TaskStatus status = tasks.get(run.task());
    if (status != null) {
      moveTask(completion, status, tasks, told);
    }
    columns.events(run, told);
  }

  /** What takes the place of the run; where it parts into branches, what waits for them. */
  private static Step.Next successor(Step step) {
    if (step.meeting() instanceof Step.Parting parting) {
      return parting.join();
    }
    return here(step).isEmpty() ? null : here(step).get(0);
  }

  /** What begins at the run's own place or below it. */
  private static List<Step.Next> here(Step step) {
    return step.meeting() instanceof Step.Leaving ? List.of() : step.next();
  }

  private static StageStatus first(Completion completion, Step.Next next) {
    if (completion.step().meeting() instanceof Step.Parting parting
        && parting.join().equals(next)) {
      return StageStatus.WAITING;
    }
    // Of many branches this node takes one; whoever has room takes the others.
    boolean now =
        completion.keep()
            && next.delay().equals(Duration.ZERO)
            && next.equals(completion.step().next().get(0));
    return now ? StageStatus.RUNNING : StageStatus.READY;
  }

  /** What goes on in the run's slot does so under its next fence. */
  private static StageRun created(Completion completion, Step.Next next, Instant at) {
    StageRun parent = completion.run();
    boolean inSlot = next.equals(successor(completion.step()));
    return new StageRun(
        inSlot ? parent.slot() : next.id(),
        next.id(),
        parent.task(),
        next.name(),
        next.kind(),
        next.attempt(),
        next.round(),
        next.branch(),
        parent.priority(),
        inSlot ? parent.fence() + 1 : 1,
        at,
        false);
  }

  /** While a task is paused its end is only noted; resuming it makes the end true. */
  private void moveTask(
      Completion completion, TaskStatus status, Map<UUID, TaskStatus> tasks, List<NewEvent> told) {
    Step step = completion.step();
    boolean paused = status == TaskStatus.PAUSED;
    boolean othersMayGoOn = step.task() == TaskStatus.WAITING && completion.run().branch() != null;
    boolean noted = paused && step.task() != TaskStatus.WAITING;
    if (step.task() == null || othersMayGoOn || !(noted || status.mayBecome(step.task()))) {
      return;
    }
    StageRun run = completion.run();
    TaskStatus becomes = paused ? null : step.task();
    UUID result = step.task() == TaskStatus.SUCCEEDED ? run.id() : null;
    columns.moved(run, becomes, step.reason(), step.failure(), result);
    if (becomes != null) {
      told.add(TaskEvents.changed(run.task(), becomes, step.reason(), null));
      tasks.put(run.task(), becomes);
      changes.put(run.id(), becomes);
    }
  }

  private Committed committed(Completion completion, Done done, Set<UUID> halted) {
    UUID id = completion.run().id();
    List<Claimed> claimed = new ArrayList<>();
    List<UUID> ready = new ArrayList<>(meetings.ready(id));
    for (Step.Next next : here(completion.step())) {
      if (done.held()) {
        break;
      } else if (first(completion, next) == StageStatus.RUNNING) {
        StageRun run = created(completion, next, done.at());
        claimed.add(new Claimed(run, next.agent(), completion.state()));
      } else {
        ready.add(next.id());
      }
    }
    boolean waits = halted.contains(completion.run().task());
    return new Committed(
        claimed, ready, meetings.cancelled(id), waits ? TaskStatus.WAITING : changes.get(id));
  }
}
