package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gamelan.json.Json;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowDefinition;
import org.junit.jupiter.api.Test;

class JumpsTest {
  private final Map<String, StageDefinition> stages = new LinkedHashMap<>();

  /** {@code a -> b -> spread -> (l1 -> l2 | right) -> gather -> c -> end}. */
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
  void whatAWayLeadsFromLiesBehind() {
    assertThat(jumps.isBack("c", "a")).isTrue();
    assertThat(jumps.isBack("end", "gather")).isTrue();
    assertThat(jumps.isBack("a", "a")).isTrue();
    assertThat(jumps.isBack("a", "c")).isFalse();
    assertThat(new Jumps(asking()).isBack("fast", "draft")).isFalse();
    assertThat(new Jumps(asking()).isBack("ship", "draft")).isTrue();
  }

  @Test
  void onlyAnEdgeLeadsBack() {
    assertThat(jumps.fault("c", "a").orElseThrow()).contains("leads ahead");
    assertThat(new Jumps(asking()).fault("ship", "draft")).as("along an edge").isEmpty();
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

  /** {@code start -> (fast -> end | draft -> ask -> ship -> end)}, back from ask to draft. */
  private Blueprint asking() {
    for (String plain : List.of("start", "fast", "draft", "ship", "end")) {
      add(plain, StageKind.OUTPUT, null);
    }
    add("ask", StageKind.APPROVAL, null);
    List<Edge> edges =
        List.of(
            Edge.plain("start", "fast"),
            Edge.plain("start", "draft"),
            Edge.plain("fast", "end"),
            Edge.plain("draft", "ask"),
            Edge.plain("ask", "ship"),
            new Edge("ask", "draft", null, 3, false, false, Set.of()),
            new Edge("ship", "draft", null, 3, false, false, Set.of()),
            Edge.plain("ship", "end"));
    WorkflowDefinition workflow = new WorkflowDefinition("w", 1, "start", edges, List.of("end"));
    return new Blueprint(workflow, "start", List.of("end"), stages, Map.of(), Map.of());
  }

  @Test
  void noJumpLeadsPastPeopleWhoDecide() {
    Jumps asked = new Jumps(asking());
    assertThat(asked.fault("draft", "ship").orElseThrow()).contains("people decide in 'ask'");
    assertThat(asked.fault("draft", "end")).isPresent();
    assertThat(asked.fault("start", "ship")).isPresent();
    assertThat(asked.fault("start", "end")).isPresent();
    assertThat(asked.fault("fast", "ship")).as("where no way leads").isPresent();
    assertThat(asked.fault("ask", "ship").orElseThrow()).contains("decide it instead");
    assertThat(asked.fault("ask", "draft")).isPresent();
  }

  @Test
  void whatLeavesDecisionsToPeopleIsAllowed() {
    Jumps asked = new Jumps(asking());
    assertThat(asked.fault("start", "ask")).as("to those who decide").isEmpty();
    assertThat(asked.fault("start", "fast")).isEmpty();
    assertThat(asked.fault("fast", "end")).as("a way on which nobody is asked").isEmpty();
    assertThat(asked.fault("ship", "draft")).as("back, to be asked again").isEmpty();
    assertThat(asked.fault("ship", "end")).as("they have decided").isEmpty();
  }

  @Test
  void whoDecidesInASubWorkflowIsNotPassedEither() {
    for (String plain : List.of("a", "sub.draft", "end")) {
      add(plain, StageKind.OUTPUT, null);
    }
    add("sub", StageKind.PIPELINE, null);
    add("sub.ask", StageKind.APPROVAL, null);
    List<Edge> edges =
        List.of(
            Edge.plain("a", "sub"), Edge.plain("sub", "end"), Edge.plain("sub.draft", "sub.ask"));
    stages.put("sub", stages.get("sub").withSettings(Json.object().put("start", "sub.draft")));
    WorkflowDefinition workflow = new WorkflowDefinition("w", 1, "a", edges, List.of("end"));
    Blueprint blueprint = new Blueprint(workflow, "a", List.of("end"), stages, Map.of(), Map.of());
    assertThat(new Jumps(blueprint).fault("a", "end").orElseThrow()).contains("'sub'");
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
