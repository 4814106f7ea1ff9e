package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.gamelan.json.Json;

/**
 * What somebody decided for all stages to come that match. What is null matches everything.
 *
 * @param id its id
 * @param kind what is put in the place of what
 * @param value the name of an agent, a model or a stage; or an input as JSON
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

  /** As one of a task. */
  TaskOverride in(String stageName) {
    JsonNode decided = kind == TaskOverride.Kind.INPUT ? Json.parseOwn(value) : Json.tree(value);
    return new TaskOverride(id, kind, stageName, decided, false);
  }

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
