package org.gamelan.api.rest;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a client wants to wait: {@code 30s}, {@code 500ms}, {@code 1m} or plain seconds. */
final class Wait {
  static final Duration DEFAULT = Duration.ofSeconds(30);
  static final Duration MOST = Duration.ofMinutes(2);
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})(ms|s|m)?");

  private Wait() {}

  /** At most {@link #MOST}. */
  static Duration parse(String text) {
    if (text == null || text.isBlank()) {
      return DEFAULT;
    }
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw RestException.malformed("wait", "must be a time such as 30s, 500ms or 1m");
    }
    long number = Long.parseLong(form.group(1));
    String unit = form.group(2) == null ? "s" : form.group(2);
    Duration wanted =
        switch (unit) {
          case "ms" -> Duration.ofMillis(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofSeconds(number);
        };
    return wanted.compareTo(MOST) > 0 ? MOST : wanted;
  }
}
