package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.gamelan.engine.TaskStatus;
import org.gamelan.failure.FailureSignature;

/**
 * A task as it is.
 *
 * @param id its id
 * @param title one line
 * @param description what is to be done
 * @param input what it works on, or null
 * @param complexity from 1 to 10
 * @param priority from 0 to 9
 * @param labels words
 * @param deadline until when it is wanted, or null
 * @param source where its files are, or null
 * @param pipeline the pipeline it goes through, or null
 * @param workflow the workflow it goes through
 * @param workflowVersion the workflow's version it is pinned to
 * @param agent the agent it is assigned to, or null
 * @param status where it stands
 * @param reason why it waits or failed, or null
 * @param failure why it failed, or null
 * @param createdBy who asked for it
 * @param createdAt when
 * @param startedAt when its first stage began, or null
 * @param finishedAt when it ended, or null
 * @param version counted up with each change of the task itself
 * @param taskConfig name of the task config it was made of, or null
 * @param assignment the assignment it is done through, or null
 * @param instance the agent instance that does it, or null
 * @param wish which agent it wants to do it alone, or null when it goes through a workflow
 * @param forkedFrom the task whose finished stages it began with, or null
 * @param forkedStage the stage it began with itself then, or null
 */
public record Task(
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
    Wish wish,
    UUID forkedFrom,
    String forkedStage) {}
