package org.gamelan.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A named route through a workflow.
 *
 * @param name its global name
 * @param workflow the workflow it goes through
 * @param start the stage it begins with, or null for where the workflow begins
 * @param end the stages it ends with; empty for where the workflow ends
 * @param agents the agents it may use; empty for all
 * @param select the condition under which the router may choose it, or null
 * @param priority among those that may be chosen, the highest wins
 * @param isDefault whether it is taken when nothing else is named or selected
 * @param description what it is for, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PipelineDefinition(
    String name,
    String workflow,
    String start,
    List<String> end,
    List<String> agents,
    String select,
    int priority,
    boolean isDefault,
    String description) {

  /** Without a description. */
  public PipelineDefinition(
      String name,
      String workflow,
      String start,
      List<String> end,
      List<String> agents,
      String select,
      int priority,
      boolean isDefault) {
    this(name, workflow, start, end, agents, select, priority, isDefault, null);
  }

  public PipelineDefinition {
    end = List.copyOf(end);
    agents = List.copyOf(agents);
  }

  /** The same one, but not the default. */
  public PipelineDefinition notDefault() {
    return new PipelineDefinition(
        name, workflow, start, end, agents, select, priority, false, description);
  }
}
