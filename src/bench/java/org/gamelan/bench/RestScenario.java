package org.gamelan.bench;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long answers take under 50 requests a second, one write to four reads. Requests leave by the
 * clock, whether or not earlier ones have been answered, so that a stall counts for all it delays.
 */
final class RestScenario implements Scenario {
  private static final int RATE = 50;
  private static final double READ_MARK = 20;
  private static final double WRITE_MARK = 50;

  @Override
  public String name() {
    return "rest";
  }

  @Override
  public void run(Lab lab, Report report) {
    int seconds = lab.options().quick() ? 8 : 30;
    lab.runServer(20, 4, 0);
    String id = lab.api().get("/api/v1/tasks?limit=1").at("/items/0/id").asText();
    List<String> reads =
        List.of(
            "/api/v1/tasks?limit=20",
            "/api/v1/tasks/" + id,
            "/api/v1/tasks/" + id + "/stages",
            "/api/v1/tasks/" + id + "/result");
    load(lab.api(), reads, 4, new Times());
    Times times = new Times();
    load(lab.api(), reads, seconds, times);
    Percentiles read = times.of(times.reads);
    Percentiles write = times.of(times.writes);
    report
        .figures(name())
        .put("readP50Ms", read.median())
        .put("readP95Ms", read.at(95))
        .put("writeP50Ms", write.median())
        .put("writeP95Ms", write.at(95))
        .put("requests", read.count() + write.count());
    row(report, "REST reads, p95 ms at 50 requests a second", read.at(95), READ_MARK);
    row(report, "REST writes, p95 ms at 50 requests a second", write.at(95), WRITE_MARK);
  }

  private static void row(Report report, String measure, double value, double mark) {
    report.add(measure, "", Report.number(value, 1), "< " + (int) mark, value < mark);
  }

  private static void load(Api api, List<String> reads, int seconds, Times times) {
    CompletableFuture<?>[] answers = new CompletableFuture<?>[RATE * seconds];
    long start = System.nanoTime();
    for (int i = 0; i < answers.length; i++) {
      long due = start + i * (TimeUnit.SECONDS.toNanos(1) / RATE);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      boolean write = i % (reads.size() + 1) == reads.size();
      CompletableFuture<Api.Answer> answer =
          write
              ? api.postLater("/api/v1/tasks", Load.task(Manifests.name(0), i))
              : api.getLater(reads.get(i % (reads.size() + 1)));
      answers[i] =
          answer.thenAccept(
              response -> {
                Api.require("The request", response);
                (write ? times.writes : times.reads).add((System.nanoTime() - due) / 1e6);
              });
    }
    CompletableFuture.allOf(answers).join();
  }

  private static final class Times {
    private final ConcurrentLinkedQueue<Double> reads = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Double> writes = new ConcurrentLinkedQueue<>();

    Percentiles of(ConcurrentLinkedQueue<Double> samples) {
      return new Percentiles(samples.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }
}
