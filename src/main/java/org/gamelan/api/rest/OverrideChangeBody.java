package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What of a standing override can be changed. What was read besides may come back. */
@Schema(name = "OverrideChange")
@JsonIgnoreProperties({
  "id",
  "kind",
  "value",
  "workflow",
  "pipeline",
  "stage",
  "agent",
  "createdBy",
  "createdAt",
  "uses",
  "usedAt"
})
public record OverrideChangeBody(
    @Schema(description = "Why; left out: as before.", example = "still down") String reason,
    @Schema(description = "From when on it counts no more; left out: as before.")
        Instant expiresAt) {}
