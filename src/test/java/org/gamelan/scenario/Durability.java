package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Many tasks through a row of stages, and the proof from outside that none was lost or doubled. */
final class Durability {
  private final String workflow;
  private final int stages;
  private final List<String> tasks = new ArrayList<>();

  /**
   * @param workflow made by {@link Definitions#row}
   * @param stages how many it has
   */
  Durability(String workflow, int stages) {
    this.workflow = workflow;
    this.stages = stages;
  }

  void submit(Api api, int count) {
    for (int number = 1; number <= count; number++) {
      tasks.add(api.create("Task " + (tasks.size() + 1), workflow));
    }
  }

  /** Only looks: nobody asks for anything to be tried again. */
  void awaitEnd(Api api, Duration limit) {
    Await.that("all " + tasks.size() + " tasks end", limit, () -> areAllEnded(api));
  }

  private static boolean areAllEnded(Api api) {
    return Stream.of("queued", "running", "pending", "waiting", "paused").allMatch(api::isNone);
  }

  void assertEverythingHappenedOnce(Api api) {
    for (String id : tasks) {
      JsonNode task = api.read(id);
      assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
      assertEveryStageSucceededOnce(api.stages(id), id);
    }
  }

  private void assertEveryStageSucceededOnce(List<JsonNode> runs, String task) {
    Map<String, Long> succeeded =
        runs.stream()
            .filter(run -> run.path("status").asText().equals("succeeded"))
            .filter(run -> run.path("output").path("summary").asText().equals("done"))
            .collect(
                Collectors.groupingBy(run -> run.path("name").asText(), Collectors.counting()));
    assertThat(succeeded)
        .as("stages of task %s", task)
        .isEqualTo(
            IntStream.rangeClosed(1, stages)
                .boxed()
                .collect(Collectors.toMap(stage -> "s" + stage, stage -> 1L)));
    assertThat(runs).as("runs of task %s", task).hasSize(stages);
  }
}
