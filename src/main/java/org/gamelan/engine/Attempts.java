package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.FailureKind;
import org.gamelan.workflow.RetryPolicy;

/**
 * The attempts of a stage that count when it is to be tried again, told by the runs there were.
 * After an attempt that nothing was to follow by itself, a person had the stage done again; with
 * that all begins anew.
 *
 * @param number the attempt of the agent at work, from 1
 * @param began when the first of these attempts began, those of other agents included
 */
record Attempts(int number, Instant began) {
  private static final Attempts NONE = new Attempts(0, null);

  /** The least part of a wait that is left when the largest random part is taken off. */
  private static final double MOST_JITTER = 1;

  /**
   * @param claimed the latest run of the stage
   * @param chain the stage's agent and its fallbacks, in order
   * @param agent who was at work in it, or null
   */
  static Attempts of(Claimed claimed, RetryPolicy retry, List<String> chain, String agent) {
    StageRun run = claimed.run();
    Attempts attempts = NONE;
    String before = null;
    for (Finished earlier : claimed.state().history()) {
      boolean own = earlier.name().equals(run.name()) && earlier.branch().equals(Branch.of(run));
      if (!own || earlier.round() != run.round() || earlier.status() != StageStatus.FAILED) {
        continue;
      }
      String by = text(earlier.failure(), "agent");
      attempts = attempts.next(Objects.equals(by, before), earlier.startedAt());
      before = by;
      if (attempts.endWith(earlier, retry, chain)) {
        attempts = NONE;
      }
    }
    return attempts.next(Objects.equals(agent, before), run.startedAt());
  }

  private Attempts next(boolean sameAgent, Instant start) {
    return new Attempts(sameAgent ? number + 1 : 1, began == null ? start : began);
  }

  /** Whether nothing was to follow the attempt by itself. */
  private boolean endWith(Finished attempt, RetryPolicy retry, List<String> chain) {
    int place = Math.max(0, chain.indexOf(text(attempt.failure(), "agent")));
    if (place + 1 < chain.size()) {
      return false;
    }
    boolean retried =
        FailureKind.find(text(attempt.failure(), "kind"))
            .filter(kind -> retry.retries(kind, number))
            .isPresent();
    boolean inTime =
        attempt.finishedAt() == null
            || began == null
            || retry.hasTime(
                began, attempt.finishedAt().plus(retry.delayAfter(number, MOST_JITTER)));
    return !(retried && inTime);
  }

  private static String text(JsonNode failure, String field) {
    return failure == null ? null : failure.path(field).textValue();
  }
}
