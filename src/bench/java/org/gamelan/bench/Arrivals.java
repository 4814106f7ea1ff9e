package org.gamelan.bench;

import java.util.function.LongConsumer;

/**
 * When model calls arrived, in nanoseconds since 1970. Keeps the latest; older ones are forgotten.
 * Not safe for several threads: it belongs to the fake server's one thread.
 */
final class Arrivals {
  private final long[] ring;
  private int count;

  Arrivals(int capacity) {
    ring = new long[capacity];
  }

  void add(long epochNanos) {
    ring[count % ring.length] = epochNanos;
    count++;
  }

  int count() {
    return count;
  }

  /** Gives the arrivals from an index on that are still known, at most so many. */
  void forEach(int from, int most, LongConsumer action) {
    int first = Math.max(from, count - ring.length);
    for (int i = first; i < count && i - first < most; i++) {
      action.accept(ring[i % ring.length]);
    }
  }
}
