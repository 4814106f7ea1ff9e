package org.gamelan.provider;

/**
 * What was asked of a provider in the last minute, second by second: so no span of a minute ever
 * holds more than its limit, while a burst need not wait. Times are the database's, in seconds
 * since 1970.
 */
final class LimitWindow {
  /** A minute and the second that is not over yet. */
  static final int SECONDS = 61;

  private final int[] requests;
  private final int[] tokens;
  private long second;

  /**
   * @param requests calls begun in each second, by the second modulo their number
   * @param tokens the same for tokens
   * @param second the latest second in them
   */
  LimitWindow(int[] requests, int[] tokens, long second) {
    this.requests = requests.clone();
    this.tokens = tokens.clone();
    this.second = second;
  }

  static LimitWindow empty() {
    return new LimitWindow(new int[SECONDS], new int[SECONDS], 0);
  }

  int[] requests() {
    return requests.clone();
  }

  int[] tokens() {
    return tokens.clone();
  }

  long second() {
    return second;
  }

  /** Goes on to a later second and forgets what is more than a minute ago. */
  void advance(long now) {
    long steps = Math.min(SECONDS, now - second);
    for (long step = 1; step <= steps; step++) {
      int slot = slot(now - steps + step);
      requests[slot] = 0;
      tokens[slot] = 0;
    }
    second = Math.max(second, now);
  }

  /**
   * How many seconds a call has to wait; 0 when it may begin now.
   *
   * @param cost the tokens it is expected to take
   */
  int secondsUntil(ProviderLimits limits, int cost) {
    return Math.max(
        wait(requests, 1, limits.requestsPerMinute()),
        wait(tokens, cost, limits.tokensPerMinute()));
  }

  /** What is larger than the whole limit may go when nothing else did for a minute. */
  private int wait(int[] taken, int wanted, Integer limit) {
    if (limit == null) {
      return 0;
    }
    long free = (long) limit - Math.min(wanted, limit);
    long sum = 0;
    for (int count : taken) {
      sum += count;
    }
    // The oldest second is the one after the latest.
    for (int age = 1; age <= SECONDS; age++) {
      if (sum <= free) {
        return age - 1;
      }
      sum -= taken[slot(second + age)];
    }
    return SECONDS;
  }

  void take(int cost) {
    requests[slot(second)]++;
    tokens[slot(second)] += cost;
  }

  /** Puts right how many tokens a call took; what it took too much counts from now. */
  void correct(int difference) {
    int slot = slot(second);
    tokens[slot] = Math.max(0, tokens[slot] + difference);
  }

  private static int slot(long second) {
    return (int) Math.floorMod(second, (long) SECONDS);
  }
}
