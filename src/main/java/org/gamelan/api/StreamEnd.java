package org.gamelan.api;

import org.gamelan.event.Event;

/** Knows when a stream of events has told everything there will ever be. */
@FunctionalInterface
public interface StreamEnd {
  /** For streams that only their clients end. */
  StreamEnd NEVER = last -> false;

  /**
   * Asked when there is nothing more to read.
   *
   * @param last the last event that was sent on this stream, or null
   */
  boolean isReached(Event last);
}
