package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.task.OverrideDraft;

/** What somebody decides for a stage of a task. */
@Schema(name = "TaskOverrideInput")
public record TaskOverrideBody(
    @Schema(description = "`agent`, `model`, `next` or `input`.", example = "agent") String kind,
    @Schema(
            description =
                "The stage it is for; may be left out for a task that an agent does alone, which"
                    + " has `answer` only.",
            example = "review")
        String stage,
    @Schema(
            description =
                "The name of an agent, model or stage; for `input` an object: the arguments of a"
                    + " tool or output stage, else what the stage sees as the task's input.",
            example = "senior-reviewer")
        JsonNode value,
    @Schema(description = "Why, at most 500 characters.", example = "knows the module")
        String reason) {

  OverrideDraft draft(Names names) {
    boolean agent = "agent".equals(kind) && value != null && value.isTextual();
    JsonNode named = agent ? TextNode.valueOf(names.agent(value.textValue())) : value;
    return new OverrideDraft(kind, stage, named, reason);
  }
}
