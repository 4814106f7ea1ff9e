package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.engine.TaskStatus;
import org.gamelan.failure.FailureSignature;
import org.gamelan.platform.Spans;
import org.gamelan.task.Task;
import org.gamelan.task.Wish;

/** A task as it is shown. */
@Schema(name = "Task")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TaskView(
    UUID id,
    String title,
    String description,
    JsonNode input,
    int complexity,
    int priority,
    List<String> labels,
    Instant deadline,
    JsonNode source,
    String pipeline,
    String workflow,
    int workflowVersion,
    String agent,
    TaskStatus status,
    String reason,
    FailureSignature failure,
    String createdBy,
    Instant createdAt,
    Instant startedAt,
    Instant finishedAt,
    int version,
    String taskConfig,
    UUID assignment,
    UUID instance,
    String assign,
    List<String> skills,
    String prefer,
    UUID forkedFrom,
    String forkedStage,
    String traceId) {

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
        task.version(),
        task.taskConfig(),
        task.assignment(),
        task.instance(),
        task.wish() == null || task.wish().isNamed() ? null : Wish.AUTO,
        task.wish() == null ? List.of() : task.wish().skills(),
        task.wish() == null || !task.wish().fittest() ? null : Wish.FITNESS,
        task.forkedFrom(),
        task.forkedStage(),
        Spans.traceOf(task.id()));
  }
}
