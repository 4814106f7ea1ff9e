package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.task.ForkOrder;

/** From where a task is to be done once more, as another one. */
@Schema(name = "ForkInput")
public record ForkBody(
    @Schema(
            description =
                "The stage to begin with. It is outside of forks, or a fork as a whole; a"
                    + " sub-workflow begins anew.",
            required = true,
            example = "review")
        String fromStage,
    @Schema(description = "The new task's input; left out, it is that of the task.") JsonNode input,
    @Schema(
            description = "The new task's title, at most 200 characters; left out, the task's.",
            example = "The same with a stricter reviewer")
        String title,
    @Schema(
            description = "By what it goes on: `pinned`, which the task was done by, or `current`.",
            enumeration = {"pinned", "current"},
            defaultValue = "pinned")
        String definitions) {

  ForkOrder order() {
    return new ForkOrder(fromStage, input, title, ReplayBody.isCurrent(definitions));
  }
}
