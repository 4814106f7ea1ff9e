package org.gamelan.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts attempts by name in a sliding window of time. Memory is bounded: the name that was quiet
 * for longest is forgotten first.
 */
final class SlidingWindow {
  private final Clock clock;
  private final int limit;
  private final Duration window;
  private final int capacity;
  private final Map<String, Deque<Instant>> attempts = new LinkedHashMap<>(16, 0.75f, true);

  SlidingWindow(Clock clock, int limit, Duration window, int capacity) {
    this.clock = clock;
    this.limit = limit;
    this.window = window;
    this.capacity = capacity;
  }

  /**
   * Counts one attempt, unless the limit is reached.
   *
   * @return how long to wait when it is; nothing is counted then
   */
  synchronized Optional<Duration> attempt(String name) {
    Instant now = clock.instant();
    Deque<Instant> times = attempts.computeIfAbsent(name, key -> new ArrayDeque<>());
    while (!times.isEmpty() && !times.peekFirst().plus(window).isAfter(now)) {
      times.removeFirst();
    }
    if (times.size() >= limit) {
      return Optional.of(Duration.between(now, times.peekFirst().plus(window)));
    }
    times.addLast(now);
    if (attempts.size() > capacity) {
      attempts.remove(attempts.keySet().iterator().next());
    }
    return Optional.empty();
  }

  /** Takes back the latest attempt: it turned out to be in order. */
  synchronized void takeBack(String name) {
    Deque<Instant> times = attempts.get(name);
    if (times != null) {
      times.pollLast();
    }
  }

  /** Forgets all attempts of a name. */
  synchronized void forget(String name) {
    attempts.remove(name);
  }

  synchronized int size() {
    return attempts.size();
  }
}
