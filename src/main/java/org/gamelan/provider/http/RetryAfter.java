package org.gamelan.provider.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a provider asks to be left alone. */
final class RetryAfter {
  private static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /** Reads {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date. */
  static Optional<Duration> of(String header, Clock clock) {
    if (header == null || header.isBlank()) {
      return Optional.empty();
    }
    Duration wait;
    try {
      wait =
          header.strip().matches("[0-9]{1,9}(\\.[0-9]{1,3})?")
              ? Duration.ofMillis(Math.round(Double.parseDouble(header.strip()) * 1000))
              : Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                      .toInstant());
    } catch (DateTimeException e) {
      // A header nobody can read is as good as none.
      return Optional.empty();
    }
    if (wait.isNegative()) {
      return Optional.of(Duration.ZERO);
    }
    return Optional.of(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }
}
