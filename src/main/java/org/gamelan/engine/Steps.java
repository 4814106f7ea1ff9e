package org.gamelan.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
 * attempt, one of the agent's fallbacks, then the error edges from the stage outwards, as {@link
 * Walk} finds them, and failure of the task.
 */
final class Steps {
  private final DoubleSupplier random;
  private final Supplier<Instant> clock;
  private final Fallbacks fallbacks;

  /** With fallbacks in the order of their definitions. */
  Steps(DoubleSupplier random) {
    this(random, Instant::now);
  }

  /** With fallbacks in the order of their definitions. */
  Steps(DoubleSupplier random, Supplier<Instant> clock) {
    this(random, clock, Fallbacks.AS_DECLARED);
  }

  /**
   * @param clock tells when the run ended
   * @param fallbacks chooses who takes over
   */
  Steps(DoubleSupplier random, Supplier<Instant> clock, Fallbacks fallbacks) {
    this.random = random;
    this.clock = clock;
    this.fallbacks = fallbacks;
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
    Optional<Step> again =
        stage.kind() == StageKind.PIPELINE
            ? Optional.empty()
            : nextAttempt(claimed, stage, outcome);
    return again.orElseGet(
        () ->
            new Walk(claimed.run(), claimed.state(), clock)
                .pausing(random.getAsDouble(), outcome.retryAfter())
                .afterFailure(failure));
  }

  private Optional<Step> nextAttempt(Claimed claimed, StageDefinition stage, StageOutcome outcome) {
    StageRun run = claimed.run();
    RetryPolicy retry = stage.retry();
    List<String> chain = chain(claimed.state().blueprint(), stage.agent());
    FailureSignature failure = outcome.failure();
    Attempts attempts = Attempts.of(claimed, retry, chain, failure.agent());
    int attempt = attempts.number();
    if (retry.retries(failure.kind(), attempt)) {
      Duration delay = retry.delayAfter(attempt, random.getAsDouble());
      Duration asked = outcome.retryAfter();
      boolean longer = asked != null && asked.compareTo(delay) > 0;
      Duration wait = longer ? asked : delay;
      if (retry.hasTime(attempts.began(), clock.get().plus(wait))) {
        return Optional.of(Step.to(List.of(again(Ids.next(), run, claimed.agent(), wait))));
      }
    }
    return attempts.left().isEmpty()
        ? Optional.empty()
        : Optional.of(takenOver(claimed, attempts.left(), failure));
  }

  private Step takenOver(Claimed claimed, List<String> left, FailureSignature failure) {
    UUID id = Ids.next();
    String agent = left.size() == 1 ? left.get(0) : fallbacks.choose(claimed, left, failure, id);
    String reason = "%s failed: %s".formatted(claimed.run().name(), failure.kind().id());
    return Step.to(List.of(again(id, claimed.run(), agent, Duration.ZERO)))
        .by(Way.takenOver(agent, List.of(reason, "the fallback '" + agent + "' takes over")));
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

  /** The stage's agent and those of its fallbacks that the task is pinned to, in order. */
  private static List<String> chain(Blueprint blueprint, String agent) {
    List<String> chain = new ArrayList<>();
    String name = agent;
    while (name != null && !chain.contains(name)) {
      chain.add(name);
      AgentDefinition definition = blueprint.agents().get(name);
      name = definition == null ? null : definition.fallback();
      name = name != null && blueprint.agents().containsKey(name) ? name : null;
    }
    return chain;
  }

  private static Step.Next again(UUID id, StageRun run, String agent, Duration delay) {
    return new Step.Next(
        id, run.name(), run.kind(), run.attempt() + 1, run.round(), run.branch(), agent, delay);
  }
}
