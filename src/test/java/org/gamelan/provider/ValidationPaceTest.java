package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ValidationPaceTest {
  private static final Duration QUARTER = Duration.ofMinutes(15);

  private final ValidationPace early = new ValidationPace(QUARTER, () -> 0);
  private final ValidationPace late = new ValidationPace(QUARTER, () -> 1);
  private final ValidationPace mean = new ValidationPace(QUARTER, () -> 0.5);

  @Test
  void whatIsWellIsLeftAloneForAboutTheInterval() {
    assertThat(early.afterSuccess()).isEqualTo(Duration.ofMinutes(12));
    assertThat(late.afterSuccess()).isEqualTo(Duration.ofMinutes(18));
  }

  @Test
  void whatFailsIsLookedAtLessAndLessOften() {
    Duration first = mean.afterFailure(null);
    assertThat(first).isEqualTo(Duration.ofMinutes(1));
    assertThat(mean.afterFailure(first)).isEqualTo(Duration.ofMinutes(2));
    assertThat(late.afterFailure(Duration.ofMinutes(4))).isEqualTo(Duration.ofMinutes(5));
    assertThat(early.afterFailure(Duration.ofSeconds(10))).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aShortIntervalHoldsForFailuresAndLooksToo() {
    ValidationPace often = new ValidationPace(Duration.ofSeconds(10), () -> 0.5);
    assertThat(often.afterFailure(null)).isEqualTo(Duration.ofSeconds(10));
    assertThat(often.betweenLooks()).isEqualTo(Duration.ofSeconds(10));
    assertThat(mean.betweenLooks()).isEqualTo(Duration.ofSeconds(30));
  }
}
