package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowDefinition;
import org.junit.jupiter.api.Test;

class SubWorkflowsTest {
  private final Map<String, WorkflowBundle> workflows = new LinkedHashMap<>();
  private final Map<String, PipelineDefinition> pipelines = new LinkedHashMap<>();

  /** A workflow {@code first -> sub} in which sub goes through a pipeline. */
  private void calling(String name, String pipeline) {
    StageDefinition first = stage("first", StageKind.AGENT, null);
    StageDefinition sub = stage("sub", StageKind.PIPELINE, pipeline);
    workflow(name, List.of(Edge.plain("first", "sub")), "sub", first, sub);
  }

  private void workflow(String name, List<Edge> edges, String end, StageDefinition... stages) {
    Map<String, StageDefinition> byName = new LinkedHashMap<>();
    for (StageDefinition stage : stages) {
      byName.put(stage.name(), stage);
    }
    WorkflowDefinition workflow =
        new WorkflowDefinition(name, 1, stages[0].name(), edges, List.of(end));
    workflows.put(
        name, new WorkflowBundle(workflow, byName, List.of(), Map.of("answer", Json.object())));
    pipelines.put(
        name, new PipelineDefinition(name, name, null, List.of(), List.of(), null, 0, false));
  }

  private static StageDefinition stage(String name, StageKind kind, String pipeline) {
    return new StageDefinition(
        name,
        kind,
        null,
        null,
        null,
        null,
        kind == StageKind.AGENT ? "answer" : null,
        null,
        RetryPolicy.DEFAULT,
        InvalidOutputPolicy.DEFAULT,
        pipeline == null ? Json.object() : Json.object().put("pipeline", pipeline));
  }

  private Blueprint unfold(String name) {
    Catalogue catalogue = new Catalogue(workflows, pipelines, Map.of(), Map.of(), List.of());
    WorkflowBundle bundle = workflows.get(name);
    return SubWorkflows.unfold(catalogue, bundle, bundle.workflow());
  }

  @Test
  void theStagesOfAPipelineBecomeStagesOfTheWorkflow() {
    workflow("inner", List.of(), "only", stage("only", StageKind.AGENT, null));
    calling("outer", "inner");
    Blueprint whole = unfold("outer");
    assertThat(whole.stages()).containsOnlyKeys("first", "sub", "sub.only");
    assertThat(whole.entry("sub")).isEqualTo("sub.only");
    assertThat(whole.stage("sub.only").outputSchema()).isEqualTo("sub.answer");
    assertThat(whole.schemas()).containsKeys("answer", "sub.answer");
    assertThat(whole.end()).containsExactly("sub");
  }

  @Test
  void aStageIsInThePipelinesOfAllThatCallIt() {
    workflow("inner", List.of(), "only", stage("only", StageKind.AGENT, null));
    calling("middle", "inner");
    calling("outer", "middle");
    Blueprint whole = unfold("outer");
    assertThat(whole.pipelinesAround("sub.sub.only")).containsExactly("inner", "middle");
    assertThat(whole.pipelinesAround("sub.first")).containsExactly("middle");
    assertThat(whole.pipelinesAround("sub")).isEmpty();
  }

  @Test
  void aPipelineWithinItselfIsRefusedWithTheWholeWay() {
    calling("ping", "pong");
    calling("pong", "ping");
    assertThatThrownBy(() -> unfold("ping"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("stages.sub.pipeline")
        .hasMessageContaining("within itself: sub -> sub");
  }

  @Test
  void aPipelineThatIsNotLoadedIsNamed() {
    calling("outer", "missing");
    assertThatThrownBy(() -> unfold("outer"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("needs the pipeline 'missing', which is not loaded");
  }
}
