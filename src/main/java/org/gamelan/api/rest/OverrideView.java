package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.json.Json;
import org.gamelan.task.Standing;

/** A standing override as it is shown. */
@Schema(name = "Override")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record OverrideView(
    UUID id,
    String kind,
    JsonNode value,
    String workflow,
    String pipeline,
    String stage,
    String agent,
    String reason,
    String createdBy,
    Instant createdAt,
    Instant expiresAt,
    long uses,
    Instant usedAt) {

  static OverrideView of(Standing standing) {
    return new OverrideView(
        standing.id(),
        standing.kind(),
        standing.kind().equals("input")
            ? Json.parseOwn(standing.value())
            : Json.tree(standing.value()),
        standing.workflow(),
        standing.pipeline(),
        standing.stage(),
        standing.agent(),
        standing.reason(),
        standing.createdBy(),
        standing.createdAt(),
        standing.expiresAt(),
        standing.uses(),
        standing.usedAt());
  }
}
