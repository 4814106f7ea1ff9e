package org.gamelan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * How long an event takes from the database to a socket. The time on the event is that of its
 * storing, a little before the commit, so the figure errs on the high side.
 */
final class EventsScenario implements Scenario {
  private static final double MARK = 20;
  private static final int TASKS_A_SECOND = 10;

  @Override
  public String name() {
    return "events";
  }

  @Override
  public void run(Lab lab, Report report) {
    int tasks = TASKS_A_SECOND * (lab.options().quick() ? 6 : 20);
    lab.runServer(20, 4, 0);
    Listener listener = new Listener();
    WebSocket socket = lab.api().events("tasks", listener);
    Clock.sleep(500);
    for (int i = 0; i < tasks; i++) {
      lab.api().post("/api/v1/tasks", Load.task(Manifests.name(20), i));
      Clock.sleep(1_000 / TASKS_A_SECOND);
    }
    Clock.sleep(1_500);
    socket.abort();
    Percentiles delays = listener.delays();
    int least = tasks * (Lab.STAGES + 1);
    if (delays.count() < least) {
      throw new BenchException("Only " + delays.count() + " events came of at least " + least);
    }
    report
        .figures(name())
        .put("events", delays.count())
        .put("p50Ms", delays.median())
        .put("p95Ms", delays.at(95))
        .put("p99Ms", delays.at(99));
    report.add(
        "event from commit to socket, p95 ms",
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

    Percentiles delays() {
      return new Percentiles(delays.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }
}
