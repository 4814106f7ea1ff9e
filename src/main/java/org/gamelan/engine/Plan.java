package org.gamelan.engine;

/**
 * How a task is going to be done.
 *
 * @param pipeline the pipeline's name, or null when a workflow or an agent was named
 * @param agent the agent that does it alone, or null
 * @param blueprint what it is pinned to
 */
public record Plan(String pipeline, String agent, Blueprint blueprint) {

  /** Whether an agent does it alone that is still to be chosen. */
  public boolean isForAnyAgent() {
    return agent == null && blueprint.workflow().name().equals(Definitions.SINGLE_AGENT);
  }
}
