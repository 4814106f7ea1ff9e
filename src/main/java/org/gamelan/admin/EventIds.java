package org.gamelan.admin;

import org.gamelan.event.EventPosition;
import org.gamelan.failure.InvalidInputException;

/** Reads places in the log of events from addresses, where anything may stand. */
final class EventIds {
  private EventIds() {}

  /** The id if it is one, else nothing, which means the newest. */
  static String orEmpty(String text) {
    if (text == null || text.isBlank()) {
      return "";
    }
    try {
      return EventPosition.parse("before", text).toString();
    } catch (InvalidInputException notAnId) {
      return "";
    }
  }
}
