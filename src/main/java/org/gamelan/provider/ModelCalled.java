package org.gamelan.provider;

import java.time.Duration;

/**
 * Told on the caller's thread after each call of a model.
 *
 * @param provider the provider's name
 * @param kind the provider's kind
 * @param model the alias
 * @param asked the model as the provider names it
 * @param operation what was done: {@code chat}, {@code embeddings}
 * @param outcome {@code succeeded}, or the kind of the failure
 * @param duration how long the call took
 * @param tokens what it cost in tokens
 */
public record ModelCalled(
    String provider,
    String kind,
    String model,
    String asked,
    String operation,
    String outcome,
    Duration duration,
    TokenUsage tokens) {}
