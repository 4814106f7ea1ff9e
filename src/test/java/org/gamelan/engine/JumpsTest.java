package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.json.Json;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowDefinition;
import org.junit.jupiter.api.Test;

/** {@code a -> b -> spread -> (l1 -> l2 | right) -> gather -> c -> end}. */
class JumpsTest {
  private final Map<String, StageDefinition> stages = new LinkedHashMap<>();
  private final Jumps jumps = new Jumps(blueprint());

  @Test
  void edgesAndStagesAheadAreAllowed() {
    assertThat(jumps.fault("a", "b")).isEmpty();
    assertThat(jumps.fault("a", "c")).isEmpty();
    assertThat(jumps.fault("a", "spread")).isEmpty();
    assertThat(jumps.fault("b", "end")).isEmpty();
    assertThat(jumps.fault("l1", "gather")).isEmpty();
    assertThat(jumps.fault("gather", "end")).isEmpty();
  }

  @Test
  void noJumpLeavesOrEntersAFork() {
    assertThat(jumps.fault("l1", "c").orElseThrow()).contains("stays in the branch");
    assertThat(jumps.fault("a", "l2")).isPresent();
    assertThat(jumps.fault("a", "gather")).isPresent();
    assertThat(jumps.fault("spread", "c").orElseThrow()).contains("is a fork");
    assertThat(jumps.fault("end", "a").orElseThrow()).contains("ends the run");
    assertThat(jumps.fault("a", "a")).isPresent();
    assertThat(jumps.fault("a", "nowhere").orElseThrow()).contains("no stage 'nowhere'");
  }

  private Blueprint blueprint() {
    for (String plain : List.of("a", "b", "l1", "l2", "right", "c", "end")) {
      add(plain, StageKind.OUTPUT, null);
    }
    add("spread", StageKind.FORK, null);
    add("gather", StageKind.JOIN, "spread");
    List<Edge> edges =
        List.of(
            Edge.plain("a", "b"),
            Edge.plain("b", "spread"),
            Edge.plain("spread", "l1"),
            Edge.plain("spread", "right"),
            Edge.plain("l1", "l2"),
            Edge.plain("l2", "gather"),
            Edge.plain("right", "gather"),
            Edge.plain("gather", "c"),
            Edge.plain("c", "end"));
    WorkflowDefinition workflow = new WorkflowDefinition("w", 1, "a", edges, List.of("end"));
    return new Blueprint(workflow, "a", List.of("end"), stages, Map.of(), Map.of());
  }

  private void add(String name, StageKind kind, String of) {
    stages.put(
        name,
        new StageDefinition(
            name,
            kind,
            null,
            null,
            null,
            null,
            null,
            StageDefinition.DEFAULT_TIMEOUT,
            RetryPolicy.DEFAULT,
            InvalidOutputPolicy.DEFAULT,
            of == null ? Json.object() : Json.object().put("of", of)));
  }
}
