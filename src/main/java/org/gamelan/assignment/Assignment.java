package org.gamelan.assignment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * That an agent does a kind of task.
 *
 * @param id its id
 * @param agent the agent's name
 * @param taskConfig the task config's name, or null once that was deleted
 * @param taskConfigId the task config's id, or null once that was deleted
 * @param instance the agent instance that it made
 * @param status {@code active}, or {@code retiring} while its last tasks run
 * @param createdBy who made it
 * @param createdAt when
 */
@Schema(name = "Assignment")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Assignment(
    UUID id,
    String agent,
    String taskConfig,
    UUID taskConfigId,
    UUID instance,
    String status,
    String createdBy,
    Instant createdAt) {

  static final String ACTIVE = "active";
  static final String RETIRING = "retiring";

  @JsonIgnore
  public boolean isRetiring() {
    return status.equals(RETIRING);
  }
}
