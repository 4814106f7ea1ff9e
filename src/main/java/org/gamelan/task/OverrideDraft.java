package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.gamelan.engine.TaskOverride.Kind;

/**
 * What somebody wants to decide for a stage of a task. Null stands for what was not given.
 *
 * @param kind {@code agent}, {@code model}, {@code next} or {@code input}
 * @param stage the stage
 * @param value the name of an agent, a model or a stage; or the input
 * @param reason why, at most 500 characters
 */
public record OverrideDraft(String kind, String stage, JsonNode value, String reason) {
  OverrideDraft at(String other) {
    return new OverrideDraft(kind, other, value, reason);
  }

  /** The name of the agent that is to work, if that is what is wanted. */
  Optional<String> agent() {
    return Kind.AGENT.id().equals(kind) && value != null && value.isTextual()
        ? Optional.of(value.textValue())
        : Optional.empty();
  }
}
