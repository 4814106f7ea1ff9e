package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import org.gamelan.failure.GamelanException;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.Routes;
import org.gamelan.workflow.WorkflowDefinition;

/**
 * Whether a workflow says where a rejection leads: some edge of the stage looks at its decision,
 * and an approval would have gone another way.
 */
final class Rejections {
  private Rejections() {}

  static boolean haveAWay(StageWork work, JsonNode rejected) {
    String stage = work.stage().name();
    WorkflowDefinition workflow = work.state().blueprint().workflow();
    Pattern decision = decisionOf(Branch.local(stage));
    boolean asked =
        workflow.from(stage).stream()
            .anyMatch(edge -> edge.when() != null && decision.matcher(edge.when()).find());
    if (!asked) {
      return false;
    }
    ObjectNode approved = rejected.deepCopy();
    approved.put("decision", ApprovalVerdict.APPROVE);
    try {
      return !ways(work, workflow, rejected).equals(ways(work, workflow, approved));
    } catch (GamelanException e) {
      // Going on from the stage meets the same fault and tells it.
      return true;
    }
  }

  private static Pattern decisionOf(String stage) {
    return Pattern.compile(
        "outputs\\s*(\\.\\s*%1$s|\\[\\s*['\"]%1$s['\"]\\s*\\])\\s*(\\.\\s*decision\\b|\\[\\s*['\"]decision['\"]\\s*\\])"
            .formatted(stage));
  }

  private static List<Edge> ways(StageWork work, WorkflowDefinition workflow, JsonNode output) {
    StageOutcome outcome = StageOutcome.succeeded(output);
    RunState after = work.state().with(Finished.of(work.run(), outcome, null));
    return new Routes(workflow)
        .after(work.stage(), after.variables(work.run().name(), work.run().attempt()), edge -> 0)
        .taken();
  }
}
