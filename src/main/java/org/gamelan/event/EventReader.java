package org.gamelan.event;

import java.util.List;

/** Reads events in order from one place on, without gaps or doubles. Not thread safe. */
public final class EventReader {
  private final EventFeed feed;
  private final EventFilter filter;
  private EventPosition position;
  private boolean resync;

  EventReader(EventFeed feed, EventFilter filter, EventPosition position, boolean resync) {
    this.feed = feed;
    this.filter = filter;
    this.position = position;
    this.resync = resync;
  }

  /**
   * Whether the place this reader was opened at belongs to a time before a restore: what was seen
   * then may no longer be true, and the client has to load everything anew. Told once.
   */
  public boolean takeResync() {
    boolean told = resync;
    resync = false;
    return told;
  }

  /** Behind which event this reader is. */
  public EventPosition position() {
    return position;
  }

  /** The next events, or an empty list when there are none now. */
  public List<Event> read(int max) {
    EventFeed.Batch batch = feed.after(position, filter, max);
    position = batch.end();
    return batch.events();
  }
}
