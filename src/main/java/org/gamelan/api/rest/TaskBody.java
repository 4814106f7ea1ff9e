package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.task.NewTask;

/** A task somebody wants done. */
@Schema(name = "TaskInput")
public record TaskBody(
    String title,
    String description,
    JsonNode input,
    Integer complexity,
    Integer priority,
    List<String> labels,
    Instant deadline,
    String workflow,
    String pipeline,
    String agent,
    JsonNode source,
    String taskConfig,
    UUID assignment,
    String assign,
    List<String> skills,
    String prefer) {

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
        source,
        taskConfig,
        assignment,
        assign,
        skills,
        prefer);
  }
}
