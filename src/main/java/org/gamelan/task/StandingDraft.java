package org.gamelan.task;

import java.time.Instant;

/**
 * What somebody wants to decide for all stages to come that match. Null stands for what was not
 * given.
 *
 * @param kind {@code agent}, {@code model}, {@code next} or {@code input}
 * @param value the name of an agent, a model or a stage; or an input as JSON
 * @param workflow only in tasks of this workflow
 * @param pipeline only in tasks of this pipeline
 * @param stage only in stages of this name
 * @param agent only where this agent would work
 * @param reason why, at most 500 characters
 * @param expiresAt from when on it counts no more; in 30 days by default, in a year at most
 */
public record StandingDraft(
    String kind,
    String value,
    String workflow,
    String pipeline,
    String stage,
    String agent,
    String reason,
    Instant expiresAt) {}
