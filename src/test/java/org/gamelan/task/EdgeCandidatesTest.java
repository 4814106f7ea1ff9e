package org.gamelan.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gamelan.engine.Way;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.WorkflowDefinition;
import org.junit.jupiter.api.Test;

class EdgeCandidatesTest {
  private static final String GOOD = "#{outputs.review.good}";
  private static final String BAD = "#{not outputs.review.good}";
  private static final WorkflowDefinition WORKFLOW =
      new WorkflowDefinition(
          "w",
          1,
          "review",
          List.of(
              new Edge("review", "done", GOOD, null, false, false, Set.of()),
              new Edge("review", "plan", BAD, 2, false, false, Set.of()),
              new Edge("review", "ask", null, null, true, false, Set.of()),
              new Edge("review", "mend", null, null, false, true, Set.of()),
              Edge.plain("plan", "review")),
          List.of("done", "ask", "mend"));

  @Test
  void everyEdgeIsToldWithWhatItsConditionCameTo() {
    Way way = way("plan", 1, GOOD + " is false ('done')", BAD + " is true ('plan')");
    assertThat(told(way))
        .containsExactly(
            "done false " + GOOD + " is false ('done')",
            "plan true " + BAD + " is true ('plan')",
            "ask false for when the ways back are spent",
            "mend false for failures of the stage");
  }

  @Test
  void whatWasNotAskedSaysSo() {
    assertThat(told(way("done", 0, GOOD + " is true ('done')")))
        .contains(
            "done true " + GOOD + " is true ('done')", "plan false " + BAD + " was not asked");
  }

  @Test
  void aWayBackThatIsSpentSaysSo() {
    String spent = "the way back to 'plan' was taken 2 times";
    assertThat(told(way("ask", 2, BAD + " is true ('plan')", spent)))
        .contains("plan false " + spent, "ask true for when the ways back are spent");
  }

  @Test
  void anErrorEdgeTellsTheFailure() {
    assertThat(told(way("mend", 3, "review failed: timeout")))
        .contains("mend true review failed: timeout", "done false " + GOOD + " was not asked");
  }

  @Test
  void whatIsNoEdgeOfTheStageComesLast() {
    assertThat(told(way("plan", Way.JUMP, "somebody wanted 'plan' to be next")))
        .hasSize(5)
        .contains("plan false " + BAD + " was not asked")
        .endsWith("plan true somebody wanted 'plan' to be next");
  }

  private static Way way(String stage, int edge, String... reasons) {
    return new Way(
        List.of(new Way.Taken(stage, edge, null)), null, false, null, List.of(reasons), null);
  }

  private static List<String> told(Way way) {
    List<String> told = new ArrayList<>();
    for (JsonNode each : new EdgeCandidates(WORKFLOW, way).of("review")) {
      told.add(
          each.path("name").asText()
              + " "
              + each.path("taken").asBoolean()
              + " "
              + each.path("reason").asText());
    }
    return told;
  }
}
