package org.gamelan.engine;

import java.time.Instant;
import java.util.UUID;

/**
 * What somebody decided for all stages to come that match. What is null matches everything.
 *
 * @param id its id
 * @param kind agent or model
 * @param value the name of the agent or model that is put to work
 * @param workflow the workflow a task goes through, or null
 * @param pipeline its pipeline, or null
 * @param stage the stage, or null
 * @param agent the agent that would work, or null
 * @param expiresAt from when on it counts no more
 */
public record StandingOverride(
    UUID id,
    TaskOverride.Kind kind,
    String value,
    String workflow,
    String pipeline,
    String stage,
    String agent,
    Instant expiresAt) {

  boolean matches(RunState state, String stageName, String agentName, Instant now) {
    return now.isBefore(expiresAt)
        && fits(workflow, state.blueprint().workflow().name())
        && fits(pipeline, state.task().pipeline())
        && fits(stage, stageName)
        && fits(agent, agentName);
  }

  private static boolean fits(String wanted, String is) {
    return wanted == null || wanted.equals(is);
  }
}
