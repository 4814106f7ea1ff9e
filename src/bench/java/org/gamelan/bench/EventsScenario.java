package org.gamelan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * How long an event takes from the database to sockets, with fifty of them open. The time on the
 * event is that of its storing, a little before the commit, so the figure errs on the high side.
 */
final class EventsScenario implements Scenario {
  private static final double MARK = 20;
  private static final int TASKS_A_SECOND = 10;
  private static final int SOCKETS = 50;

  @Override
  public String name() {
    return "events";
  }

  @Override
  public void run(Lab lab, Report report) {
    int tasks = TASKS_A_SECOND * (lab.options().quick() ? 6 : 20);
    lab.runServer(20, 4, 0);
    List<Listener> listeners = Stream.generate(Listener::new).limit(SOCKETS).toList();
    List<WebSocket> sockets =
        listeners.stream().map(listener -> lab.api().events("tasks", listener)).toList();
    Clock.sleep(500);
    for (int i = 0; i < tasks; i++) {
      lab.api().post("/api/v1/tasks", Load.task(Manifests.name(20), i));
      Clock.sleep(1_000 / TASKS_A_SECOND);
    }
    Clock.sleep(1_500);
    sockets.forEach(WebSocket::abort);
    int least = tasks * (Lab.STAGES + 1);
    for (Listener listener : listeners) {
      if (listener.count() < least) {
        throw new BenchException(
            "Only " + listener.count() + " events came to a socket of at least " + least);
      }
    }
    Percentiles delays =
        new Percentiles(listeners.stream().flatMapToDouble(Listener::delays).toArray());
    report
        .figures(name())
        .put("sockets", SOCKETS)
        .put("events", delays.count())
        .put("p50Ms", delays.median())
        .put("p95Ms", delays.at(95))
        .put("p99Ms", delays.at(99));
    report.add(
        "event from commit to " + SOCKETS + " sockets, p95 ms",
        "",
        Report.number(delays.at(95), 1),
        "< " + (int) MARK,
        delays.at(95) < MARK);
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
