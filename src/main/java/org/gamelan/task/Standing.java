package org.gamelan.task;

import java.time.Instant;
import java.util.UUID;

/**
 * A standing override.
 *
 * @param id its id
 * @param kind {@code agent}, {@code model}, {@code next} or {@code input}
 * @param value the name of an agent, a model or a stage; or an input as JSON
 * @param workflow the workflow it is for, or null for any
 * @param pipeline the pipeline, or null for any
 * @param stage the stage, or null for any
 * @param agent the agent it replaces or gives another model, or null for any
 * @param reason why
 * @param createdBy who
 * @param createdAt when
 * @param expiresAt from when on it counts no more
 * @param uses how often it was used
 * @param usedAt when it was used last, or null
 */
public record Standing(
    UUID id,
    String kind,
    String value,
    String workflow,
    String pipeline,
    String stage,
    String agent,
    String reason,
    String createdBy,
    Instant createdAt,
    Instant expiresAt,
    long uses,
    Instant usedAt) {}
