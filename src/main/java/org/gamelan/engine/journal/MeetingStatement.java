package org.gamelan.engine.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.gamelan.engine.Branch;
import org.gamelan.engine.RunEvents;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.engine.StageRun;
import org.gamelan.engine.Step;
import org.gamelan.engine.TaskEvents;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;
import org.gamelan.workflow.StageKind;

/**
 * What a commit changes beyond the places of its own runs: it counts the branches that arrive, lets
 * joins begin, and cancels what is not wanted any more. The tasks are locked already, so the places
 * where joins wait change under nobody's hands; those of running branches may, but only from one
 * run to the next. Does nothing for runs on the main line.
 */
final class MeetingStatement {
  private static final String OWN =
      "select slot, fence from stage_work where slot = any (?) order by slot for no key update";

  private static final String PLACES =
      """
      select w.slot, w.task_id, w.run_id, w.name, w.kind, w.attempt, w.round, w.branch, w.expected,
        coalesce(w.arrived, 0) as arrived, coalesce(w.failed, 0) as failed
      from unnest(?::uuid[], ?::text[]) p (task_id, branch)
      join stage_work w on w.task_id = p.task_id and w.branch = p.branch
      where w.waiting_for = 'branches'
      """;

  private static final String PASSED_BY =
      """
      insert into stage_run (id, task_id, name, kind, status, attempt, round, branch, finished_at)
      select w.run_id, w.task_id, w.name, w.kind, 'skipped', w.attempt, w.round, w.branch,
        statement_timestamp()
      from stage_work w where w.slot = any (?) and w.attempt > 0
      """;

  private static final String UPDATE =
      """
      update stage_work w set arrived = p.arrived, failed = p.failed, run_id = p.run_id,
        name = p.name, kind = p.kind, attempt = p.attempt, round = p.round,
        status = case when p.begins and not w.hold then 'ready' else 'waiting' end,
        waiting_for = case when not p.begins then 'branches' when w.hold then 'resume' end,
        ready_at = statement_timestamp(), fence = w.fence + 1
      from unnest(?::uuid[], ?::int[], ?::int[], ?::uuid[], ?::text[], ?::text[], ?::int[], ?::int[],
        ?::bool[]) p (slot, arrived, failed, run_id, name, kind, attempt, round, begins)
      where w.slot = p.slot
      """;

  private static final String CLOSE =
      """
      with closed as (
        delete from stage_work w using unnest(?::uuid[], ?::text[], ?::bool[])
          c (task_id, branch, itself)
        where w.task_id = c.task_id and not w.slot = any (?)
          and (c.itself and w.branch = c.branch
            or starts_with(w.branch, case when c.branch = '' then '' else c.branch || '/' end)
              and w.branch <> c.branch)
        returning w.*),
      kept as (
        insert into stage_run (id, task_id, name, kind, status, attempt, round, branch, agent,
          failure, started_at, finished_at)
        select run_id, task_id, name, kind, 'cancelled', attempt, round, branch, agent, failure,
          started_at, statement_timestamp()
        from closed where attempt > 0)
      select task_id, run_id, name, kind, attempt, round, branch, row_to_json(closed) as place
      from closed order by branch
      """;

  private static final String PARK = "update task set parked = ?::json where id = ?";

  private static final String SETTLE =
      """
      update task t set status = 'waiting', version = t.version + 1,
        reason = (select 'Stage ''' || w.name || ''' waits: '
            || coalesce(w.failure ->> 'message', w.waiting_for, w.status)
          from stage_work w where w.task_id = t.id and w.waiting_for is distinct from 'branches'
          order by w.ready_at limit 1)
      where t.id = any (?) and t.status = 'running'
        and exists (select from stage_work w where w.task_id = t.id)
        and not exists (select from stage_work w where w.task_id = t.id
          and (w.status = 'running' or w.status = 'ready' and w.waiting_for is null))
      returning t.id, t.reason
      """;

  private final Connection connection;
  private final List<Completion> completions;
  private final Map<Spot, Place> places = new HashMap<>();
  private final Set<Place> changed = new HashSet<>();
  private final Set<UUID> passedBy = new HashSet<>();
  private final List<Closing> closings = new ArrayList<>();
  private final Set<UUID> ending = new HashSet<>();
  private final Set<UUID> unsettled = new HashSet<>();
  private final Set<UUID> failing = new HashSet<>();
  private final Map<UUID, List<UUID>> ready = new HashMap<>();
  private final Map<UUID, List<UUID>> cancelled = new HashMap<>();

  MeetingStatement(Connection connection, List<Completion> completions) {
    this.connection = connection;
    this.completions = completions;
  }

  /** A place of a task, by the branch that it is the place of. */
  private record Spot(UUID task, String branch) {}

  /** What is open within a branch is not wanted any more, its own place included or not. */
  private record Closing(UUID task, String branch, boolean itself, UUID by) {
    boolean covers(StageRun run) {
      String at = run.branch() == null ? "" : run.branch();
      return run.task().equals(task)
          && (itself ? Branch.isWithin(at, branch) : isBelow(at, branch));
    }

    private static boolean isBelow(String branch, String outer) {
      return Branch.isWithin(branch, outer) && !branch.equals(outer);
    }
  }

  /** A place where a join waits. */
  private static final class Place {
    private final UUID slot;
    private final int expected;
    private UUID run;
    private String name;
    private StageKind kind;
    private int attempt;
    private int round;
    private int arrived;
    private int failed;
    private boolean begins;

    Place(ResultSet row) throws SQLException {
      slot = Sql.id(row, "slot");
      expected = row.getInt("expected");
      run = Sql.id(row, "run_id");
      name = row.getString("name");
      kind = StageKind.of(row.getString("kind"));
      attempt = row.getInt("attempt");
      round = row.getInt("round");
      arrived = row.getInt("arrived");
      failed = row.getInt("failed");
    }

    void becomes(Step.Next next) {
      run = next.id();
      name = next.name();
      kind = next.kind();
      attempt = next.attempt();
      round = next.round();
      begins = true;
    }
  }

  /** Changes what lies beyond; the completions that are left are those to be made true. */
  List<Completion> run() throws SQLException {
    if (completions.stream().noneMatch(MeetingStatement::isConcerned)) {
      return completions;
    }
    Map<UUID, Integer> fences = fences();
    findPlaces();
    List<Completion> wanted = new ArrayList<>();
    for (Completion completion : completions) {
      StageRun run = completion.run();
      boolean ours =
          !isConcerned(completion) || Integer.valueOf(run.fence()).equals(fences.get(run.slot()));
      if (ours && closings.stream().noneMatch(closing -> closing.covers(run))) {
        add(completion, wanted);
      }
    }
    // A later end in the same batch takes away what an earlier fork would begin.
    wanted.removeIf(
        completion ->
            !ending.contains(completion.run().slot())
                && closings.stream().anyMatch(closing -> closing.covers(completion.run())));
    write();
    return wanted;
  }

  private static boolean isConcerned(Completion completion) {
    Step step = completion.step();
    return step.meeting() != null || (step.task() != null && completion.run().branch() != null);
  }

  private Map<UUID, Integer> fences() throws SQLException {
    UUID[] slots =
        completions.stream()
            .filter(MeetingStatement::isConcerned)
            .map(completion -> completion.run().slot())
            .toArray(UUID[]::new);
    Map<UUID, Integer> fences = new HashMap<>();
    Sql.query(
        connection,
        OWN,
        row -> fences.put(Sql.id(row, "slot"), row.getInt("fence")),
        (Object) slots);
    return fences;
  }

  private void findPlaces() throws SQLException {
    Set<Spot> spots = new HashSet<>();
    for (Completion completion : completions) {
      Step step = completion.step();
      while (step != null) {
        Step otherwise = null;
        if (step.meeting() instanceof Step.Arrival arrival) {
          spots.add(new Spot(completion.run().task(), Branch.parent(arrival.branch())));
          otherwise = arrival.otherwise();
        } else if (step.meeting() instanceof Step.Leaving leaving) {
          spots.add(new Spot(completion.run().task(), leaving.branch()));
        }
        step = otherwise;
      }
    }
    Sql.query(
        connection,
        PLACES,
        row ->
            places.put(new Spot(Sql.id(row, "task_id"), row.getString("branch")), new Place(row)),
        spots.stream().map(Spot::task).toArray(UUID[]::new),
        spots.stream().map(Spot::branch).toArray(String[]::new));
  }

  private void add(Completion completion, List<Completion> wanted) {
    UUID task = completion.run().task();
    Step step = completion.step();
    if (step.meeting() instanceof Step.Arrival arrival) {
      Place place = places.get(new Spot(task, Branch.parent(arrival.branch())));
      if (place == null) {
        return;
      }
      arrive(completion, arrival, place, wanted);
    } else if (step.meeting() instanceof Step.Leaving leaving) {
      Place place = places.get(new Spot(task, leaving.branch()));
      if (place == null) {
        return;
      }
      leave(completion, leaving, place);
      wanted.add(completion);
    } else {
      end(completion);
      wanted.add(completion);
    }
  }

  private void arrive(
      Completion completion, Step.Arrival arrival, Place place, List<Completion> wanted) {
    StageRun run = completion.run();
    place.arrived += arrival.failed() ? 0 : 1;
    place.failed += arrival.failed() ? 1 : 0;
    changed.add(place);
    boolean last = place.arrived + place.failed >= place.expected;
    if (arrival.rule() == null && last && arrival.otherwise() != null) {
      add(completion.with(arrival.otherwise()), wanted);
      return;
    }
    wanted.add(completion);
    ending.add(run.slot());
    if (arrival.rule() != null
        && arrival.rule().isMet(place.expected, place.arrived, place.failed)) {
      place.begins = true;
      ready.put(run.id(), List.of(place.run));
      closings.add(new Closing(run.task(), Branch.parent(arrival.branch()), false, run.id()));
    } else {
      unsettled.add(run.task());
      if (!arrival.branch().equals(run.branch())) {
        closings.add(new Closing(run.task(), arrival.branch(), true, run.id()));
      }
    }
  }

  private void leave(Completion completion, Step.Leaving leaving, Place place) {
    StageRun run = completion.run();
    Step.Next next = completion.step().next().get(0);
    if (!place.begins) {
      passedBy.add(place.slot);
    }
    place.becomes(next);
    changed.add(place);
    ending.add(run.slot());
    ready.put(run.id(), List.of(next.id()));
    closings.add(new Closing(run.task(), leaving.branch(), false, run.id()));
  }

  private void end(Completion completion) {
    StageRun run = completion.run();
    TaskStatus status = completion.step().task();
    if (status == null || run.branch() == null) {
      return;
    }
    if (!status.isFinished()) {
      unsettled.add(run.task());
      return;
    }
    if (status == TaskStatus.FAILED) {
      failing.add(run.task());
    }
    ending.add(run.slot());
    closings.add(new Closing(run.task(), Branch.MAIN, true, run.id()));
  }

  private void write() throws SQLException {
    if (!passedBy.isEmpty()) {
      Sql.update(connection, PASSED_BY, (Object) passedBy.toArray(UUID[]::new));
    }
    if (!changed.isEmpty()) {
      List<Place> rows = List.copyOf(changed);
      Sql.update(
          connection,
          UPDATE,
          rows.stream().map(place -> place.slot).toArray(UUID[]::new),
          rows.stream().map(place -> place.arrived).toArray(Integer[]::new),
          rows.stream().map(place -> place.failed).toArray(Integer[]::new),
          rows.stream().map(place -> place.run).toArray(UUID[]::new),
          rows.stream().map(place -> place.name).toArray(String[]::new),
          rows.stream().map(place -> place.kind.id()).toArray(String[]::new),
          rows.stream().map(place -> place.attempt).toArray(Integer[]::new),
          rows.stream().map(place -> place.round).toArray(Integer[]::new),
          rows.stream().map(place -> place.begins).toArray(Boolean[]::new));
    }
    if (!closings.isEmpty()) {
      close();
    }
  }

  /** A run that was cancelled, and the place it was in. */
  private record Closed(StageRun run, JsonNode place) {}

  private void close() throws SQLException {
    List<Closed> closed =
        Sql.query(
            connection,
            CLOSE,
            MeetingStatement::closed,
            closings.stream().map(Closing::task).toArray(UUID[]::new),
            closings.stream().map(Closing::branch).toArray(String[]::new),
            closings.stream().map(Closing::itself).toArray(Boolean[]::new),
            ending.toArray(UUID[]::new));
    List<NewEvent> events = new ArrayList<>();
    for (Closed each : closed) {
      for (Closing closing : closings) {
        if (closing.covers(each.run())) {
          cancelled.computeIfAbsent(closing.by(), id -> new ArrayList<>()).add(each.run().id());
          break;
        }
      }
      if (each.run().attempt() > 0) {
        events.add(RunEvents.stageCancelled(each.run()));
      }
    }
    EventLog.append(connection, events);
    for (UUID task : failing) {
      park(task, closed);
    }
  }

  private static Closed closed(ResultSet row) throws SQLException {
    StageRun run =
        new StageRun(
            null,
            Sql.id(row, "run_id"),
            Sql.id(row, "task_id"),
            row.getString("name"),
            StageKind.of(row.getString("kind")),
            row.getInt("attempt"),
            row.getInt("round"),
            row.getString("branch").isEmpty() ? null : row.getString("branch"),
            0,
            0,
            null,
            false);
    return new Closed(run, Json.parseOwn(row.getString("place")));
  }

  private void park(UUID task, List<Closed> closed) throws SQLException {
    var open = Json.array();
    closed.stream()
        .filter(each -> each.run().task().equals(task))
        .forEach(each -> open.add(each.place()));
    Sql.update(connection, PARK, Json.write(open), task);
  }

  /** The tasks in which nothing can go on any more now that some branch has ended or waits. */
  Set<UUID> settle() throws SQLException {
    if (unsettled.isEmpty()) {
      return Set.of();
    }
    Set<UUID> halted = new HashSet<>();
    List<NewEvent> events = new ArrayList<>();
    Sql.query(
        connection,
        SETTLE,
        row -> {
          UUID task = Sql.id(row, "id");
          events.add(TaskEvents.changed(task, TaskStatus.WAITING, row.getString("reason"), null));
          return halted.add(task);
        },
        (Object) unsettled.toArray(UUID[]::new));
    EventLog.append(connection, events);
    return halted;
  }

  /** Runs at other places that a run's end made ready. */
  List<UUID> ready(UUID run) {
    return ready.getOrDefault(run, List.of());
  }

  /** Runs that are not wanted any more since a run's end. */
  List<UUID> cancelled(UUID run) {
    return cancelled.getOrDefault(run, List.of());
  }
}
