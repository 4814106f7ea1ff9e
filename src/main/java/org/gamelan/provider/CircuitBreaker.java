package org.gamelan.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Leaves a provider alone that has failed several times in a row. After a pause one call is let
 * through to try it; each failed try doubles the pause, up to two minutes.
 */
final class CircuitBreaker {
  static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

  private final Clock clock;
  private final int most;
  private int failures;
  private Duration pause = FIRST_PAUSE;
  private Instant closedUntil;
  private boolean probing;

  /**
   * @param most after how many failures in a row it opens
   */
  CircuitBreaker(Clock clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  /** When the next call may be made, or null for at once; who gets null has to report back. */
  synchronized Instant admit() {
    if (closedUntil == null) {
      return null;
    }
    Instant now = clock.instant();
    if (now.isBefore(closedUntil)) {
      return closedUntil;
    }
    if (probing) {
      return now.plus(Duration.ofSeconds(1));
    }
    probing = true;
    return null;
  }

  synchronized void succeeded() {
    failures = 0;
    pause = FIRST_PAUSE;
    closedUntil = null;
    probing = false;
  }

  /**
   * @return whether this failure was the one that opened it
   */
  synchronized boolean failed() {
    failures++;
    boolean wasClosed = closedUntil == null;
    if (probing) {
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
    probing = false;
    if (failures < most) {
      return false;
    }
    closedUntil = clock.instant().plus(pause);
    return wasClosed;
  }

  /** A call that says nothing about the provider, such as one that was cancelled. */
  synchronized void undecided() {
    probing = false;
  }

  synchronized boolean isOpen() {
    return closedUntil != null;
  }
}
