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
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.engine.RunJournal.Committed;
import org.gamelan.engine.RunJournal.Completion;
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
          ?::uuid[], ?::text[], ?::text[], ?::text[], ?::int[], ?::int[], ?::text[], ?::int[],
          ?::text[])
        as d (slot, fence, id, task_id, name, kind, status, attempt, round, branch, started_at,
          agent, output, raw, repairs, model, tokens_in, tokens_out, cost, failure, waiting_for,
          delay, next_id, next_name, next_kind, next_status, next_attempt, next_round, next_branch,
          next_delay, next_agent)),
      follow as (
        select slot, fence, next_id as run_id, next_name as name, next_kind as kind,
          next_status as status, next_attempt as attempt, next_round as round,
          next_branch as branch, next_delay as delay, next_agent as agent,
          null as waiting_for, null as failure, null as started_at
        from d where next_id is not null
        union all
        select slot, fence, id, name, kind, status, attempt, round, branch, delay, agent,
          waiting_for, failure, started_at
        from d where next_id is null and status in ('ready', 'waiting', 'indeterminate')),
      went as (
        update stage_work w set run_id = f.run_id, name = f.name, kind = f.kind,
          status = case when w.hold and f.status in ('ready', 'running') then 'waiting'
            else f.status end,
          waiting_for = case when w.hold and f.status in ('ready', 'running') then 'resume'
            else f.waiting_for end,
          attempt = f.attempt, round = f.round, branch = f.branch, agent = f.agent,
          failure = f.failure::json, fence = w.fence + 1,
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
          failure)
        select d.id, d.task_id, d.name, d.kind, d.status, d.attempt, d.round, d.branch, d.agent,
          d.model, d.started_at::timestamptz, statement_timestamp(), d.tokens_in, d.tokens_out,
          d.cost::numeric, d.output::json, d.raw, d.repairs::json, d.failure::json
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
    for (Completion completion : completions) {
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
    Map<UUID, Done> done = new HashMap<>();
    rows.forEach(row -> done.put(row.slot(), row));
    Map<UUID, Committed> results = new HashMap<>();
    for (Completion completion : completions) {
      Done row = done.get(completion.run().slot());
      if (row != null) {
        results.put(completion.run().id(), committed(completion, row));
      }
    }
    return results;
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
    List<Step.Next> next = completion.step().next();
    Step.Next successor = next.isEmpty() ? null : next.get(0);
    columns.ended(run, outcome, successor, successor == null ? null : first(completion, successor));
    List<NewEvent> told = new ArrayList<>(2);
    told.add(
        outcome.status() == StageStatus.READY || outcome.status() == StageStatus.WAITING
            ? RunEvents.stageWaits(run, completion.step().reason())
            : RunEvents.stageFinished(run, outcome, completion.millis()));
    for (Step.Next each : next) {
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

  private static StageStatus first(Completion completion, Step.Next next) {
    boolean now = completion.keep() && next.delay().equals(Duration.ZERO);
    return now ? StageStatus.RUNNING : StageStatus.READY;
  }

  /** The first of those that follow goes on in the slot, under its next fence. */
  private static StageRun created(Completion completion, Step.Next next, Instant at) {
    StageRun parent = completion.run();
    boolean inSlot = completion.step().next().get(0).equals(next);
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
        at);
  }

  /** While a task is paused its end is only noted; resuming it makes the end true. */
  private void moveTask(
      Completion completion, TaskStatus status, Map<UUID, TaskStatus> tasks, List<NewEvent> told) {
    Step step = completion.step();
    boolean paused = status == TaskStatus.PAUSED;
    boolean noted = paused && step.task() != TaskStatus.WAITING;
    if (step.task() == null || !(noted || status.mayBecome(step.task()))) {
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

  private Committed committed(Completion completion, Done done) {
    List<Claimed> claimed = new ArrayList<>();
    List<UUID> ready = new ArrayList<>();
    for (Step.Next next : completion.step().next()) {
      if (done.held()) {
        break;
      } else if (first(completion, next) == StageStatus.RUNNING) {
        StageRun run = created(completion, next, done.at());
        claimed.add(new Claimed(run, next.agent(), completion.state()));
      } else {
        ready.add(next.id());
      }
    }
    return new Committed(claimed, ready, changes.get(completion.run().id()));
  }
}
