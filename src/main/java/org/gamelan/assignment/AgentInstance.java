package org.gamelan.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One agent at work for one assignment, with a memory of its own.
 *
 * @param id its id
 * @param agent the agent's name
 * @param assignment the assignment that made it
 * @param taskConfig the task config's name, or null once that was deleted
 * @param status {@code idle}, {@code busy}, or {@code retiring}
 * @param doing its unfinished tasks, the oldest first, at most twenty
 * @param unfinished how many of its tasks have not ended
 * @param succeeded how many succeeded
 * @param failed how often one failed
 * @param cancelled how many were cancelled
 * @param state what is known of its last task: {@code lastTask}, {@code lastStatus}; empty before
 * @param memory what it remembers, by key
 * @param createdAt when it was made
 * @param lastActiveAt when it was last given a task or finished one, or null
 */
@Schema(name = "AgentInstance")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AgentInstance(
    UUID id,
    String agent,
    UUID assignment,
    String taskConfig,
    String status,
    List<Doing> doing,
    int unfinished,
    long succeeded,
    long failed,
    long cancelled,
    JsonNode state,
    JsonNode memory,
    Instant createdAt,
    Instant lastActiveAt) {

  /**
   * A task that an instance has in hand.
   *
   * @param id the task
   * @param title in one line
   * @param status where it stands
   * @param stage the stage that runs, or null
   */
  @Schema(name = "InstanceTask")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Doing(UUID id, String title, String status, String stage) {}
}
