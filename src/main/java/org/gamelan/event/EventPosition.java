package org.gamelan.event;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gamelan.failure.InvalidInputException;

/**
 * A place in the log. Ordered by transaction, then sequence, because sequence numbers are given out
 * before transactions commit. Readers treat its text as opaque.
 *
 * @param era raised when a backup is restored, as old positions then mean nothing
 * @param tx the storing transaction
 * @param seq the number of the row
 * @param part its place in a row that holds several, from 1; 0 in a row of its own
 */
public record EventPosition(int era, long tx, long seq, int part)
    implements Comparable<EventPosition> {
  private static final Pattern TEXT =
      Pattern.compile("([0-9]{1,9})-([0-9]{1,18})-([0-9]{1,18})(?:-([0-9]{1,9}))?");

  private static final Comparator<EventPosition> ORDER =
      Comparator.comparingInt(EventPosition::era)
          .thenComparingLong(EventPosition::tx)
          .thenComparingLong(EventPosition::seq)
          .thenComparingInt(EventPosition::part);

  /** The place of a row. */
  public EventPosition(int era, long tx, long seq) {
    this(era, tx, seq, 0);
  }

  /**
   * Reads an id that was given out before.
   *
   * @throws InvalidInputException when it is none
   */
  public static EventPosition parse(String field, String id) {
    Matcher matcher = TEXT.matcher(id.trim());
    if (!matcher.matches()) {
      throw new InvalidInputException(field, "is not an event id; use one from an earlier event");
    }
    return new EventPosition(
        Integer.parseInt(matcher.group(1)),
        Long.parseLong(matcher.group(2)),
        Long.parseLong(matcher.group(3)),
        matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4)));
  }

  /** The place of an event within this row. */
  EventPosition part(int number) {
    return new EventPosition(era, tx, seq, number);
  }

  @Override
  public int compareTo(EventPosition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    String row = era + "-" + tx + "-" + seq;
    return part == 0 ? row : row + "-" + part;
  }
}
