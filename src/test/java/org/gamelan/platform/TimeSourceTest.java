package org.gamelan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class TimeSourceTest {
  @Test
  void timesAreAsFineAsTheyAreStored() {
    Instant now = new TimeSource().clock().instant();
    assertThat(now).isEqualTo(now.truncatedTo(ChronoUnit.MICROS));
    assertThat(now).isBetween(Instant.now().minusSeconds(60), Instant.now());
  }
}
