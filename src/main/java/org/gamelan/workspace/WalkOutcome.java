package org.gamelan.workspace;

/**
 * How a walk through a source went.
 *
 * @param files visited
 * @param folders entered
 * @param skipped links, devices and whatever could not be read
 * @param truncated why not everything was visited, as the end of "…, because "; null when
 *     everything was
 */
public record WalkOutcome(long files, long folders, long skipped, String truncated) {}
