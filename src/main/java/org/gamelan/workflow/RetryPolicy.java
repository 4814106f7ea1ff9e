package org.gamelan.workflow;

import java.time.Duration;
import java.util.Set;
import org.gamelan.failure.FailureKind;

/**
 * When and how often a failed stage is tried again.
 *
 * @param attempts attempts in all, the first included; at least 1
 * @param backoff wait before the second attempt
 * @param factor by which each further wait grows; at least 1
 * @param max the longest wait
 * @param on the kinds of failure that are tried again
 */
public record RetryPolicy(
    int attempts, Duration backoff, double factor, Duration max, Set<FailureKind> on) {

  /** Three attempts for what usually passes: time-outs, limits, server and network errors. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          3,
          Duration.ofSeconds(1),
          2,
          Duration.ofSeconds(30),
          Set.of(
              FailureKind.TIMEOUT,
              FailureKind.RATE_LIMIT,
              FailureKind.SERVER_ERROR,
              FailureKind.NETWORK));

  /** One attempt and no other. */
  public static final RetryPolicy NONE =
      new RetryPolicy(1, DEFAULT.backoff(), DEFAULT.factor(), DEFAULT.max(), DEFAULT.on());

  public RetryPolicy {
    on = Set.copyOf(on);
  }

  /**
   * Whether attempt number {@code attempt}, which failed with this kind, is followed by another.
   */
  public boolean retries(FailureKind kind, int attempt) {
    return attempt < attempts && on.contains(kind);
  }

  /**
   * How long to wait after a failed attempt.
   *
   * @param attempt the attempt that failed, from 1
   * @param jitter a random number in [0, 1): up to half of the wait is taken off, so that many
   *     stages that failed together do not come back together
   */
  public Duration delayAfter(int attempt, double jitter) {
    double millis = backoff.toMillis() * Math.pow(factor, attempt - 1.0);
    double capped = Math.min(millis, (double) max.toMillis());
    return Duration.ofMillis(Math.round(capped * (1 - jitter / 2)));
  }
}
