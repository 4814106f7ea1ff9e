package org.gamelan.manifest;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations such as {@code 2m} or {@code 500ms} and sizes such as {@code 1MB}. */
public final class Units {
  private static final Pattern QUANTITY =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,3})?) ?([A-Za-z]{1,3})");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
  private static final Map<String, Long> BYTES =
      Map.of(
          "b", 1L,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30);
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private Units() {}

  /** A number with {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}. */
  public static Optional<Duration> duration(String text) {
    return quantity(text, MILLIS).map(Duration::ofMillis).filter(it -> it.compareTo(LONGEST) <= 0);
  }

  /**
   * A number with {@code B}, {@code KB}, {@code MB}, {@code GB} (thousands) or {@code KiB} …, in
   * bytes.
   */
  public static Optional<Long> bytes(String text) {
    return quantity(text.toLowerCase(Locale.ROOT), BYTES);
  }

  private static Optional<Long> quantity(String text, Map<String, Long> units) {
    Matcher matcher = QUANTITY.matcher(text);
    if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
      return Optional.empty();
    }
    BigDecimal amount =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(units.get(matcher.group(2))));
    return amount.compareTo(MAX) > 0 ? Optional.empty() : Optional.of(amount.longValue());
  }
}
