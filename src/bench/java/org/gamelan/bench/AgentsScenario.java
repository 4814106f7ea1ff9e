package org.gamelan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What 1,000 files of agents add to a start: when none of them was read before, and when all are
 * known from the start before. Starts without and with them take turns, and medians are compared:
 * single starts differ by more than what is looked for. Beside what discovery takes until it is
 * done, whole starts are told, from the command to the first request.
 */
final class AgentsScenario implements Scenario {
  private static final int AGENTS = 1_000;
  private static final int ROUNDS = 5;
  private static final double MARK_MILLIS = 100;

  /**
   * How long a start took, in milliseconds.
   *
   * @param whole from the command until it was ready
   * @param discovery of these, until all definitions were there
   */
  private record Start(double whole, double discovery) {}

  @Override
  public String name() {
    return "agents";
  }

  @Override
  public void run(Lab lab, Report report) {
    Path folder = lab.server().manifests().resolve("agents");
    List<Start> without = new ArrayList<>();
    List<Start> cold = new ArrayList<>();
    List<Start> warm = new ArrayList<>();
    for (int round = 0; round < (lab.options().quick() ? 1 : ROUNDS); round++) {
      without.add(restart(lab, 0));
      write(folder, round);
      try {
        cold.add(restart(lab, AGENTS));
        // Files that are a moment old may still change within their time.
        lab.api().post("/api/v1/agents/discovery", Api.object());
        warm.add(restart(lab, AGENTS));
      } finally {
        delete(folder, round);
      }
    }
    ObjectNode figures = report.figures(name()).put("agents", AGENTS);
    tell(figures, "without", without);
    tell(figures, "cold", cold);
    tell(figures, "warm", warm);
    add(report, "first", cold, without);
    add(report, "later", warm, without);
  }

  private static void tell(ObjectNode figures, String which, List<Start> starts) {
    figures
        .put(which + "Ms", median(starts, Start::discovery))
        .put(which + "WholeMs", median(starts, Start::whole));
  }

  private static void add(Report report, String which, List<Start> with, List<Start> without) {
    double more = median(with, Start::discovery) - median(without, Start::discovery);
    report.add(
        "1,000 agents at a " + which + " start, ms",
        "",
        Report.number(more, 0),
        "≤ " + Report.number(MARK_MILLIS, 0),
        more <= MARK_MILLIS);
    report.add(
        "whole start then, and without them, s",
        "",
        Report.number(median(with, Start::whole) / 1e3, 2)
            + " / "
            + Report.number(median(without, Start::whole) / 1e3, 2));
  }

  private static double median(List<Start> starts, ToDoubleFunction<Start> part) {
    return new Percentiles(starts.stream().mapToDouble(part).toArray()).median();
  }

  private static Start restart(Lab lab, int least) {
    lab.kill();
    long begin = Clock.epochNanos();
    long ready = lab.start();
    JsonNode found = lab.api().get("/api/v1/agents/discovery");
    if (found.path("agents").asInt() < least) {
      throw new BenchException("Only " + found.path("agents") + " agents were found");
    }
    return new Start((ready - begin) / 1e6, found.path("durationMs").asDouble());
  }

  private static void write(Path folder, int round) {
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < AGENTS; i++) {
        Files.writeString(
            file(folder, round, i),
            """
            description: Number %d of the bench
            prompt: |
              You are number %d. The task is: {{ task.title }}
            tools: [files.read]
            capacity: 3
            """
                .formatted(i, i));
      }
    } catch (IOException e) {
      throw new BenchException("Cannot write agents into " + folder, e);
    }
  }

  private static void delete(Path folder, int round) {
    try {
      for (int i = 0; i < AGENTS; i++) {
        Files.deleteIfExists(file(folder, round, i));
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new BenchException("Cannot remove agents from " + folder, e);
    }
  }

  /** Names that no round before had. */
  private static Path file(Path folder, int round, int number) {
    return folder.resolve("bench-agent-" + round + "-" + number + ".yaml");
  }
}
