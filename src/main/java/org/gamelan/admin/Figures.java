package org.gamelan.admin;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Lengths, sizes and amounts as people read them. */
final class Figures {
  private static final long KIB = 1024;
  private static final long THOUSAND = 1000;

  private Figures() {}

  /** A duration with two figures that matter: {@code 12 ms}, {@code 3.4 s}, {@code 2 min 5 s}. */
  static String duration(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < THOUSAND) {
      return millis + " ms";
    }
    if (millis < 60 * THOUSAND) {
      return oneDecimal(millis / (double) THOUSAND) + " s";
    }
    long seconds = millis / THOUSAND;
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  /** A size in bytes: {@code 512 B}, {@code 1.4 KiB}, {@code 3 MiB}. */
  static String size(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    return bytes < KIB * KIB
        ? oneDecimal(bytes / (double) KIB) + " KiB"
        : oneDecimal(bytes / (double) (KIB * KIB)) + " MiB";
  }

  /** A count, from ten thousand on in thousands: {@code 950}, {@code 12.3 k}, {@code 4.8 M}. */
  static String count(long count) {
    if (count < 10 * THOUSAND) {
      return Long.toString(count);
    }
    return count < THOUSAND * THOUSAND
        ? oneDecimal(count / (double) THOUSAND) + " k"
        : oneDecimal(count / (double) (THOUSAND * THOUSAND)) + " M";
  }

  /** A count with its noun: {@code 1 task}, {@code 3 tasks}. */
  static String counted(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /** An amount of money, in the unit that models are priced in. */
  static String cost(BigDecimal cost) {
    int digits = cost.compareTo(BigDecimal.ONE) < 0 ? 4 : 2;
    return cost.setScale(digits, RoundingMode.HALF_UP).toPlainString();
  }

  /** The same number without zeros at its end, as people write it; null stays null. */
  static BigDecimal plain(BigDecimal number) {
    if (number == null) {
      return null;
    }
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static String oneDecimal(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
