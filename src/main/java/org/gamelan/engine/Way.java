package org.gamelan.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Where a run went from a finished stage, as it is kept where there was a choice. From the ways of
 * its runs everything else about a task's place in its graph is derived: how often a way back was
 * taken, which outputs count no more, what became of the branches of a fork.
 *
 * @param next the stages that follow, in order
 * @param ends the branch that comes to its end with this, or null
 * @param failed whether that branch failed
 * @param round the round that begins with a way back or anew, or null
 * @param reasons what was tried, one sentence each
 * @param agent the fallback that takes the stage over after this attempt, or null
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Way(
    List<Taken> next,
    String ends,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean failed,
    Integer round,
    List<String> reasons,
    String agent) {
  /** The number of no edge: somebody had the run go on elsewhere. */
  public static final int JUMP = -1;

  /** The number of no edge either: a sub-workflow starts anew after it failed. */
  public static final int AGAIN = -2;

  private static final int MAX_REASONS = 20;
  private static final int MAX_REASON = 300;

  public Way {
    next = next == null ? List.of() : List.copyOf(next);
    reasons =
        reasons == null
            ? List.of()
            : reasons.stream().limit(MAX_REASONS).map(Way::limited).toList();
  }

  /**
   * A stage that follows.
   *
   * @param stage its name
   * @param edge the place of the edge among the workflow's, from 0; {@link #JUMP} or {@link #AGAIN}
   *     for none
   * @param branch the branch that begins with it, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Taken(String stage, int edge, String branch) {}

  /** Whether the sub-workflow of a stage starts anew with it. */
  boolean startsAnew(String caller) {
    return !next.isEmpty() && next.get(0).edge() == AGAIN && next.get(0).stage().equals(caller);
  }

  static Way of(List<Taken> next, List<String> reasons) {
    return new Way(next, null, false, null, reasons, null);
  }

  Way ending(String branch) {
    return new Way(next, branch, false, round, reasons, agent);
  }

  Way inRound(int number) {
    return new Way(next, ends, failed, number, reasons, agent);
  }

  static Way failing(String branch, List<String> reasons) {
    return new Way(List.of(), branch, true, null, reasons, null);
  }

  /** A stage is tried again by another agent. */
  static Way takenOver(String agent, List<String> reasons) {
    return new Way(List.of(), null, false, null, reasons, agent);
  }

  /** The same without the words for why. */
  Way withoutReasons() {
    return new Way(next, ends, failed, round, List.of(), agent);
  }

  private static String limited(String reason) {
    return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "…";
  }
}
