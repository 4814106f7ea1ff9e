package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tasks of two forks in a row, and the proof that each branch and each join happened once. */
final class ForkedTasks {
  private final int branches;
  private final List<String> tasks = new ArrayList<>();

  /**
   * @param answers how many answers of a model a task takes
   */
  ForkedTasks(int answers) {
    branches = answers / 2;
  }

  void define(Path manifests) {
    Definitions.write(manifests.resolve("forked").resolve("workflow.yaml"), manifest());
  }

  private String manifest() {
    StringBuilder stages = new StringBuilder("stages:\n  begin: {kind: input}\n");
    StringBuilder edges = new StringBuilder();
    for (String fork : List.of("one", "two")) {
      stages.append(
          "  %s: {kind: fork}%n  %s_join: {kind: join, of: %s}%n".formatted(fork, fork, fork));
      for (int branch = 1; branch <= branches; branch++) {
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

  void submit(Api api) {
    tasks.add(api.create("Forked " + (tasks.size() + 1), "forked"));
  }

  void assertEverythingHappenedOnce(Api api) {
    tasks.forEach(task -> assertEverythingHappenedOnce(api.stages(task), task));
  }

  private void assertEverythingHappenedOnce(List<JsonNode> runs, String task) {
    int stages = 1 + 2 * (branches + 2);
    Map<String, Long> byName =
        runs.stream()
            .filter(run -> run.path("status").asText().equals("succeeded"))
            .collect(
                Collectors.groupingBy(run -> run.path("name").asText(), Collectors.counting()));
    assertThat(runs).as("runs of task %s", task).hasSize(stages);
    assertThat(byName.values()).as("runs of task %s", task).containsOnly(1L);
    assertThat(byName).hasSize(stages);
  }
}
