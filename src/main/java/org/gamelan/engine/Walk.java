package org.gamelan.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.engine.Step.Arrival;
import org.gamelan.engine.Step.Next;
import org.gamelan.engine.Step.Parting;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FailureSignature;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.platform.Ids;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.Route;
import org.gamelan.workflow.Routes;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.Values;
import org.gamelan.workflow.WorkflowDefinition;

/**
 * The walk of one run through the graph: where it goes after a success, and who takes a failure
 * that no other attempt mends. A failure rises from the stage to the sub-workflow it is in and to
 * the fork it is under, whichever is nearer, until an error edge takes it or the task fails.
 */
final class Walk {
  private static final Logger LOG = Logger.getLogger(Walk.class.getName());

  private final Supplier<Instant> clock;
  private final StageRun run;
  private final RunState state;
  private final Blueprint blueprint;
  private final WorkflowDefinition workflow;
  private double jitter;
  private Duration asked = Duration.ZERO;

  /**
   * @param state the task with what the run brought, as the run sees it
   */
  Walk(StageRun run, RunState state) {
    this(run, state, Instant::now);
  }

  /**
   * @param clock tells when the run ended
   */
  Walk(StageRun run, RunState state, Supplier<Instant> clock) {
    this.clock = clock;
    this.run = run;
    this.state = state;
    this.blueprint = state.blueprint();
    this.workflow = blueprint.workflow();
  }

  /**
   * How long another pass waits beside what the retry says.
   *
   * @param jitterOfPause from 0 to 1: how much shorter the pause may be, so that not all come at
   *     once
   * @param askedFor the pause that the server which failed asked for, or null
   */
  Walk pausing(double jitterOfPause, Duration askedFor) {
    jitter = jitterOfPause;
    asked = askedFor == null ? Duration.ZERO : askedFor;
    return this;
  }

  /**
   * @throws GamelanException when no way leads on, or a condition cannot be evaluated
   */
  Step afterSuccess() {
    String scope = Branch.scope(run.name());
    if (isEnd(run.name(), scope)) {
      return scope.isEmpty() ? Step.succeed() : leave(scope);
    }
    Optional<Step> wanted = wanted();
    if (wanted.isPresent()) {
      return wanted.get();
    }
    Route route =
        new Routes(workflow)
            .after(
                blueprint.stage(run.name()),
                state.variables(run.name(), run.attempt()),
                edge -> state.taken(workflow.number(edge)));
    if (run.kind() == StageKind.FORK) {
      return part(route);
    }
    Edge edge = route.taken().get(0);
    boolean choice = workflow.from(run.name()).size() > 1 || edge.revise() != null;
    return along(edge, choice ? Way.of(List.of(taken(edge, null)), route.reasons()) : null);
  }

  private Step along(Edge edge, Way way) {
    if (edge.revise() == null) {
      return to(edge.to(), Branch.of(run), way);
    }
    int round = Math.max(state.latestRound(), run.round()) + 1;
    return Step.to(List.of(next(edge.to(), Branch.of(run), round))).by(way.inRound(round));
  }

  /**
   * Where somebody wants this run to go: along an edge, or ahead to what has not run yet, but past
   * nobody who is to decide.
   */
  private Optional<Step> wanted() {
    Optional<String> target =
        run.kind() == StageKind.FORK
            ? Optional.empty()
            : Overrides.next(state, run.name()).map(override -> override.value().asText());
    if (target.isEmpty()) {
      return Optional.empty();
    }
    String stage = target.get();
    if (Jumps.approvalFault(blueprint, run.name(), stage).isPresent()) {
      return Optional.empty();
    }
    List<String> reasons = List.of("somebody wanted '" + stage + "' to be next");
    Optional<Edge> edge =
        workflow.from(run.name()).stream()
            .filter(it -> it.to().equals(stage) && !it.onError())
            .findFirst();
    if (edge.isPresent()) {
      return Optional.of(along(edge.get(), Way.of(List.of(taken(edge.get(), null)), reasons)));
    }
    boolean ran = state.history().stream().anyMatch(it -> it.name().equals(stage));
    Way way = Way.of(List.of(new Way.Taken(stage, Way.JUMP, null)), reasons);
    return ran ? Optional.empty() : Optional.of(to(stage, Branch.of(run), way));
  }

  private boolean isEnd(String stage, String scope) {
    if (scope.isEmpty()) {
      return blueprint.end().contains(stage);
    }
    for (var end : caller(scope).settings().path("end")) {
      if (end.asText().equals(stage)) {
        return true;
      }
    }
    return false;
  }

  /** The stage that stands for a sub-workflow. */
  private StageDefinition caller(String scope) {
    return blueprint.stage(scope.substring(0, scope.length() - 1));
  }

  /** The end of a sub-workflow: the stage that stands for it takes the output over. */
  private Step leave(String scope) {
    String place = Branch.of(run);
    while (isUnder(place, scope)) {
      place = Branch.parent(place);
    }
    return goOn(fresh(caller(scope).name(), place, run.round()), place);
  }

  /** Goes on at the run's own place or at an outer one. */
  private Step goOn(Next next, String place) {
    return place.equals(Branch.of(run))
        ? Step.to(List.of(next.as(Ids.after(run.id()))))
        : Step.leave(place, next);
  }

  /** Whether the innermost fork of a branch belongs to a sub-workflow. */
  private static boolean isUnder(String branch, String scope) {
    return !branch.isEmpty() && Branch.fork(branch).startsWith(scope);
  }

  private Step part(Route route) {
    StageDefinition fork = blueprint.stage(run.name());
    String place = Branch.of(run);
    Optional<StageDefinition> join = blueprint.joinOf(run.name());
    List<Next> branches = new ArrayList<>();
    List<Way.Taken> taken = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int arrived = 0;
    for (Edge edge : route.taken()) {
      String name = name(Branch.local(edge.to()), names);
      String branch = Branch.below(place, fork.name(), name);
      taken.add(taken(edge, branch));
      if (join.isPresent() && join.get().name().equals(edge.to())) {
        arrived++;
      } else {
        branches.add(next(edge.to(), branch, run.round()));
      }
    }
    Way way = Way.of(taken, route.reasons());
    JoinRule rule = join.map(JoinRule::of).orElse(JoinRule.NONE);
    if (rule.isMet(taken.size(), arrived, 0)) {
      return Step.to(List.of(fresh(join.orElseThrow().name(), place, run.round()))).by(way);
    }
    Next waiting =
        join.map(it -> fresh(it.name(), place, run.round())).orElseGet(() -> unjoined(fork, place));
    return Step.part(branches, new Parting(waiting, taken.size(), arrived)).by(way);
  }

  /** Two ways of a fork may lead to the same stage. */
  private static String name(String stage, Set<String> names) {
    String name = stage;
    for (int i = 2; !names.add(name); i++) {
      name = stage + "~" + i;
    }
    return name;
  }

  /** Holds the place of a fork that nothing joins; it never runs. */
  private Next unjoined(StageDefinition fork, String place) {
    return new Next(
        Ids.next(),
        fork.name(),
        StageKind.JOIN,
        0,
        run.round(),
        Branch.orNull(place),
        null,
        Duration.ZERO);
  }

  /** Goes to a stage from a place of the run, its own or an outer one. */
  private Step to(String stage, String place, Way way) {
    StageDefinition target = blueprint.stage(stage);
    if (target.kind() == StageKind.JOIN) {
      return arrive(target, place, way);
    }
    return goOn(next(stage, place, run.round()), place).by(way);
  }

  private Step arrive(StageDefinition join, String place, Way way) {
    String fork = join.settings().path("of").asText();
    String branch = place;
    while (!branch.isEmpty() && !Branch.fork(branch).equals(fork)) {
      branch = Branch.parent(branch);
    }
    if (branch.isEmpty()) {
      throw new GamelanException(
          FailureKind.INTERNAL,
          "'%s' leads to the join '%s', but is in no branch of '%s'"
              .formatted(run.name(), join.name(), fork));
    }
    Way told = way == null ? Way.of(List.of(taken(only(join.name()), null)), List.of()) : way;
    return Step.arrive(new Arrival(branch, false, JoinRule.of(join), null)).by(told.ending(branch));
  }

  private Edge only(String target) {
    return workflow.from(run.name()).stream()
        .filter(edge -> edge.to().equals(target))
        .findFirst()
        .orElseThrow();
  }

  /** Who takes a failure of the run, its stage's own error edge first. */
  Step afterFailure(FailureSignature failure) {
    return rise(run.name(), Branch.of(run), failure, true);
  }

  /** Who takes the failure that nothing follows a stage that succeeded. */
  Step afterNoWay(FailureSignature failure) {
    return rise(run.name(), Branch.of(run), failure, false);
  }

  private Step rise(String from, String at, FailureSignature failure, boolean own) {
    String stage = from;
    String place = at;
    boolean asked = own;
    while (true) {
      Optional<Step> anew = asked ? anew(stage, place, failure) : Optional.empty();
      if (anew.isPresent()) {
        return anew.get();
      }
      Optional<Edge> edge = asked ? errorEdge(stage, place, failure) : Optional.empty();
      if (edge.isPresent()) {
        Way way =
            Way.of(
                List.of(taken(edge.get(), null)),
                List.of(stage + " failed: " + failure.kind().id()));
        return to(edge.get().to(), place, way);
      }
      asked = true;
      String scope = Branch.scope(stage);
      if (!scope.isEmpty() && !isUnder(place, scope)) {
        stage = scope.substring(0, scope.length() - 1);
      } else if (!place.isEmpty()) {
        stage = Branch.fork(place);
        String branch = place;
        place = Branch.parent(place);
        if (goesOn(stage)) {
          return arriveFailed(stage, branch, failure);
        }
      } else {
        return Step.fail(failure);
      }
    }
  }

  /** A sub-workflow starts anew as often as the stage that stands for it may be tried again. */
  private Optional<Step> anew(String stage, String place, FailureSignature failure) {
    StageDefinition caller = blueprint.stage(stage);
    if (caller.kind() != StageKind.PIPELINE) {
      return Optional.empty();
    }
    RetryPolicy retry = caller.retry();
    RunState outside = state.seenFrom(place, stage);
    RunState.Passes passes = outside.passes(stage);
    int pass = passes.failed() + 1;
    Duration delay = retry.delayAfter(pass, jitter);
    Duration wait = asked.compareTo(delay) > 0 ? asked : delay;
    Instant began = passes.began() == null ? run.startedAt() : passes.began();
    boolean inTime = began == null || retry.hasTime(began, clock.get().plus(wait));
    if (!retry.retries(failure.kind(), pass) || !inTime) {
      return Optional.empty();
    }
    int round = Math.max(outside.latestRound(), run.round()) + 1;
    Next first = next(stage, place, round).after(wait);
    Step step = place.equals(Branch.of(run)) ? Step.to(List.of(first)) : Step.leave(place, first);
    Way.Taken taken = new Way.Taken(stage, Way.AGAIN, null);
    String reason =
        "%s failed: %s; pass %d of %d begins"
            .formatted(stage, failure.kind().id(), pass + 1, retry.attempts());
    return Optional.of(step.by(Way.of(List.of(taken), List.of(reason)).inRound(round)));
  }

  private boolean goesOn(String fork) {
    return blueprint.stage(fork).settings().path("onFailure").asText().equals("continue");
  }

  private Step arriveFailed(String fork, String branch, FailureSignature failure) {
    Way way = Way.failing(branch, List.of(failure.kind().id() + ": " + failure.message()));
    Optional<StageDefinition> join = blueprint.joinOf(fork);
    if (join.isPresent()) {
      return Step.arrive(new Arrival(branch, true, JoinRule.of(join.get()), null)).by(way);
    }
    Step otherwise = rise(fork, Branch.parent(branch), failure, true);
    return Step.arrive(new Arrival(branch, true, null, otherwise)).by(way);
  }

  private Optional<Edge> errorEdge(String stage, String place, FailureSignature failure) {
    Map<String, Object> variables =
        state.seenFrom(place, stage).variables(run.attempt(), Values.of(Json.tree(failure)));
    try {
      return new Routes(workflow).afterFailure(stage, failure.kind(), variables);
    } catch (GamelanException e) {
      LOG.log(Level.WARNING, "An error edge of stage " + stage + " is broken", e);
      return Optional.empty();
    }
  }

  private Way.Taken taken(Edge edge, String branch) {
    return new Way.Taken(edge.to(), workflow.number(edge), branch);
  }

  /** The first run of a stage; a sub-workflow begins with its own first stage. */
  private Next next(String stage, String branch, int round) {
    return fresh(blueprint.entry(stage), branch, round);
  }

  private Next fresh(String stage, String branch, int round) {
    return new Next(
        Ids.next(),
        stage,
        blueprint.stage(stage).kind(),
        1,
        round,
        Branch.orNull(branch),
        null,
        Duration.ZERO);
  }
}
