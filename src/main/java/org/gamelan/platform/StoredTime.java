package org.gamelan.platform;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The time in the microseconds the database stores: an answer must not tell more of a time than the
 * next one will. {@link Clock#tick} has no milliseconds where its ticks are shorter.
 */
final class StoredTime extends Clock {
  private final Clock exact;

  StoredTime(Clock exact) {
    this.exact = exact;
  }

  @Override
  public ZoneId getZone() {
    return exact.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new StoredTime(exact.withZone(zone));
  }

  @Override
  public Instant instant() {
    return exact.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public long millis() {
    return exact.millis();
  }
}
