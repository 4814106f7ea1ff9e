package org.gamelan.telemetry;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.json.Json;
import org.gamelan.platform.SpanRecord;
import org.gamelan.platform.Spans;

/**
 * Sends spans to a collector, many at once, on a thread of its own. Whoever works never waits for
 * it: what the collector cannot take for long is dropped and counted.
 */
final class TraceExport implements Spans.Recorder, Runnable {
  private static final Logger LOG = Logger.getLogger(TraceExport.class.getName());
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
  private static final int TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private final TraceConfig config;
  private final HttpClient client;
  private final BlockingQueue<Supplier<SpanRecord>> waiting;
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean stopping;

  TraceExport(TraceConfig config) {
    this.config = config;
    this.client = HttpClient.newBuilder().connectTimeout(config.timeout()).build();
    this.waiting = new ArrayBlockingQueue<>(config.queue());
  }

  @Override
  public void ended(SpanRecord span) {
    add(() -> span);
  }

  /**
   * Has a span made later, on the thread that sends.
   *
   * @param span gives null when there is nothing to tell
   */
  void add(Supplier<SpanRecord> span) {
    if (!waiting.offer(span)) {
      dropped.incrementAndGet();
    }
  }

  @Override
  public boolean takes(String trace) {
    // Ids begin with the time, so their bits are mixed first.
    long bits = Long.parseUnsignedLong(trace.substring(16), 16) * 0x9E3779B97F4A7C15L;
    return (bits >>> 11) * 0x1.0p-53 < config.share();
  }

  @Override
  public boolean takesContents() {
    return config.contents();
  }

  /** Spans that were lost so far. */
  long dropped() {
    return dropped.get();
  }

  @Override
  public void run() {
    List<Supplier<SpanRecord>> batch = new ArrayList<>();
    try {
      while (!stopping) {
        gather(batch);
        send(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "No more spans are sent", e);
    }
  }

  /** Waits for the first, and then for more, until a batch is full or time is over. */
  private void gather(List<Supplier<SpanRecord>> batch) throws InterruptedException {
    batch.add(waiting.take());
    long until = System.nanoTime() + config.delay().toNanos();
    while (batch.size() < config.batch()) {
      Supplier<SpanRecord> next =
          waiting.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      batch.add(next);
    }
  }

  private void send(List<Supplier<SpanRecord>> batch) throws InterruptedException {
    List<SpanRecord> spans = new ArrayList<>();
    for (Supplier<SpanRecord> each : batch) {
      try {
        SpanRecord span = each.get();
        if (span != null) {
          spans.add(span);
        }
      } catch (RuntimeException e) {
        dropped.incrementAndGet();
        LOG.log(Level.WARNING, "A span could not be made", e);
      }
    }
    if (!spans.isEmpty()) {
      post(spans);
    }
  }

  private void post(List<SpanRecord> spans) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(config.endpoint())
            .timeout(config.timeout())
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    Json.write(OtlpTraces.request(config.resource(), spans))));
    config.headers().forEach(request::setHeader);
    String fault = "";
    for (int i = 0; i < TRIES && !stopping; i++) {
      try {
        int status =
            client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status < 300) {
          return;
        }
        fault = "it answered " + status;
        if (!PASSING.contains(status)) {
          break;
        }
      } catch (IOException e) {
        fault = e.toString();
      }
      Thread.sleep(FIRST_PAUSE.toMillis() << i);
    }
    dropped.addAndGet(spans.size());
    LOG.log(
        Level.WARNING,
        "{0} spans could not be sent to {1}: {2}; {3} are lost by now",
        new Object[] {spans.size(), config.endpoint().getHost(), fault, dropped.get()});
  }

  void stop() {
    stopping = true;
  }
}
