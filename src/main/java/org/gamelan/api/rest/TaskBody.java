package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.task.NewTask;

/** A task somebody wants done. */
@Schema(name = "TaskInput")
public record TaskBody(
    @Schema(
            description = "One line, at most 200 characters.",
            example = "Analyze project structure",
            required = true)
        String title,
    @Schema(
            description = "At most 20,000 characters.",
            example = "Tell what the project is made of and where to begin reading.")
        String description,
    @Schema(description = "Fits the input schema of the workflow's first stage.") JsonNode input,
    @Schema(minimum = "1", maximum = "10", defaultValue = "5") Integer complexity,
    @Schema(description = "Higher goes first.", minimum = "0", maximum = "9", defaultValue = "5")
        Integer priority,
    @Schema(description = "At most 20 words.") List<String> labels,
    @Schema(description = "Until when it is wanted.") Instant deadline,
    @Schema(description = "Name or id; at most one of workflow, pipeline and agent.")
        String workflow,
    @Schema(description = "Name or id.", example = "basic-llm-agent") String pipeline,
    @Schema(description = "Name or id of an agent that is to do it alone.") String agent,
    @Schema(description = "Where its files are: `{path}` or `{git, ref}`.") JsonNode source) {

  NewTask asNewTask(Names names) {
    return new NewTask(
        title,
        description,
        input,
        complexity,
        priority,
        labels,
        deadline,
        names.workflow(workflow),
        names.pipeline(pipeline),
        names.agent(agent),
        source);
  }
}
