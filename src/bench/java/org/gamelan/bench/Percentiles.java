package org.gamelan.bench;

import java.util.Arrays;

/** Percentiles of a set of samples by the nearest rank; of none, everything is 0. */
final class Percentiles {
  private final double[] sorted;

  Percentiles(double[] samples) {
    sorted = samples.clone();
    Arrays.sort(sorted);
  }

  int count() {
    return sorted.length;
  }

  /**
   * The smallest sample that so many percent are not above.
   *
   * @param percent from 0 to 100
   */
  double at(double percent) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  double median() {
    return at(50);
  }

  /** Pauses between consecutive moments inside groups of so many, in milliseconds. */
  static Percentiles ofSteps(long[] epochNanos, int group) {
    return new Percentiles(
        java.util.stream.IntStream.range(1, epochNanos.length)
            .filter(i -> i % group != 0)
            .mapToDouble(i -> (epochNanos[i] - epochNanos[i - 1]) / 1e6)
            .toArray());
  }
}
