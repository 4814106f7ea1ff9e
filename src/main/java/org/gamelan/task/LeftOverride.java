package org.gamelan.task;

/**
 * An override that a fork could not take over.
 *
 * @param kind {@code agent}, {@code model}, {@code next} or {@code input}
 * @param stage the stage
 * @param reason why not
 */
public record LeftOverride(String kind, String stage, String reason) {}
