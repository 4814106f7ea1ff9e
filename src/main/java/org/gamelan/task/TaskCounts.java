package org.gamelan.task;

/**
 * How many tasks there are in the states that call for attention.
 *
 * @param pending without a fitting agent
 * @param queued waiting for a node
 * @param running under way
 * @param waiting for a person, a timer, a limit or a budget
 * @param paused halted by somebody
 * @param failedToday failed within the last 24 hours
 * @param succeededToday succeeded within the last 24 hours
 * @param finishedLastHour ended within the last hour, whatever the end
 */
public record TaskCounts(
    long pending,
    long queued,
    long running,
    long waiting,
    long paused,
    long failedToday,
    long succeededToday,
    long finishedLastHour) {}
