package org.gamelan.admin;

import java.util.stream.Collectors;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.WorkflowDefinition;

/** Says in which case a way between two stages is taken. */
final class EdgeText {
  private EdgeText() {}

  /** {@code always} and the like; a condition as it is written, without its braces. */
  static String when(WorkflowDefinition workflow, Edge edge) {
    if (edge.onError()) {
      return edge.kinds().isEmpty()
          ? "on any error"
          : "on "
              + edge.kinds().stream()
                  .map(kind -> kind.id())
                  .sorted()
                  .collect(Collectors.joining(", "));
    }
    if (edge.exhausted()) {
      return "when every way back is spent";
    }
    String condition = edge.when() == null ? "" : RunGraph.condition(edge.when());
    if (edge.revise() != null) {
      String back = "back, at most " + edge.revise() + "×";
      return condition.isEmpty() ? back : condition + " (" + back + ")";
    }
    if (!condition.isEmpty()) {
      return condition;
    }
    return isChoice(workflow, edge.from()) ? "otherwise" : "always";
  }

  /** Whether some way from a stage depends on a condition. */
  static boolean isChoice(WorkflowDefinition workflow, String stage) {
    return workflow.from(stage).stream().anyMatch(other -> other.when() != null);
  }
}
