package org.gamelan.provider;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Where the nodes count together. */
interface LimitStore {
  /** How often to look again when a call of any node has to end first. */
  Duration UNTIL_ONE_ENDS = Duration.ofMillis(250);

  /**
   * What a node asks for.
   *
   * @param costs the expected tokens of the calls that wait, the longest waiting first
   * @param inFlight its calls under way
   * @param correction tokens that earlier calls took beyond what was expected, or less
   */
  record Asked(List<Integer> costs, int inFlight, int correction) {
    public Asked {
      costs = List.copyOf(costs);
    }
  }

  /**
   * What it got.
   *
   * @param calls how many may begin
   * @param pause how long to wait before asking again for the rest
   */
  record Granted(int calls, Duration pause) {}

  Granted grant(UUID subject, ProviderLimits limits, Asked asked);

  /** Lets nobody begin a call for some time. */
  void block(UUID subject, Duration time);
}
