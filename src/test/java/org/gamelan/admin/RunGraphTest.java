package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gamelan.engine.StageStatus;
import org.gamelan.task.Stage;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.WorkflowDefinition;
import org.junit.jupiter.api.Test;

class RunGraphTest {
  private static final WorkflowDefinition WORKFLOW =
      new WorkflowDefinition(
          "plan",
          1,
          "planning",
          List.of(
              Edge.plain("planning", "review"),
              new Edge("review", "planning", "#{x}", 3, false, false, Set.of()),
              new Edge("review", "degrade", null, null, false, true, Set.of()),
              Edge.plain("review", "results")),
          List.of("results", "degrade"));

  @Test
  void aStageShowsItsLatestRun() {
    List<Stage> runs =
        List.of(
            ATask.stage("planning", StageStatus.FAILED, 1),
            ATask.stage("planning", StageStatus.SUCCEEDED, 2));

    GraphNode node = RunGraph.of(WORKFLOW, Map.of(), runs).nodes().get(0);

    assertThat(node.status()).isEqualTo("succeeded");
    assertThat(node.subtitle()).isEqualTo("5 s · attempt 2");
  }

  @Test
  void aStageWithoutARunIsPlanned() {
    assertThat(RunGraph.of(WORKFLOW, Map.of(), List.of()).nodes())
        .extracting(GraphNode::status)
        .containsOnly("planned");
  }

  @Test
  void waysSayWhatTheyAreForAndWhetherTheRunTookThem() {
    List<Stage> runs =
        List.of(
            ATask.stage("planning", StageStatus.SUCCEEDED, 1),
            ATask.stage("review", StageStatus.RUNNING, 1));

    List<GraphEdge> edges = RunGraph.of(WORKFLOW, Map.of(), runs).edges();

    assertThat(edges)
        .extracting(GraphEdge::style)
        .containsExactly("plain", "revise", "error", "plain");
    assertThat(edges).extracting(GraphEdge::taken).containsExactly(true, false, false, false);
    assertThat(edges.get(1).label()).isEqualTo("back, at most 3×");
  }
}
