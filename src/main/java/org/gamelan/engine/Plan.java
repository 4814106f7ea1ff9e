package org.gamelan.engine;

/**
 * How a task is going to be done.
 *
 * @param pipeline the pipeline's name, or null when a workflow or an agent was named
 * @param agent the agent that does it alone, or null
 * @param blueprint what it is pinned to
 * @param choice why it goes through its pipeline, or null when the caller said how it is done, or
 *     an agent is still to say
 */
public record Plan(String pipeline, String agent, Blueprint blueprint, RouteChoice choice) {

  /** As the caller said. */
  public Plan(String pipeline, String agent, Blueprint blueprint) {
    this(pipeline, agent, blueprint, null);
  }

  Plan because(RouteChoice why) {
    return new Plan(pipeline, agent, blueprint, why);
  }

  /** Whether an agent does it alone that is still to be chosen. */
  public boolean isForAnyAgent() {
    return agent == null && blueprint.workflow().name().equals(Definitions.SINGLE_AGENT);
  }
}
