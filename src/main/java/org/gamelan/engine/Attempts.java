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
 * @param left the fallbacks that have not had their turn, in the order of their definitions
 */
record Attempts(int number, Instant began, List<String> left) {
  /** The least part of a wait that is left when the largest random part is taken off. */
  private static final double MOST_JITTER = 1;

  /**
   * @param claimed the latest run of the stage
   * @param chain the stage's agent and its fallbacks, in order
   * @param agent who was at work in it, or null
   */
  static Attempts of(Claimed claimed, RetryPolicy retry, List<String> chain, String agent) {
    StageRun run = claimed.run();
    Attempts none = new Attempts(0, null, chain.isEmpty() ? chain : chain.subList(1, chain.size()));
    Attempts attempts = none;
    String before = null;
    for (Finished earlier : claimed.state().history()) {
      boolean own = earlier.name().equals(run.name()) && earlier.branch().equals(Branch.of(run));
      if (!own || earlier.round() != run.round() || earlier.status() != StageStatus.FAILED) {
        continue;
      }
      String by = text(earlier.failure(), "agent");
      attempts = attempts.next(by, before, earlier.startedAt());
      before = by;
      if (attempts.endWith(earlier, retry)) {
        attempts = none;
      } else if (earlier.way() != null && earlier.way().agent() != null) {
        attempts = attempts.takenOverBy(earlier.way().agent());
      }
    }
    Attempts now = attempts.next(agent, before, run.startedAt());
    return new Attempts(now.number(), now.began(), without(claimed.agent(), now.left()));
  }

  private Attempts next(String agent, String before, Instant start) {
    boolean sameAgent = Objects.equals(agent, before);
    return new Attempts(sameAgent ? number + 1 : 1, began == null ? start : began, left);
  }

  /** Whoever takes over has all its attempts before it, whatever name it works under. */
  private Attempts takenOverBy(String agent) {
    return new Attempts(0, began, without(agent, left));
  }

  private static List<String> without(String agent, List<String> agents) {
    return agents.stream().filter(each -> !each.equals(agent)).toList();
  }

  /** Whether nothing was to follow the attempt by itself. */
  private boolean endWith(Finished attempt, RetryPolicy retry) {
    boolean takenOver = attempt.way() != null && attempt.way().agent() != null;
    if (takenOver || !left.isEmpty()) {
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
