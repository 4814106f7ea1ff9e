package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
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
                "Where several agents work, the one it is about; a `model` without it is for all.",
            example = "reviewer")
        String agent,
    @Schema(
            description =
                "The name of an agent, model or stage; for `input` an object: the arguments of a"
                    + " tool or output stage, else what the stage sees as the task's input.",
            example = "senior-reviewer")
        JsonNode value,
    @Schema(description = "Why, at most 500 characters.", example = "knows the module")
        String reason,
    @Schema(description = "From when on it counts no more; left out: until the task ends.")
        Instant expiresAt) {

  OverrideDraft draft(Names names) {
    boolean isAgent = "agent".equals(kind) && value != null && value.isTextual();
    JsonNode named = isAgent ? TextNode.valueOf(names.agent(value.textValue())) : value;
    String member = agent == null ? null : names.agent(agent);
    return new OverrideDraft(kind, stage, member, named, reason, expiresAt);
  }
}
