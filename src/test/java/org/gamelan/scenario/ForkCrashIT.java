package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Forks and joins survive the process. */
class ForkCrashIT {
  private static final int TASKS = 40;
  private static final int BRANCHES = 4;
  private static final int KILLS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void everyBranchAndEveryJoinHappensOnceWhenServersAreKilledBetween() throws Exception {
    Random random = new Random(20_261_121);
    Path manifests = folder.resolve("manifests");
    Definitions.write(manifests.resolve("forked").resolve("workflow.yaml"), manifest());
    List<String> tasks = new ArrayList<>();
    try (FakeModel model = FakeModel.metered(20, Definitions.ANSWER);
        TestServer server = new TestServer(folder.resolve("data"), environment(model, manifests))) {
      Api api = server.start().api();
      for (int i = 1; i <= TASKS; i++) {
        tasks.add(api.create("Task " + i, "forked"));
      }
      int part = TASKS * BRANCHES * 2 / (KILLS + 2);
      for (int kill = 1; kill <= KILLS; kill++) {
        model.allow(part);
        int before = model.answered();
        int answers = random.nextInt(part * 3 / 4);
        Await.that(answers + " answers", PATIENCE, () -> model.answered() >= before + answers);
        Await.pause(random.nextInt(100));
        server.kill();
        server.start();
      }
      assertThat(server.api().count("succeeded")).isLessThan(TASKS);
      model.allow(TASKS * BRANCHES * 4);
      Api after = server.api();
      Await.that("all tasks end", PATIENCE, () -> after.count("succeeded") == TASKS);
      tasks.forEach(task -> assertEverythingHappenedOnce(after.stages(task), task));
    }
  }

  /** Each branch asks the model twice; two forks follow each other. */
  private static String manifest() {
    StringBuilder stages = new StringBuilder("stages:\n  begin: {kind: input}\n");
    StringBuilder edges = new StringBuilder();
    for (String fork : List.of("one", "two")) {
      stages.append(
          "  %s: {kind: fork}%n  %s_join: {kind: join, of: %s}%n".formatted(fork, fork, fork));
      for (int branch = 1; branch <= BRANCHES; branch++) {
        String name = fork + "_" + branch;
        stages.append("  %s: {kind: agent, agent: forked, timeout: 1m}%n".formatted(name));
        edges.append("    - %s -> %s -> %s_join%n".formatted(fork, name, fork));
      }
    }
    return """
    agents:
      forked: {description: Works, prompt: Answer.}
    """
        + stages
        + "workflow:\n  name: forked\n  version: 1\n  start: begin\n  edges:\n"
        + "    - begin -> one\n    - one_join -> two\n"
        + edges
        + "  end: [two_join]\n";
  }

  private static void assertEverythingHappenedOnce(List<JsonNode> runs, String task) {
    Map<String, Long> byName =
        runs.stream()
            .filter(run -> run.path("status").asText().equals("succeeded"))
            .collect(
                Collectors.groupingBy(run -> run.path("name").asText(), Collectors.counting()));
    assertThat(runs).as("runs of task %s", task).hasSize(1 + 2 * (BRANCHES + 2));
    assertThat(byName.values()).as("runs of task %s", task).containsOnly(1L);
    assertThat(byName).hasSize(1 + 2 * (BRANCHES + 2));
  }

  private static Map<String, String> environment(FakeModel model, Path manifests) {
    Map<String, String> environment = new HashMap<>(model.environment());
    environment.put("GAMELAN_MANIFESTS", manifests.toString());
    environment.put("GAMELAN_ENGINE_MAX_IN_FLIGHT", "24");
    return environment;
  }
}
