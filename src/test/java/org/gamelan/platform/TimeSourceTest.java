package org.gamelan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class TimeSourceTest {
  @Test
  void timesAreAsFineAsTheyAreStored() {
    Clock clock = new TimeSource().clock();
    Instant now = clock.instant();
    assertThat(now).isEqualTo(now.truncatedTo(ChronoUnit.MICROS));
    assertThat(now).isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(Instant.ofEpochMilli(clock.millis()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
  }

  @Test
  void zonesChangeNothingElse() {
    Instant moment = Instant.parse("2026-01-02T03:04:05.123456789Z");
    Clock clock = new StoredTime(Clock.fixed(moment, ZoneOffset.UTC));
    Clock elsewhere = clock.withZone(ZoneId.of("Asia/Jakarta"));
    assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
    assertThat(elsewhere.getZone()).isEqualTo(ZoneId.of("Asia/Jakarta"));
    assertThat(elsewhere.instant()).isEqualTo(Instant.parse("2026-01-02T03:04:05.123456Z"));
    assertThat(elsewhere.millis()).isEqualTo(moment.toEpochMilli());
  }
}
