package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.failure.InvalidInputException;

/** A call of a tool. */
@Schema(name = "InvocationInput")
public record InvocationBody(
    @Schema(
            description = "What the tool's `inputSchema` asks for",
            example = "{\"query\": \"approvals\"}")
        JsonNode arguments,
    @Schema(description = "The id of a task whose source and policy the call gets") String task,
    @Schema(description = "That it may act outside, or do what policy asks a person for")
        Boolean confirm) {

  UUID taskId() {
    try {
      return task == null ? null : UUID.fromString(task);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("task", "must be the id of a task");
    }
  }
}
