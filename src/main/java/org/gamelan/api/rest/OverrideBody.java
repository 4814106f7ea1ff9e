package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.task.StandingDraft;

/** A standing override. What a client has read besides may come back and is ignored. */
@Schema(name = "OverrideInput")
@JsonIgnoreProperties({"id", "createdBy", "createdAt", "uses", "usedAt"})
public record OverrideBody(
    @Schema(description = "`agent` or `model`.", example = "model") String kind,
    @Schema(description = "The agent or model that is put to work.", example = "strong")
        String value,
    @Schema(description = "Only in tasks of this workflow.") String workflow,
    @Schema(description = "Only in tasks of this pipeline.", example = "plan-review")
        String pipeline,
    @Schema(description = "Only in stages of this name.", example = "execution") String stage,
    @Schema(description = "Only where this agent would work.") String agent,
    @Schema(description = "Why, at most 500 characters.", example = "the usual one is down")
        String reason,
    @Schema(description = "From when on it counts no more; in 30 days when left out.")
        Instant expiresAt) {

  StandingDraft draft(Names names) {
    return new StandingDraft(
        kind,
        "agent".equals(kind) ? names.agent(value) : value,
        names.workflow(workflow),
        names.pipeline(pipeline),
        stage,
        names.agent(agent),
        reason,
        expiresAt);
  }
}
