package org.gamelan.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.FailureSignature;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.platform.Ids;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.Route;
import org.gamelan.workflow.Routes;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.Values;

/**
 * Decides what follows a finished stage run. The order of rescue after a failure is: another
 * attempt, the agent's fallback, the stage's error edge, failure of the task.
 */
final class Steps {
  private static final Logger LOG = Logger.getLogger(Steps.class.getName());

  private final DoubleSupplier random;

  Steps(DoubleSupplier random) {
    this.random = random;
  }

  /**
   * @param after the task with what the run brought
   */
  Step after(Claimed claimed, StageOutcome outcome, RunState after) {
    return switch (outcome.status()) {
      case SUCCEEDED -> afterSuccess(claimed, after);
      case FAILED -> afterFailure(claimed, outcome);
      case INDETERMINATE ->
          Step.await(
              "Stage '"
                  + claimed.run().name()
                  + "' needs a decision: "
                  + outcome.failure().message());
      case WAITING -> Step.await(outcome.ask().reason(claimed.run().name()));
      case READY -> Step.await(outcome.failure().message());
      default -> Step.to(List.of());
    };
  }

  private static Step afterSuccess(Claimed claimed, RunState after) {
    StageRun run = claimed.run();
    Blueprint blueprint = claimed.state().blueprint();
    if (blueprint.end().contains(run.name())) {
      return Step.succeed();
    }
    Map<String, Object> variables = after.variables(run.attempt(), null);
    try {
      List<Step.Next> next = new ArrayList<>();
      Route route =
          new Routes(blueprint.workflow())
              .after(blueprint.stage(run.name()), variables, edge -> run.round() - 1);
      for (Edge way : route.taken()) {
        next.add(next(claimed, way.to(), run.round() + (way.revise() == null ? 0 : 1)));
      }
      return Step.to(next);
    } catch (GamelanException e) {
      return Step.fail(Failures.signature(claimed, blueprint.stage(run.name()), e));
    }
  }

  private Step afterFailure(Claimed claimed, StageOutcome outcome) {
    Blueprint blueprint = claimed.state().blueprint();
    FailureSignature failure = outcome.failure();
    StageDefinition stage = blueprint.stages().get(claimed.run().name());
    if (stage == null) {
      return Step.fail(failure);
    }
    Optional<Step.Next> again = nextAttempt(claimed, stage, outcome);
    if (again.isPresent()) {
      return Step.to(List.of(again.get()));
    }
    return errorEdge(claimed, failure)
        .map(edge -> Step.to(List.of(next(claimed, edge.to(), claimed.run().round()))))
        .orElseGet(() -> Step.fail(failure));
  }

  private static Optional<Edge> errorEdge(Claimed claimed, FailureSignature failure) {
    Object told = Values.of(Json.tree(failure));
    try {
      return new Routes(claimed.state().blueprint().workflow())
          .afterFailure(
              claimed.run().name(),
              failure.kind(),
              claimed.state().variables(claimed.run().attempt(), told));
    } catch (GamelanException e) {
      LOG.log(Level.WARNING, "An error edge of stage " + failure.stage() + " is broken", e);
      return Optional.empty();
    }
  }

  private Optional<Step.Next> nextAttempt(
      Claimed claimed, StageDefinition stage, StageOutcome outcome) {
    StageRun run = claimed.run();
    RetryPolicy retry = stage.retry();
    List<String> chain = chain(claimed.state().blueprint(), stage.agent());
    int place = Math.max(0, chain.indexOf(claimed.agent()));
    int attempt = Math.max(1, run.attempt() - place * retry.attempts());
    if (retry.retries(outcome.failure().kind(), attempt)) {
      Duration delay = retry.delayAfter(attempt, random.getAsDouble());
      Duration asked = outcome.retryAfter();
      boolean longer = asked != null && asked.compareTo(delay) > 0;
      return Optional.of(again(run, claimed.agent(), longer ? asked : delay));
    }
    return place + 1 < chain.size()
        ? Optional.of(again(run, chain.get(place + 1), Duration.ZERO))
        : Optional.empty();
  }

  /** The stage's agent and its fallbacks, in order. */
  private static List<String> chain(Blueprint blueprint, String agent) {
    List<String> chain = new ArrayList<>();
    String name = agent;
    while (name != null && !chain.contains(name)) {
      chain.add(name);
      AgentDefinition definition = blueprint.agents().get(name);
      name = definition == null ? null : definition.fallback();
    }
    return chain;
  }

  private static Step.Next again(StageRun run, String agent, Duration delay) {
    return new Step.Next(
        Ids.next(),
        run.name(),
        run.kind(),
        run.attempt() + 1,
        run.round(),
        run.branch(),
        agent,
        delay);
  }

  private static Step.Next next(Claimed claimed, String name, int round) {
    return new Step.Next(
        Ids.next(),
        name,
        claimed.state().blueprint().stage(name).kind(),
        1,
        round,
        claimed.run().branch(),
        null,
        Duration.ZERO);
  }
}
