package org.gamelan.bench;

import java.time.Instant;

/** The machine's clock, in the unit in which processes compare moments here. */
final class Clock {
  private Clock() {}

  static long epochNanos() {
    return epochNanos(Instant.now());
  }

  static long epochNanos(Instant moment) {
    return moment.getEpochSecond() * 1_000_000_000 + moment.getNano();
  }

  /** Sleeps; an interrupt ends the bench. */
  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw Api.interrupted(e);
    }
  }
}
