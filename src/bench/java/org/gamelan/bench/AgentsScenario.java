package org.gamelan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What 1,000 files of agents add to a start: when none of them was read before, and when all are
 * known from the start before.
 */
final class AgentsScenario implements Scenario {
  private static final int AGENTS = 1_000;
  private static final double MARK_MILLIS = 100;

  @Override
  public String name() {
    return "agents";
  }

  @Override
  public void run(Lab lab, Report report) {
    Path folder = lab.server().manifests().resolve("agents");
    double without = restart(lab);
    write(folder);
    try {
      double cold = restart(lab) - without;
      // Files that are a moment old may still change within their time.
      lab.api().post("/api/v1/agents/discovery", Api.object());
      restart(lab);
      double warm = restart(lab) - without;
      report
          .figures(name())
          .put("agents", AGENTS)
          .put("withoutMs", without)
          .put("coldMs", cold)
          .put("warmMs", warm);
      report.add("1,000 agents at a first start, ms", "", Report.number(cold, 0));
      report.add(
          "1,000 agents at a later start, ms",
          "",
          Report.number(warm, 0),
          "≤ " + Report.number(MARK_MILLIS, 0),
          warm <= MARK_MILLIS);
    } finally {
      delete(folder);
    }
  }

  /** How long discovery took at a new start, in milliseconds. */
  private static double restart(Lab lab) {
    lab.kill();
    lab.start();
    JsonNode found = lab.api().get("/api/v1/agents/discovery");
    return found.path("durationMs").asDouble();
  }

  private static void write(Path folder) {
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < AGENTS; i++) {
        Files.writeString(
            folder.resolve("bench-agent-" + i + ".yaml"),
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

  private static void delete(Path folder) {
    try {
      for (int i = 0; i < AGENTS; i++) {
        Files.deleteIfExists(folder.resolve("bench-agent-" + i + ".yaml"));
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new BenchException("Cannot remove agents from " + folder, e);
    }
  }
}
