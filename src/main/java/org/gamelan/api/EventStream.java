package org.gamelan.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.event.Event;
import org.gamelan.event.EventReader;

/**
 * One client that follows events. Events are read only when the client can take them, so nothing
 * piles up for a slow one; one that takes nothing for too long is cut off and may come back with
 * the id of the last event it has seen.
 */
public final class EventStream {
  private static final Logger LOG = Logger.getLogger(EventStream.class.getName());
  private static final int BATCH = 100;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final EventStreams streams;
  private final EventReader reader;
  private final EventSink sink;
  private final StreamEnd end;
  private final Clock clock;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean begun;
  private volatile boolean closed;
  private Instant lastSent;
  private Event last;

  EventStream(
      EventStreams streams, EventReader reader, EventSink sink, StreamEnd end, Clock clock) {
    this.streams = streams;
    this.reader = reader;
    this.sink = sink;
    this.end = end;
    this.clock = clock;
    this.lastSent = clock.instant();
  }

  /** From now on the sink is written to. Returns at once. */
  public void begin() {
    begun = true;
    wake();
  }

  /** There may be news, or the client may be ready for more. Returns at once. */
  public void wake() {
    if (begun && !closed && calls.getAndIncrement() == 0) {
      streams.execute(this::work);
    }
  }

  /** The client has gone. */
  public void gone() {
    closed = true;
    streams.forget(this);
  }

  private void work() {
    int seen;
    do {
      seen = calls.get();
      try {
        deliver();
      } catch (RuntimeException e) {
        LOG.log(Level.FINE, "A stream of events ends", e);
        finish("The stream broke; come back with the id of the last event.");
      }
    } while (!closed && !calls.compareAndSet(seen, 0));
  }

  private void deliver() {
    while (!closed && sink.isReady()) {
      if (reader.takeResync()) {
        sent();
        sink.resync();
        continue;
      }
      List<Event> events = reader.read(BATCH);
      if (!events.isEmpty()) {
        sent();
        last = events.get(events.size() - 1);
        sink.send(events);
      } else if (end.isReached(last)) {
        finish(null);
      } else if (lastSent.plus(HEARTBEAT).isBefore(clock.instant())) {
        sent();
        sink.heartbeat();
      } else {
        return;
      }
    }
    if (!closed && lastSent.plus(PATIENCE).isBefore(clock.instant())) {
      finish("The client takes too long; come back with the id of the last event.");
    }
  }

  private void sent() {
    lastSent = clock.instant();
  }

  void finish(String reason) {
    if (!closed) {
      gone();
      sink.close(reason);
    }
  }
}
