package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.gamelan.engine.TaskOverride.Kind;

/**
 * What somebody wants to decide for a stage of a task. Null stands for what was not given.
 *
 * @param kind {@code agent}, {@code model}, {@code next} or {@code input}
 * @param stage the stage
 * @param agent where several agents work, the one it is about; for {@code model} null means all
 * @param value the name of an agent, a model or a stage; or the input
 * @param reason why, at most 500 characters
 * @param expiresAt from when on it counts no more; null: until the task ends
 */
public record OverrideDraft(
    String kind, String stage, String agent, JsonNode value, String reason, Instant expiresAt) {
  OverrideDraft at(String other) {
    return new OverrideDraft(kind, other, agent, value, reason, expiresAt);
  }

  /** The name of the agent that is to work in place of whoever would, if that is wanted. */
  Optional<String> chosen() {
    return Kind.AGENT.id().equals(kind) && agent == null && value != null && value.isTextual()
        ? Optional.of(value.textValue())
        : Optional.empty();
  }
}
