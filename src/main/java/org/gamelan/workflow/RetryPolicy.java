package org.gamelan.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
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
 * @param within no attempt begins later than this after the first one did; null for no such limit
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetryPolicy(
    int attempts,
    Duration backoff,
    double factor,
    Duration max,
    Set<FailureKind> on,
    Duration within) {

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

  /** Without a limit to the time it all may take. */
  public RetryPolicy(
      int attempts, Duration backoff, double factor, Duration max, Set<FailureKind> on) {
    this(attempts, backoff, factor, max, on, null);
  }

  /**
   * Whether attempt number {@code attempt}, which failed with this kind, is followed by another.
   */
  public boolean retries(FailureKind kind, int attempt) {
    return attempt < attempts && on.contains(kind);
  }

  /**
   * Whether there is time left for another attempt.
   *
   * @param began when the first attempt began
   * @param next when the next one would begin
   */
  public boolean hasTime(Instant began, Instant next) {
    return within == null || !next.isAfter(began.plus(within));
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
