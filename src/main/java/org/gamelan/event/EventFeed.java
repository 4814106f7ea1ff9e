package org.gamelan.event;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.platform.LightThreads;

/**
 * Live reading of the event log. One thread looks for news when a commit on this node or a word
 * from another says so, and once a second anyway; it keeps the latest events in memory and tells
 * the listeners. Readers take events at their own pace, so a slow one costs nobody anything.
 */
@ApplicationScoped
public class EventFeed {
  private static final Logger LOG = Logger.getLogger(EventFeed.class.getName());
  private static final int BATCH = 1_000;

  private final Semaphore news = new Semaphore(0);
  private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
  private final EventLog log;
  private volatile RecentEvents recent;
  private volatile int era;
  private volatile boolean closed;
  private Thread pump;

  protected EventFeed() {
    this(null);
  }

  @Inject
  public EventFeed(EventLog log) {
    this.log = log;
  }

  /**
   * Opens a reader. One that comes from a place which is not in this log begins with what comes
   * now, and is told so.
   *
   * @param since id of the last event already seen, or null to begin with what comes now
   * @throws org.gamelan.failure.InvalidInputException when {@code since} is no event id
   */
  public EventReader open(EventFilter filter, String since) {
    return open(filter, "since", since);
  }

  /**
   * The same, where the id came under another name than {@code since}.
   *
   * @param field what to call it to whoever gave one that cannot be read
   */
  public EventReader open(EventFilter filter, String field, String since) {
    return reader(filter, since == null ? null : EventPosition.parse(field, since));
  }

  /** Opens a reader that begins with the first event there is. */
  public EventReader openFromStart(EventFilter filter) {
    return reader(filter, new EventPosition(currentEra(), 0, 0));
  }

  /** The place behind everything that is visible now. */
  public EventPosition end() {
    return log.end(currentEra());
  }

  /** An id of a time before a restore, or of a log that is not this one, means nothing here. */
  private EventReader reader(EventFilter filter, EventPosition position) {
    EventPosition end = log.end(currentEra());
    boolean unknown = position != null && (position.era() != end.era() || position.tx() > end.tx());
    return new EventReader(this, filter, position == null || unknown ? end : position, unknown);
  }

  /**
   * Has something called whenever there may be news. It is called on the feed's own thread and has
   * to be quick.
   */
  public void listen(Runnable listener) {
    listeners.add(listener);
    startPump();
    news.release();
  }

  public void ignore(Runnable listener) {
    listeners.remove(listener);
  }

  void appended(@Observes EventsAppended told) {
    look();
  }

  /** Looks for news soon, if anybody listens. Cheap, from any thread. */
  public void look() {
    if (!listeners.isEmpty()) {
      news.release();
    }
  }

  /**
   * Events and the place up to which they were looked for.
   *
   * @param events what was found, in order
   * @param end where to go on
   */
  record Batch(List<Event> events, EventPosition end) {}

  Batch after(EventPosition position, EventFilter filter, int max) {
    RecentEvents now = recent;
    if (now != null && now.covers(position)) {
      List<Event> events = now.after(position, filter, max);
      return new Batch(events, events.size() < max ? later(position, now.end()) : last(events));
    }
    // Whatever is before this place is seen by the query after it, so nobody looks there again.
    EventPosition end = log.end(position.era());
    List<Event> events = log.after(position, filter, max);
    if (events.size() == max) {
      return new Batch(events, last(events));
    }
    return new Batch(events, later(events.isEmpty() ? position : last(events), end));
  }

  private static EventPosition later(EventPosition one, EventPosition other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private static EventPosition last(List<Event> events) {
    return events.get(events.size() - 1).position();
  }

  private int currentEra() {
    if (era == 0) {
      era = log.era();
    }
    return era;
  }

  private synchronized void startPump() {
    if (pump == null && !closed) {
      pump = LightThreads.create("gamelan-event-feed", this::pump, Thread::new);
      pump.start();
    }
  }

  private void pump() {
    while (!closed) {
      try {
        news.tryAcquire(1, TimeUnit.SECONDS);
        news.drainPermits();
        readOn();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        // The next look reads the same place again, so nothing is missed.
        LOG.log(Level.WARNING, "Cannot read the event log; trying again in a second", e);
        recent = null;
      }
    }
  }

  private void readOn() {
    if (listeners.isEmpty()) {
      recent = null;
      return;
    }
    RecentEvents known = recent;
    if (known == null) {
      recent = new RecentEvents(log.end(currentEra()));
      listeners.forEach(Runnable::run);
      return;
    }
    List<Event> found;
    do {
      found = log.after(known.end(), EventFilter.ALL, BATCH);
      if (!found.isEmpty()) {
        known = known.with(found);
        recent = known;
        listeners.forEach(Runnable::run);
      }
    } while (found.size() == BATCH);
  }

  @PreDestroy
  void close() {
    closed = true;
    synchronized (this) {
      if (pump != null) {
        pump.interrupt();
      }
    }
  }
}
