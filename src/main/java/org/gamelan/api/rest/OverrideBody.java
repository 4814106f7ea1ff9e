package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.json.Json;
import org.gamelan.task.StandingDraft;

/** A standing override. What a client has read besides may come back and is ignored. */
@Schema(name = "OverrideInput")
@JsonIgnoreProperties({"id", "createdBy", "createdAt", "uses", "usedAt"})
public record OverrideBody(
    @Schema(description = "`agent`, `model`, `next` or `input`.", example = "model") String kind,
    @Schema(
            description =
                "The agent or model that is put to work, the stage that is next; for `input` an"
                    + " object: the arguments of a tool or output stage, else what the stage sees"
                    + " as the task's input.",
            example = "strong")
        JsonNode value,
    @Schema(
            description =
                "Only in tasks of this workflow; `next` and `input` need it, or a pipeline.")
        String workflow,
    @Schema(description = "Only in tasks of this pipeline.", example = "plan-review")
        String pipeline,
    @Schema(description = "Only in stages of this name.", example = "execution") String stage,
    @Schema(description = "Only where this agent would work.") String agent,
    @Schema(description = "Why, at most 500 characters.", example = "the usual one is down")
        String reason,
    @Schema(description = "From when on it counts no more; in 30 days when left out.")
        Instant expiresAt) {

  /** An input is kept as it is written. */
  private String text() {
    if (value == null || value.isNull()) {
      return null;
    }
    return value.isTextual() ? value.textValue() : Json.write(value);
  }

  StandingDraft draft(Names names) {
    return new StandingDraft(
        kind,
        "agent".equals(kind) ? names.agent(text()) : text(),
        names.workflow(workflow),
        names.pipeline(pipeline),
        stage,
        names.agent(agent),
        reason,
        expiresAt);
  }
}
