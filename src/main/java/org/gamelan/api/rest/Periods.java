package org.gamelan.api.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;

/** Reads the days and times between which somebody wants to see something. */
final class Periods {
  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  private Periods() {}

  /**
   * A day.
   *
   * @throws RestException with 400 when it is none of the years 1 to 9999
   */
  static LocalDate day(String field, String text) {
    try {
      return within(LocalDate.parse(text));
    } catch (DateTimeException e) {
      throw RestException.malformed(field, "must be a day such as 2026-01-31");
    }
  }

  /**
   * A time.
   *
   * @throws RestException with 400 when it is none of the years 1 to 9999
   */
  static Instant time(String field, String text) {
    try {
      Instant time = Instant.parse(text);
      within(LocalDate.ofInstant(time, ZoneOffset.UTC));
      return time;
    } catch (DateTimeException e) {
      throw RestException.malformed(field, "must be a time such as 2026-01-31T00:00:00Z");
    }
  }

  /** So many days before a day, or the first there is. */
  static LocalDate before(LocalDate day, int days) {
    LocalDate earlier = day.minusDays(days);
    return earlier.isBefore(FIRST) ? FIRST : earlier;
  }

  /** What the database can hold, and what days can still be counted on from. */
  private static LocalDate within(LocalDate day) {
    if (day.isBefore(FIRST) || day.isAfter(LAST)) {
      throw new DateTimeException("It is none of the years 1 to 9999.");
    }
    return day;
  }

  /**
   * Refuses a beginning that is after its end.
   *
   * @param from the parameter {@code from}, or null
   * @param to the parameter {@code to}, or null
   * @throws InvalidInputException naming both
   */
  static <T extends Comparable<? super T>> void check(T from, T to) {
    if (from != null && to != null && from.compareTo(to) > 0) {
      throw new InvalidInputException(
          List.of(
              new FieldError("from", "is " + from + ", after to; give an earlier one"),
              new FieldError("to", "is " + to + ", before from; give a later one")));
    }
  }
}
