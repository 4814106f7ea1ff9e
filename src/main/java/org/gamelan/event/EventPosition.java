package org.gamelan.event;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gamelan.failure.InvalidInputException;

/**
 * A place in the log. Ordered by transaction, then sequence, because sequence numbers are given out
 * before transactions commit. Readers treat its text as opaque.
 *
 * @param era raised when a backup is restored, as old positions then mean nothing
 * @param tx the storing transaction
 * @param seq the event's number
 */
public record EventPosition(int era, long tx, long seq) implements Comparable<EventPosition> {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})-([0-9]{1,18})-([0-9]{1,18})");

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
        Long.parseLong(matcher.group(3)));
  }

  @Override
  public int compareTo(EventPosition other) {
    int byEra = Integer.compare(era, other.era);
    int byTransaction = Long.compare(tx, other.tx);
    return byEra != 0 ? byEra : byTransaction != 0 ? byTransaction : Long.compare(seq, other.seq);
  }

  @Override
  public String toString() {
    return era + "-" + tx + "-" + seq;
  }
}
