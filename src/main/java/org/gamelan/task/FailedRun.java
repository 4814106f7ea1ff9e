package org.gamelan.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.gamelan.failure.FailureSignature;

/**
 * A stage run that failed.
 *
 * @param task its task
 * @param title the task's title
 * @param stageRun its id
 * @param round its round
 * @param branch its branch, or null on the main line
 * @param at when it failed
 * @param failure why
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record FailedRun(
    UUID task,
    String title,
    UUID stageRun,
    int round,
    String branch,
    Instant at,
    FailureSignature failure) {}
