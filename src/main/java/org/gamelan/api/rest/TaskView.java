package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.engine.TaskStatus;
import org.gamelan.failure.FailureSignature;
import org.gamelan.task.Task;

/** A task as it is shown. */
@Schema(name = "Task")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TaskView(
    UUID id,
    @Schema(example = "Analyze project structure") String title,
    String description,
    @Schema(description = "What it works on.", nullable = true) JsonNode input,
    @Schema(minimum = "1", maximum = "10", example = "5") int complexity,
    @Schema(description = "Higher goes first.", minimum = "0", maximum = "9", example = "5")
        int priority,
    List<String> labels,
    @Schema(nullable = true) Instant deadline,
    @Schema(description = "Where its files are: `{path}` or `{git, ref}`.", nullable = true)
        JsonNode source,
    @Schema(example = "basic-llm-agent", nullable = true) String pipeline,
    @Schema(example = "basic-llm-agent") String workflow,
    int workflowVersion,
    @Schema(description = "The agent it is assigned to.", nullable = true) String agent,
    @Schema(example = "running") TaskStatus status,
    @Schema(description = "Why it waits or failed.", nullable = true) String reason,
    @Schema(nullable = true) FailureSignature failure,
    @Schema(example = "admin") String createdBy,
    Instant createdAt,
    @Schema(nullable = true) Instant startedAt,
    @Schema(nullable = true) Instant finishedAt,
    @Schema(description = "Counted up with each change of the task itself.") int version) {

  static TaskView of(Task task) {
    return new TaskView(
        task.id(),
        task.title(),
        task.description(),
        task.input(),
        task.complexity(),
        task.priority(),
        task.labels(),
        task.deadline(),
        task.source(),
        task.pipeline(),
        task.workflow(),
        task.workflowVersion(),
        task.agent(),
        task.status(),
        task.reason(),
        task.failure(),
        task.createdBy(),
        task.createdAt(),
        task.startedAt(),
        task.finishedAt(),
        task.version());
  }
}
