package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * What somebody decided for a stage of a task.
 *
 * @param id its id
 * @param task the task
 * @param kind {@code agent}, {@code model}, {@code next} or {@code input}
 * @param stage the stage
 * @param agent the agent of a team that it is about, or null
 * @param value the name of an agent, a model or a stage; or the input
 * @param reason why
 * @param createdBy who
 * @param createdAt when
 * @param expiresAt from when on it counts no more, or null
 * @param uses how often it was used
 * @param usedAt when it was used last, or null
 */
public record GivenOverride(
    UUID id,
    UUID task,
    String kind,
    String stage,
    String agent,
    JsonNode value,
    String reason,
    String createdBy,
    Instant createdAt,
    Instant expiresAt,
    int uses,
    Instant usedAt) {

  /** The name it decides for, or the input as it is written. */
  public String text() {
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
