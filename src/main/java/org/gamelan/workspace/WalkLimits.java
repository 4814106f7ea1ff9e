package org.gamelan.workspace;

import java.time.Duration;

/**
 * Where a walk through a source stops.
 *
 * @param files how many files are visited at most
 * @param depth how many folders deep it goes
 * @param time how long it takes at most
 */
public record WalkLimits(int files, int depth, Duration time) {
  /** 200,000 files, 64 folders deep, one minute. */
  public static final WalkLimits DEFAULT = new WalkLimits(200_000, 64, Duration.ofMinutes(1));

  /** The same limits with no more than this time. */
  public WalkLimits within(Duration most) {
    return most.compareTo(time) < 0 ? new WalkLimits(files, depth, most) : this;
  }
}
