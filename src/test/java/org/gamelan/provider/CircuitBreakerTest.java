package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final int FAILURES = 5;

  private final Hands hands = new Hands();
  private final CircuitBreaker breaker = new CircuitBreaker(hands, FAILURES);

  @Test
  void staysClosedBelowTheNumberOfFailures() {
    for (int i = 1; i < FAILURES; i++) {
      assertThat(breaker.failed()).isFalse();
    }
    assertThat(breaker.admit()).isNull();
  }

  @Test
  void opensOnceAndTellsUntilWhen() {
    open();
    assertThat(breaker.admit()).isEqualTo(hands.now.plus(CircuitBreaker.FIRST_PAUSE));
    assertThat(breaker.failed()).isFalse();
  }

  @Test
  void aSuccessInBetweenBeginsTheCountAnew() {
    breaker.failed();
    breaker.succeeded();
    for (int i = 1; i < FAILURES; i++) {
      breaker.failed();
    }
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void letsOneTryAfterThePause() {
    open();
    hands.pass(CircuitBreaker.FIRST_PAUSE);
    assertThat(breaker.admit()).isNull();
    assertThat(breaker.admit()).isNotNull();
    breaker.succeeded();
    assertThat(breaker.admit()).isNull();
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void aFailedTryDoublesThePauseUpToTheLongest() {
    open();
    Duration pause = CircuitBreaker.FIRST_PAUSE;
    for (int i = 0; i < 8; i++) {
      hands.pass(pause);
      assertThat(breaker.admit()).isNull();
      breaker.failed();
      Duration doubled = pause.multipliedBy(2);
      pause =
          doubled.compareTo(CircuitBreaker.LONGEST_PAUSE) > 0
              ? CircuitBreaker.LONGEST_PAUSE
              : doubled;
      assertThat(breaker.admit()).isEqualTo(hands.now.plus(pause));
    }
  }

  @Test
  void aTryThatSaysNothingIsFollowedByAnother() {
    open();
    hands.pass(CircuitBreaker.FIRST_PAUSE);
    assertThat(breaker.admit()).isNull();
    breaker.undecided();
    assertThat(breaker.admit()).isNull();
  }

  private void open() {
    for (int i = 1; i < FAILURES; i++) {
      breaker.failed();
    }
    assertThat(breaker.failed()).isTrue();
  }

  /** A clock that is set by hand. */
  private static final class Hands extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
