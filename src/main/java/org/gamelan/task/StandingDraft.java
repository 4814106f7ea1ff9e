package org.gamelan.task;

import java.time.Instant;

/**
 * What somebody wants to decide for all stages to come that match. Null stands for what was not
 * given.
 *
 * @param kind {@code agent} or {@code model}
 * @param value the name of the agent or model that is put to work
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
