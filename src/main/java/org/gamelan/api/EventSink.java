package org.gamelan.api;

import java.util.List;
import org.gamelan.event.Event;

/** Where a stream of events goes to: one client's connection. Called by one thread at a time. */
public interface EventSink {
  /**
   * Whether the client has taken what was sent before. When it has not, the sink calls {@link
   * EventStream#wake} as soon as it has.
   */
  boolean isReady();

  /** Sends events, at least one, without waiting for the client. */
  void send(List<Event> events);

  /** Tells the client that what it knows may no longer be true and is to be loaded anew. */
  void resync();

  /** Shows that the connection lives while there is nothing to tell. */
  void heartbeat();

  /**
   * Ends the connection.
   *
   * @param reason why, for a client that asks; null when everything was told
   */
  void close(String reason);
}
