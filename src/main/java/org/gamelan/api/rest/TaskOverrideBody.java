package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.task.OverrideDraft;

/** What somebody decides for a stage of a task. */
@Schema(name = "TaskOverrideInput")
public record TaskOverrideBody(
    @Schema(description = "`agent`, `model`, `next` or `input`.", example = "agent") String kind,
    @Schema(description = "The stage it is for.", example = "review") String stage,
    @Schema(
            description =
                "The name of an agent, model or stage; for `input` an object: the arguments of a"
                    + " tool or output stage, else what the stage sees as the task's input.",
            example = "senior-reviewer")
        JsonNode value,
    @Schema(description = "Why, at most 500 characters.", example = "knows the module")
        String reason) {

  OverrideDraft draft() {
    return new OverrideDraft(kind, stage, value, reason);
  }
}
