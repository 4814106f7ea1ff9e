package org.gamelan.scenario;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits by looking again and again; the limits are for broken servers, not for slow machines. */
final class Await {
  private static final long PAUSE_MILLIS = 200;

  private Await() {}

  static void that(String what, Duration limit, BooleanSupplier condition) {
    value(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /** Waits for a value; the last thing that went wrong on the way is told when none comes. */
  static <T> T value(String what, Duration limit, Supplier<Optional<T>> source) {
    long end = System.nanoTime() + limit.toNanos();
    RuntimeException last = null;
    do {
      try {
        Optional<T> value = source.get();
        if (value.isPresent()) {
          return value.get();
        }
        last = null;
      } catch (RuntimeException e) {
        last = e;
      }
      pause(PAUSE_MILLIS);
    } while (System.nanoTime() < end);
    throw new AssertionError("Waited " + limit.toSeconds() + " s in vain until " + what, last);
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
