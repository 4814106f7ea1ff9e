package org.gamelan.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.gamelan.testing.TestClock;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
  private final TestClock clock = new TestClock();
  private final SlidingWindow window = new SlidingWindow(clock, 2, Duration.ofMinutes(5), 3);

  @Test
  void attemptsBeyondTheLimitHaveToWaitUntilTheOldestLeavesTheWindow() {
    assertThat(window.attempt("a")).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(window.attempt("a")).isEmpty();
    assertThat(window.attempt("a")).contains(Duration.ofMinutes(4));
    clock.advance(Duration.ofMinutes(4));
    assertThat(window.attempt("a")).isEmpty();
    assertThat(window.attempt("a")).contains(Duration.ofMinutes(1));
  }

  @Test
  void namesDoNotAffectEachOther() {
    window.attempt("a");
    window.attempt("a");
    assertThat(window.attempt("b")).isEmpty();
  }

  @Test
  void anAttemptThatWasInOrderIsTakenBack() {
    window.attempt("a");
    window.attempt("a");
    window.takeBack("a");
    assertThat(window.attempt("a")).isEmpty();
  }

  @Test
  void aForgottenNameBeginsAnew() {
    window.attempt("a");
    window.attempt("a");
    window.forget("a");
    assertThat(window.attempt("a")).isEmpty();
  }

  @Test
  void theQuietestNameIsForgottenWhenMemoryIsFull() {
    window.attempt("a");
    window.attempt("b");
    window.attempt("a");
    window.attempt("c");
    window.attempt("d");
    assertThat(window.size()).isEqualTo(3);
    assertThat(window.attempt("a")).isPresent();
  }
}
