package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.gamelan.testing.TestClock;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final int FAILURES = 5;

  private final TestClock clock = new TestClock();
  private final CircuitBreaker breaker = new CircuitBreaker(clock, FAILURES);

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
    assertThat(breaker.admit()).isEqualTo(clock.instant().plus(CircuitBreaker.FIRST_PAUSE));
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
    clock.advance(CircuitBreaker.FIRST_PAUSE);
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
      clock.advance(pause);
      assertThat(breaker.admit()).isNull();
      breaker.failed();
      Duration doubled = pause.multipliedBy(2);
      pause =
          doubled.compareTo(CircuitBreaker.LONGEST_PAUSE) > 0
              ? CircuitBreaker.LONGEST_PAUSE
              : doubled;
      assertThat(breaker.admit()).isEqualTo(clock.instant().plus(pause));
    }
  }

  @Test
  void aTryThatSaysNothingIsFollowedByAnother() {
    open();
    clock.advance(CircuitBreaker.FIRST_PAUSE);
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
}
