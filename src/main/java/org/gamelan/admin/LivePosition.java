package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.gamelan.event.EventFeed;

/** Where in the log of events a page begins to listen: nothing gets lost before it does. */
@Named
@RequestScoped
public class LivePosition {
  private final EventFeed feed;

  protected LivePosition() {
    this(null);
  }

  @Inject
  public LivePosition(EventFeed feed) {
    this.feed = feed;
  }

  /** The id of the last event there is while the page is made. */
  public String getSince() {
    return feed.end().toString();
  }
}
