package org.gamelan.engine.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.gamelan.assignment.AssignedTasks;
import org.gamelan.engine.RunEvents;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.engine.RunJournal.Committed;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.engine.RunState;
import org.gamelan.engine.StageOutcome;
import org.gamelan.engine.StageRun;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.Step;
import org.gamelan.engine.TaskEvents;
import org.gamelan.engine.TaskOverride;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.NewEvent;
import org.gamelan.platform.Sql;
import org.gamelan.provider.CallRecord;
import org.gamelan.provider.CallRows;
import org.gamelan.provider.RoutingNote;

/**
 * Finishes runs, starts what follows in their slots, moves tasks on and stores the events of all
 * that in one statement, however many runs finish together. Everything hangs on the fence, which
 * whatever takes a run away raises: what belongs to it then is left out by the statement itself. A
 * task is locked only where its own state may change; a hop from one stage to the next touches its
 * slot alone.
 */
final class CommitStatement {
  /** The SQL state with which {@code refuse_gone} of the schema fails. */
  static final String GONE = "GM001";

  private static final String LOCK =
      "select id, status from task where id = any (?) order by id for no key update";

  private final UUID node;
  private final long epoch;
  private final List<Completion> completions;
  private final PinStatement pins;
  private final CommitColumns columns;
  private final Map<UUID, CallRecord> kept = new HashMap<>();
  private final Map<UUID, TaskStatus> changes = new HashMap<>();
  private MeetingStatement meetings;
  private Map<UUID, List<TaskOverride>> overrides = Map.of();

  /**
   * @param alone whether it is all there is, committed by itself; else it is part of a transaction
   */
  CommitStatement(
      UUID node, long epoch, List<Completion> completions, PinStatement pins, boolean alone) {
    this.node = node;
    this.epoch = epoch;
    this.completions = completions;
    this.pins = pins;
    this.columns = new CommitColumns(alone);
  }

  /** Whether one statement writes all of it: nothing is locked, met or asked, only stages end. */
  static boolean isAlone(List<Completion> completions) {
    return completions.stream()
        .allMatch(
            completion ->
                !completion.step().touchesTask()
                    && completion.outcome().ask() == null
                    && completion.calls().notes().isEmpty());
  }

  /** What became of a slot. */
  private record Done(UUID slot, boolean held, boolean overridden, Instant at) {}

  /**
   * Runs it; the result holds the runs that were still ours to finish.
   *
   * @throws SQLException with the state {@link #GONE} when it is alone and a run whose call counts
   *     is not ours any more; nothing is changed then
   */
  Map<UUID, Committed> run(Connection connection) throws SQLException {
    Map<UUID, TaskStatus> tasks = lock(connection);
    meetings = new MeetingStatement(connection, completions);
    List<Completion> wanted = meetings.run();
    for (Completion completion : wanted) {
      add(completion, tasks);
    }
    // Calls were made and count, whether or not the run is still ours.
    completions.stream()
        .filter(completion -> !kept.containsKey(completion.run().id()))
        .forEach(completion -> columns.calls(completion.calls().calls()));
    List<Done> rows =
        Sql.query(
            connection,
            columns.statement().toString(),
            row ->
                new Done(
                    Sql.id(row, "slot"),
                    row.getBoolean("hold"),
                    row.getBoolean("overridden"),
                    Sql.instant(row, "at")),
            columns.values(node, epoch));
    Set<UUID> slots = rows.stream().map(Done::slot).collect(Collectors.toSet());
    CallRows.insertCalls(connection, lost(wanted, slots));
    ApprovalRows.ask(
        connection,
        completions.stream().filter(each -> slots.contains(each.run().slot())).toList());
    CallRows.insertNotes(connection, notes());
    Set<UUID> halted = meetings.settle();
    Map<UUID, Done> done = new HashMap<>();
    rows.forEach(row -> done.put(row.slot(), row));
    overrides = overrides(connection, wanted, done);
    Map<UUID, Committed> results = new HashMap<>();
    for (Completion completion : wanted) {
      Done row = done.get(completion.run().slot());
      if (row != null) {
        results.put(completion.run().id(), committed(completion, row, halted));
      }
    }
    AssignedTasks.ended(connection, endedAtInstances(results));
    pins.run(
        connection,
        completions.stream().filter(each -> results.containsKey(each.run().id())).toList());
    return results;
  }

  /**
   * Calls that should have been kept with a run which is not ours any more; none where the
   * statement is alone, as it fails then.
   */
  private List<CallRecord> lost(List<Completion> wanted, Set<UUID> slots) {
    return wanted.stream()
        .filter(each -> !slots.contains(each.run().slot()))
        .map(each -> kept.get(each.run().id()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** What people decided meanwhile for tasks that go on here; few have anything. */
  private static Map<UUID, List<TaskOverride>> overrides(
      Connection connection, List<Completion> completions, Map<UUID, Done> done)
      throws SQLException {
    List<UUID> tasks =
        completions.stream()
            .filter(
                each ->
                    done.containsKey(each.run().slot()) && done.get(each.run().slot()).overridden())
            .map(each -> each.run().task())
            .distinct()
            .toList();
    return OverrideRows.of(connection, tasks);
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

  private List<RoutingNote> notes() {
    return completions.stream().flatMap(each -> each.calls().notes().stream()).toList();
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
    OwnCall.of(completion).ifPresent(call -> kept.put(run.id(), call));
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
    columns.ended(
        completion,
        kept.get(run.id()),
        successor,
        successor == null ? null : first(completion, successor),
        told);
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
        RunState state = completion.state();
        claimed.add(
            new Claimed(
                run,
                next.agent(),
                done.overridden()
                    ? state.overriddenBy(overrides.getOrDefault(run.task(), List.of()))
                    : state));
      } else {
        ready.add(next.id());
      }
    }
    boolean waits = halted.contains(completion.run().task());
    return new Committed(
        claimed, ready, meetings.cancelled(id), waits ? TaskStatus.WAITING : changes.get(id));
  }
}
