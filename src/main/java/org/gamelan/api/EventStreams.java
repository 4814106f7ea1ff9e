package org.gamelan.api;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.gamelan.event.EventFeed;
import org.gamelan.event.EventReader;
import org.gamelan.telemetry.OpenStreams;

/**
 * All clients that follow events, served by a few threads. {@code gamelan.api.max-streams} (1000)
 * bounds how many there are on a node.
 */
@ApplicationScoped
public class EventStreams implements OpenStreams {
  private static final Logger LOG = Logger.getLogger(EventStreams.class.getName());
  private static final int THREADS = 4;

  private EventFeed feed;
  private Clock clock;
  private int most;
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final AtomicInteger open = new AtomicInteger();
  private final Runnable wakeAll = this::wakeAll;
  private ScheduledExecutorService threads;

  /** For the container's proxies. */
  protected EventStreams() {}

  @Inject
  public EventStreams(EventFeed feed, Clock clock, Config config) {
    this.feed = feed;
    this.clock = clock;
    this.most = config.getOptionalValue("gamelan.api.max-streams", Integer.class).orElse(1_000);
  }

  @PostConstruct
  void start() {
    ThreadFactory daemons =
        work -> {
          Thread thread = new Thread(work, "gamelan-streams");
          thread.setDaemon(true);
          return thread;
        };
    threads = Executors.newScheduledThreadPool(THREADS, daemons);
    // Heartbeats, clients that are stuck, and ends that nobody told.
    ScheduledFuture<?> unused = threads.scheduleWithFixedDelay(wakeAll, 1, 1, TimeUnit.SECONDS);
  }

  private void wakeAll() {
    streams.forEach(EventStream::wake);
  }

  /**
   * Takes a client. Nothing is sent to it before {@link EventStream#begin}, so that a sink which
   * has to know its stream is told first.
   *
   * @param end tells when everything was sent
   * @throws TooManyStreamsException when the node serves as many as it may
   */
  public EventStream open(EventReader reader, EventSink sink, StreamEnd end) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      throw new TooManyStreamsException(most);
    }
    EventStream stream = new EventStream(this, reader, sink, end, clock);
    streams.add(stream);
    feed.listen(wakeAll);
    return stream;
  }

  @Override
  public int openStreams() {
    return open.get();
  }

  void forget(EventStream stream) {
    if (streams.remove(stream) && open.decrementAndGet() == 0) {
      feed.ignore(wakeAll);
      if (open.get() > 0) {
        feed.listen(wakeAll);
      }
    }
  }

  void execute(Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.FINE, "The server stops; a stream of events is left", e);
    }
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
    streams.forEach(stream -> stream.finish("The server stops; come back soon."));
  }
}
