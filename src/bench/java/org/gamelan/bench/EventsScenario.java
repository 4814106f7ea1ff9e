package org.gamelan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * How long an event takes from the database to sockets, with fifty of them open: those of stages
 * while tasks run, and those of providers while these are looked at. The time on the event is that
 * of its storing, a little before the commit, so the figure errs on the high side.
 */
final class EventsScenario implements Scenario {
  private static final double MARK = 20;
  private static final double STATE_MARK = 100;
  private static final long LIMIT_NANOS = 30_000_000_000L;
  private static final int TASKS_A_SECOND = 10;
  private static final int SOCKETS = 50;

  @Override
  public String name() {
    return "events";
  }

  @Override
  public void run(Lab lab, Report report) {
    Percentiles stages = ofStages(lab);
    report.add(
        "event from commit to " + SOCKETS + " sockets, p95 ms",
        "",
        Report.number(stages.at(95), 1),
        "< " + (int) MARK,
        stages.at(95) < MARK);
    Percentiles providers = ofProviders(lab);
    report.add(
        "provider's state from commit to socket, p95 ms",
        "",
        Report.number(providers.at(95), 1),
        "< " + (int) STATE_MARK,
        providers.at(95) < STATE_MARK);
    ObjectNode figures = report.figures(name()).put("sockets", SOCKETS);
    put(figures, stages);
    put(figures.putObject("providers"), providers);
  }

  private static void put(ObjectNode figures, Percentiles delays) {
    figures
        .put("events", delays.count())
        .put("p50Ms", delays.median())
        .put("p95Ms", delays.at(95))
        .put("p99Ms", delays.at(99));
  }

  private static Percentiles ofStages(Lab lab) {
    int tasks = TASKS_A_SECOND * (lab.options().quick() ? 6 : 20);
    lab.runServer(20, 4, 0);
    try (Sockets sockets = new Sockets(lab, "tasks")) {
      for (int i = 0; i < tasks; i++) {
        lab.api().post("/api/v1/tasks", Load.task(Manifests.name(20), i));
        Clock.sleep(1_000 / TASKS_A_SECOND);
      }
      return sockets.delays(tasks * (Lab.STAGES + 1));
    }
  }

  /** Each look at a provider is told twice: that it has begun, and how it ended. */
  private static Percentiles ofProviders(Lab lab) {
    int looks = lab.options().quick() ? 20 : 60;
    String path = "/api/v1/providers/" + Manifests.name(0) + "/validation";
    try (Sockets sockets = new Sockets(lab, "providers")) {
      for (int i = 1; i <= looks; i++) {
        lab.api().post(path, Api.object());
        sockets.await(2 * i);
      }
      return sockets.delays(2 * looks);
    }
  }

  /** All open sockets, which follow one topic. */
  private static final class Sockets implements AutoCloseable {
    private final List<Listener> listeners = Stream.generate(Listener::new).limit(SOCKETS).toList();
    private final List<WebSocket> sockets;

    Sockets(Lab lab, String topic) {
      sockets = listeners.stream().map(listener -> lab.api().events(topic, listener)).toList();
      Clock.sleep(500);
    }

    /** Waits until each has got so many events. */
    void await(int events) {
      long end = System.nanoTime() + LIMIT_NANOS;
      while (least() < events) {
        if (System.nanoTime() > end) {
          throw new BenchException(
              "Only " + least() + " events came to a socket of at least " + events);
        }
        Clock.sleep(5);
      }
    }

    private int least() {
      return listeners.stream().mapToInt(Listener::count).min().orElse(0);
    }

    Percentiles delays(int least) {
      await(least);
      return new Percentiles(listeners.stream().flatMapToDouble(Listener::delays).toArray());
    }

    @Override
    public void close() {
      sockets.forEach(WebSocket::abort);
    }
  }

  private static final class Listener implements WebSocket.Listener {
    private final ConcurrentLinkedQueue<Double> delays = new ConcurrentLinkedQueue<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      long now = Clock.epochNanos();
      text.append(data);
      if (last) {
        note(text.toString(), now);
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    private void note(String message, long now) {
      try {
        JsonNode at = Api.JSON.readTree(message).path("at");
        if (at.isTextual()) {
          delays.add((now - Clock.epochNanos(Instant.parse(at.asText()))) / 1e6);
        }
      } catch (IOException e) {
        throw new BenchException("An event is no JSON: " + message, e);
      }
    }

    int count() {
      return delays.size();
    }

    DoubleStream delays() {
      return delays.stream().mapToDouble(Double::doubleValue);
    }
  }
}
