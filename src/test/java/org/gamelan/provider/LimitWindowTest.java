package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LimitWindowTest {
  private static final long NOW = 1_800_000_000L;

  private final LimitWindow window = LimitWindow.empty();

  @Test
  void aBurstUpToTheLimitNeedNotWait() {
    window.advance(NOW);
    for (int i = 0; i < 5; i++) {
      assertThat(window.secondsUntil(requests(5), 1)).isZero();
      window.take(1);
    }
    assertThat(window.secondsUntil(requests(5), 1)).isEqualTo(61);
  }

  @Test
  void waitsUntilTheOldestIsAMinuteAgo() {
    window.advance(NOW);
    window.take(1);
    window.advance(NOW + 40);
    window.take(1);
    assertThat(window.secondsUntil(requests(2), 1)).isEqualTo(21);
    window.advance(NOW + 61);
    assertThat(window.secondsUntil(requests(2), 1)).isZero();
  }

  @Test
  void tokensCountAsTheyAre() {
    window.advance(NOW);
    window.take(900);
    assertThat(window.secondsUntil(tokens(1_000), 200)).isPositive();
    assertThat(window.secondsUntil(tokens(1_000), 100)).isZero();
    window.correct(-500);
    assertThat(window.secondsUntil(tokens(1_000), 200)).isZero();
  }

  @Test
  void whatIsLargerThanTheLimitGoesAlone() {
    window.advance(NOW);
    assertThat(window.secondsUntil(tokens(1_000), 5_000)).isZero();
    window.take(5_000);
    assertThat(window.secondsUntil(tokens(1_000), 1)).isEqualTo(61);
  }

  @Test
  void aLongPauseForgetsEverything() {
    window.advance(NOW);
    window.take(1);
    window.advance(NOW + 10_000);
    assertThat(window.secondsUntil(requests(1), 1)).isZero();
  }

  @Test
  void aClockThatGoesBackChangesNothing() {
    window.advance(NOW);
    window.take(1);
    window.advance(NOW - 30);
    assertThat(window.second()).isEqualTo(NOW);
    assertThat(window.secondsUntil(requests(1), 1)).isPositive();
  }

  @Test
  void noMinuteEverHoldsMoreThanTheLimit() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      LimitWindow any = LimitWindow.empty();
      int limit = 1 + random.nextInt(20);
      int[] begun = new int[400];
      for (int second = 0; second < begun.length; second++) {
        any.advance(NOW + second);
        for (int tries = random.nextInt(6); tries > 0; tries--) {
          if (any.secondsUntil(requests(limit), 1) == 0) {
            any.take(1);
            begun[second]++;
          }
        }
        int sum = 0;
        for (int back = Math.max(0, second - 60); back <= second; back++) {
          sum += begun[back];
        }
        assertThat(sum).isLessThanOrEqualTo(limit);
      }
    }
  }

  private static ProviderLimits requests(int limit) {
    return new ProviderLimits(limit, null, null);
  }

  private static ProviderLimits tokens(int limit) {
    return new ProviderLimits(null, limit, null);
  }
}
