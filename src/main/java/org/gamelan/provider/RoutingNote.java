package org.gamelan.provider;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Why another model than the one named was called.
 *
 * @param at when that was decided
 * @param task the task, or null
 * @param stageRun the stage run, or null
 * @param winner the alias that answered, or null when none did
 * @param reason why, in a sentence
 * @param candidates what there was to choose from, in the order of choice
 */
public record RoutingNote(
    Instant at,
    UUID task,
    UUID stageRun,
    String winner,
    String reason,
    List<Candidate> candidates) {

  /** An alias and what became of it. */
  public record Candidate(String name, String reason) {}

  public RoutingNote {
    candidates = List.copyOf(candidates);
  }
}
