package org.gamelan.provider;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * One call of a model, for accounts.
 *
 * @param at when it began
 * @param task the task, or null
 * @param stageRun the stage run, or null
 * @param agent the agent, or null
 * @param key the API key with which the task was made, or null
 * @param alias the alias that was called
 * @param provider the provider's name
 * @param model the provider's own name of the model
 * @param tokens what it took
 * @param cost what it cost, or null where no price is known
 * @param latencyMs how long it took, in milliseconds, waiting for limits not included
 * @param outcome {@code succeeded}, or the kind of the failure
 */
public record CallRecord(
    Instant at,
    UUID task,
    UUID stageRun,
    String agent,
    UUID key,
    String alias,
    String provider,
    String model,
    TokenUsage tokens,
    BigDecimal cost,
    int latencyMs,
    String outcome) {
  public static final String SUCCEEDED = "succeeded";
}
