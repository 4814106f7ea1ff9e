package org.gamelan.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Why something was chosen: a model, an agent, a pipeline, a way.
 *
 * @param at when that was decided
 * @param task the task, or null
 * @param stageRun the stage run, or null
 * @param kind what was chosen
 * @param winner what won, or null when nothing did
 * @param by who decided
 * @param override the override that decided, or null
 * @param reason why, in a sentence
 * @param candidates what there was to choose from, in the order of choice
 */
public record RoutingNote(
    Instant at,
    UUID task,
    UUID stageRun,
    Kind kind,
    String winner,
    By by,
    UUID override,
    String reason,
    List<Candidate> candidates) {

  /** What is chosen. */
  public enum Kind {
    PIPELINE,
    AGENT,
    MODEL,
    NEXT,
    INPUT;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who decides: what is written in definitions, an agent, who asks, who steers, or figures. */
  public enum By {
    RULE,
    AGENT,
    CALLER,
    OVERRIDE,
    SCORE;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Something that could have been chosen.
   *
   * @param name its name
   * @param score from 0 to 1, or null where nothing was measured
   * @param reason what became of it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Candidate(String name, Double score, String reason) {
    public Candidate(String name, String reason) {
      this(name, null, reason);
    }
  }

  public RoutingNote {
    candidates = List.copyOf(candidates);
  }

  /** Why another model than the one named was called. */
  static RoutingNote ofModel(
      Instant at,
      UUID task,
      UUID stageRun,
      String winner,
      String reason,
      List<Candidate> candidates) {
    return new RoutingNote(
        at, task, stageRun, Kind.MODEL, winner, By.RULE, null, reason, candidates);
  }
}
