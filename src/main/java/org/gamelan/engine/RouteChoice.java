package org.gamelan.engine;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.gamelan.provider.RoutingNote;

/**
 * Which pipeline a task goes through, and why.
 *
 * @param winner the pipeline, or null when an agent is to do it alone
 * @param by who decided
 * @param reason why, in a sentence
 * @param candidates the pipelines there were to choose from
 */
public record RouteChoice(
    String winner, RoutingNote.By by, String reason, List<RoutingNote.Candidate> candidates) {
  public RouteChoice {
    candidates = List.copyOf(candidates);
  }

  /** For the trace of a task. */
  public RoutingNote note(Instant at, UUID task, UUID run) {
    return new RoutingNote(
        at, task, run, RoutingNote.Kind.PIPELINE, winner, by, null, reason, candidates);
  }
}
