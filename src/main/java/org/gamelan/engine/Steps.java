package org.gamelan.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.FailureSignature;
import org.gamelan.failure.GamelanException;
import org.gamelan.platform.Ids;
import org.gamelan.provider.CallerRetry;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;

/**
 * Decides what follows a finished stage run. The order of rescue after a failure is: another
 * attempt, the agent's fallback, then the error edges from the stage outwards, as {@link Walk}
 * finds them, and failure of the task.
 */
final class Steps {
  private final DoubleSupplier random;
  private final Supplier<Instant> clock;

  Steps(DoubleSupplier random) {
    this(random, Instant::now);
  }

  /**
   * @param clock tells when the run ended
   */
  Steps(DoubleSupplier random, Supplier<Instant> clock) {
    this.random = random;
    this.clock = clock;
  }

  /**
   * @param outcome how the run ended
   */
  Step after(Claimed claimed, StageOutcome outcome) {
    return switch (outcome.status()) {
      case SUCCEEDED ->
          afterSuccess(claimed, claimed.state().with(Finished.of(claimed.run(), outcome, null)));
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

  private Step afterSuccess(Claimed claimed, RunState after) {
    StageRun run = claimed.run();
    Walk walk = new Walk(run, after, clock);
    try {
      return walk.afterSuccess();
    } catch (GamelanException e) {
      Blueprint blueprint = claimed.state().blueprint();
      return walk.afterNoWay(Failures.signature(claimed, blueprint.stage(run.name()), e));
    }
  }

  private Step afterFailure(Claimed claimed, StageOutcome outcome) {
    Blueprint blueprint = claimed.state().blueprint();
    FailureSignature failure = outcome.failure();
    StageDefinition stage = blueprint.stages().get(claimed.run().name());
    if (stage == null) {
      return Step.fail(failure);
    }
    // What a sub-workflow came to stays the same unless all of it is done again.
    Optional<Step.Next> again =
        stage.kind() == StageKind.PIPELINE
            ? Optional.empty()
            : nextAttempt(claimed, stage, outcome);
    return again
        .map(next -> Step.to(List.of(next)))
        .orElseGet(
            () ->
                new Walk(claimed.run(), claimed.state(), clock)
                    .pausing(random.getAsDouble(), outcome.retryAfter())
                    .afterFailure(failure));
  }

  private Optional<Step.Next> nextAttempt(
      Claimed claimed, StageDefinition stage, StageOutcome outcome) {
    StageRun run = claimed.run();
    RetryPolicy retry = stage.retry();
    List<String> chain = chain(claimed.state().blueprint(), stage.agent());
    int place = Math.max(0, chain.indexOf(claimed.agent()));
    Attempts attempts = Attempts.of(claimed, retry, chain, outcome.failure().agent());
    int attempt = attempts.number();
    if (retry.retries(outcome.failure().kind(), attempt)) {
      Duration delay = retry.delayAfter(attempt, random.getAsDouble());
      Duration asked = outcome.retryAfter();
      boolean longer = asked != null && asked.compareTo(delay) > 0;
      Duration wait = longer ? asked : delay;
      if (retry.hasTime(attempts.began(), clock.get().plus(wait))) {
        return Optional.of(again(run, claimed.agent(), wait));
      }
    }
    return place + 1 < chain.size()
        ? Optional.of(again(run, chain.get(place + 1), Duration.ZERO))
        : Optional.empty();
  }

  /**
   * Tells while a run goes on whether another attempt would follow its failure; in doubt about the
   * time, none.
   */
  static CallerRetry retry(Claimed claimed, StageDefinition stage, Supplier<Instant> clock) {
    RetryPolicy retry = stage.retry();
    List<String> chain = chain(claimed.state().blueprint(), stage.agent());
    String agent = claimed.agent() == null ? stage.agent() : claimed.agent();
    Attempts attempts = Attempts.of(claimed, retry, chain, agent);
    return (kind, pause) -> {
      Duration delay = retry.delayAfter(attempts.number(), 0);
      Duration wait = pause.compareTo(delay) > 0 ? pause : delay;
      return retry.retries(kind, attempts.number())
          && retry.hasTime(attempts.began(), clock.get().plus(wait));
    };
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
}
