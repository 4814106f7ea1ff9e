package org.gamelan.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The places of a task where work goes on while it is replayed, as the journal keeps its slots. */
final class ReplayPlaces {
  private final Map<String, Place> open = new LinkedHashMap<>();
  private Map<String, Place> parked = Map.of();
  private TaskStatus end;

  /** A place: the run that is next there, or the join that waits there for its branches. */
  private static final class Place {
    private Step.Next run;
    private boolean waits;
    private int expected;
    private int arrived;
    private int failed;

    Place(Step.Next run) {
      this.run = run;
    }

    void become(Step.Next next) {
      run = next;
      waits = false;
    }
  }

  /** Has a run of a stage begin at a place, whatever was there. */
  void begin(RecordedRun run) {
    Step.Next next =
        new Step.Next(
            new UUID(0, 0),
            run.name(),
            run.kind(),
            run.attempt(),
            run.round(),
            Branch.orNull(run.branch()),
            null,
            Duration.ZERO);
    end = null;
    if (!run.branch().isEmpty()) {
      closeWithin(run.branch());
    }
    open.put(run.branch(), new Place(next));
  }

  /** Opens the other branches again that were open when a branch's failure became the task's. */
  void openAgain(String but) {
    if (!but.isEmpty()) {
      parked.forEach(
          (branch, place) -> {
            if (!Branch.isWithin(branch, but)) {
              open.putIfAbsent(branch, place);
            }
          });
    }
    parked = Map.of();
    end = null;
  }

  /** Whether a run was next at a place when a branch's failure became the task's. */
  boolean isParked(RecordedRun run) {
    Place place = parked.get(run.branch());
    return place != null
        && !place.waits
        && place.run.name().equals(run.name())
        && place.run.round() == run.round()
        && place.run.attempt() == run.attempt();
  }

  /** Opens all the places again that were open then. */
  void openAgain() {
    open.putAll(parked);
    parked = Map.of();
    end = null;
  }

  /** Takes back that a branch had come to its end. */
  void isUnderWayAgain(String branch, boolean failed) {
    Place place = open.get(Branch.parent(branch));
    if (place != null && place.waits) {
      place.arrived -= failed ? 0 : 1;
      place.failed -= failed ? 1 : 0;
    }
  }

  boolean isAt(String branch) {
    return open.containsKey(branch);
  }

  /** What is next at a place, unless it waits for its branches. */
  Optional<Step.Next> next(String branch) {
    Place place = open.get(branch);
    return place == null || place.waits ? Optional.empty() : Optional.of(place.run);
  }

  /** What is open and waits for nothing else. */
  Collection<Step.Next> open() {
    return open.values().stream().filter(place -> !place.waits).map(place -> place.run).toList();
  }

  /** What the task came to, or null while it goes on. */
  TaskStatus end() {
    return end;
  }

  /**
   * Lets happen what follows a run.
   *
   * @param branch where the run was
   * @return what followed in the end: a fork that nothing joins has something else follow the last
   *     of its branches
   */
  Step settle(String branch, Step step) {
    if (step.meeting() instanceof Step.Arrival arrival) {
      return arrive(branch, step, arrival);
    }
    Place place = open.get(branch);
    if (step.meeting() instanceof Step.Parting parting) {
      place.run = parting.join();
      place.waits = true;
      place.expected = parting.expected();
      place.arrived = parting.arrived();
      place.failed = 0;
      step.next().forEach(next -> open.put(branchOf(next), new Place(next)));
    } else if (step.meeting() instanceof Step.Leaving leaving) {
      closeWithin(leaving.branch());
      open.put(leaving.branch(), new Place(step.next().get(0)));
    } else if (step.task() != null || step.next().isEmpty()) {
      open.remove(branch);
      end(step.task());
    } else {
      place.become(step.next().get(0));
    }
    return step;
  }

  private void end(TaskStatus status) {
    if (status != null && status.isFinished()) {
      end = status;
      parked = status == TaskStatus.FAILED ? new LinkedHashMap<>(open) : Map.of();
      open.clear();
    }
  }

  private Step arrive(String branch, Step step, Step.Arrival arrival) {
    Place place = open.get(Branch.parent(arrival.branch()));
    if (place == null) {
      open.remove(branch);
      return step;
    }
    place.arrived += arrival.failed() ? 0 : 1;
    place.failed += arrival.failed() ? 1 : 0;
    boolean last = place.arrived + place.failed >= place.expected;
    if (arrival.rule() == null && last && arrival.otherwise() != null) {
      return settle(branch, arrival.otherwise());
    }
    closeWithin(arrival.branch());
    if (arrival.rule() != null
        && arrival.rule().isMet(place.expected, place.arrived, place.failed)) {
      Step.Next join = place.run;
      closeWithin(branchOf(join));
      open.put(branchOf(join), new Place(join));
    }
    return step;
  }

  private void closeWithin(String outer) {
    open.keySet().removeIf(place -> Branch.isWithin(place, outer));
  }

  private static String branchOf(Step.Next next) {
    return next.branch() == null ? Branch.MAIN : next.branch();
  }
}
