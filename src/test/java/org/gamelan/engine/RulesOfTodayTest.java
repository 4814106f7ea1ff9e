package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.policy.FolderPolicy;
import org.gamelan.policy.PinnedPolicy;
import org.gamelan.policy.PolicyLayer;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowDefinition;
import org.junit.jupiter.api.Test;

class RulesOfTodayTest {
  private static final FolderPolicy STRICT =
      new FolderPolicy(new PolicyLayer("security", null, Map.of("shell", "deny"), null), Map.of());

  /** {@code first -> sub.inner -> sub -> last}, where sub goes through the pipeline inside. */
  private static Blueprint nested() {
    Blueprint plain = Runs.aRun().blueprint("first", "sub", "last");
    Map<String, StageDefinition> stages = new LinkedHashMap<>(plain.stages());
    stages.put("sub.inner", plain.stage("first"));
    stages.put(
        "sub",
        new StageDefinition(
            "sub",
            StageKind.PIPELINE,
            null,
            null,
            null,
            null,
            null,
            null,
            RetryPolicy.DEFAULT,
            InvalidOutputPolicy.DEFAULT,
            Json.object()
                .put("pipeline", "inside")
                .put("workflow", "inner")
                .put("start", "sub.inner")));
    return new Blueprint(
        plain.workflow(), plain.start(), plain.end(), stages, plain.agents(), Map.of());
  }

  private static WorkflowBundle bundle(String name) {
    WorkflowDefinition workflow =
        new WorkflowDefinition(name, 1, "a", List.of(Edge.plain("a", "b")), List.of("b"));
    return new WorkflowBundle(workflow, Map.of(), List.of(), Map.of(), null, STRICT);
  }

  @Test
  void theFoldersOfAllWorkflowsAndAgentsAreAskedAnew() {
    Catalogue now =
        new Catalogue(
            Map.of("test", bundle("test"), "inner", bundle("inner"), "else", bundle("else")),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of("writer", STRICT, "other", STRICT),
            Map.of());
    assertThat(RulesOfToday.of(nested(), now))
        .isEqualTo(new PinnedPolicy(Map.of("", STRICT, "sub.", STRICT), Map.of("writer", STRICT)));
    assertThat(RulesOfToday.of(nested(), Catalogue.EMPTY)).isNull();
  }

  @Test
  void anAgentHasToBeAllowedWhereverItMayStillWork() {
    assertThat(refusal("first", "inside")).contains("stage 'sub.inner': not writer");
    assertThat(refusal("first", "outside")).contains("stage 'first': not writer");
    assertThat(refusal("last", "inside")).isEmpty();
    assertThat(refusal("first", "none")).isEmpty();
  }

  private static Optional<String> refusal(String from, String refusing) {
    return RulesOfToday.refusal(
        nested(),
        "outside",
        from,
        (pipeline, agent) ->
            pipeline.equals(refusing) ? Optional.of("not " + agent) : Optional.empty());
  }
}
