package org.gamelan.provider;

import java.time.Instant;
import java.util.UUID;

/**
 * A call of a model that failed.
 *
 * @param at when it began
 * @param task for which task, or null
 * @param agent for which agent, or null
 * @param alias the alias that was called
 * @param model the provider's own name of the model
 * @param latencyMs how long it took, in milliseconds
 * @param outcome the kind of the failure
 */
public record FailedCall(
    Instant at,
    UUID task,
    String agent,
    String alias,
    String model,
    long latencyMs,
    String outcome) {}
