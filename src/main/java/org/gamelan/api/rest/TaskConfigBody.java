package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.assignment.TaskConfigDraft;

/** What a client sets of a task config. What it has read besides may come back and is ignored. */
@Schema(name = "TaskConfigInput")
@JsonIgnoreProperties({"id", "version", "createdAt", "updatedAt"})
public record TaskConfigBody(
    String name,
    String description,
    String promptTemplate,
    JsonNode inputSchema,
    JsonNode outputSchema,
    JsonNode examples) {

  TaskConfigDraft draft() {
    return new TaskConfigDraft(
        name, description, promptTemplate, inputSchema, outputSchema, examples);
  }
}
