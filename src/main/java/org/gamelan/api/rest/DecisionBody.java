package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.task.Decision;

/** What somebody decides on a stage that waits. */
@Schema(name = "DecisionInput")
public record DecisionBody(
    @Schema(description = "The stage that waits.", example = "plan_approval") String stage,
    @Schema(
            description =
                "`approve`, `reject` or `edit`; for a stage of unknown outcome `happened`, `repeat`"
                    + " or `fail`.",
            example = "approve")
        String decision,
    @Schema(description = "Why; at most 2,000 characters.") String comment,
    @Schema(
            description =
                "With `edit` what is approved instead; with `happened` the call's answer.")
        JsonNode value,
    @Schema(description = "The `shown` of the approval that was read.") String shown) {

  Decision asDecision() {
    return new Decision(stage, decision, comment, value, shown);
  }
}
