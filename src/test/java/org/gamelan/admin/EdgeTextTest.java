package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.gamelan.failure.FailureKind;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.WorkflowDefinition;
import org.junit.jupiter.api.Test;

class EdgeTextTest {
  private static final Edge FIRST = Edge.plain("start", "check");
  private static final Edge GOOD =
      new Edge("check", "done", "#{outputs.check.good}", null, false, false, Set.of());
  private static final Edge ELSE = Edge.plain("check", "stop");
  private static final Edge BACK =
      new Edge("check", "start", "#{outputs.check.again}", 3, false, false, Set.of());
  private static final Edge SPENT = new Edge("check", "stop", null, null, true, false, Set.of());
  private static final Edge LATE =
      new Edge("start", "stop", null, null, false, true, Set.of(FailureKind.TIMEOUT));
  private static final WorkflowDefinition WORKFLOW =
      new WorkflowDefinition(
          "w", 1, "start", List.of(FIRST, GOOD, ELSE, BACK, SPENT, LATE), List.of("done", "stop"));

  @Test
  void saysWhenAWayIsTaken() {
    assertThat(WORKFLOW.edges())
        .extracting(edge -> EdgeText.when(WORKFLOW, edge))
        .containsExactly(
            "always",
            "outputs.check.good",
            "otherwise",
            "outputs.check.again (back, at most 3×)",
            "when every way back is spent",
            "on timeout");
  }
}
