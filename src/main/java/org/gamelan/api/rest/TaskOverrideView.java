package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.task.GivenOverride;

/** What somebody decided for a stage of a task. */
@Schema(name = "TaskOverride")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TaskOverrideView(
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

  static TaskOverrideView of(GivenOverride override) {
    return new TaskOverrideView(
        override.id(),
        override.task(),
        override.kind(),
        override.stage(),
        override.agent(),
        override.value(),
        override.reason(),
        override.createdBy(),
        override.createdAt(),
        override.expiresAt(),
        override.uses(),
        override.usedAt());
  }
}
