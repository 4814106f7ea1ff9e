package org.gamelan.engine;

import java.util.UUID;

/**
 * Told on this node after the commit of a finished stage run.
 *
 * @param task its task
 * @param run the run
 * @param stage the stage's name
 * @param kind what the stage does, as manifests name it
 * @param agent who worked, or null
 * @param status how it ended
 * @param millis how long the work took
 * @param tokensIn tokens read
 * @param tokensOut tokens written
 * @param taskBecomes the state the task changed to with it, or null
 */
public record StageFinished(
    UUID task,
    UUID run,
    String stage,
    String kind,
    String agent,
    StageStatus status,
    long millis,
    long tokensIn,
    long tokensOut,
    TaskStatus taskBecomes) {}
