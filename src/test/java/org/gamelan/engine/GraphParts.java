package org.gamelan.engine;

import java.util.List;
import java.util.Optional;

/** What random graphs are made of, for the model and for the engine. */
final class GraphParts {
  private GraphParts() {}

  /** How a stage ended that will not be tried again. */
  enum End {
    GOOD,
    BAD,
    FAILED,
    TIMED_OUT;

    boolean isFailure() {
      return this == FAILED || this == TIMED_OUT;
    }
  }

  /** A part of a graph. */
  sealed interface Part {}

  /**
   * @param handler the stage an error edge leads to, or null
   * @param late whether that edge is taken by failures of the kind timeout alone
   */
  record Leaf(String name, String handler, boolean late) implements Part {}

  record Row(List<Part> parts) implements Part {}

  /**
   * @param decided whether a stage of kind decision says good, or null where an agent chooses
   */
  record Choice(String name, String good, String bad, Boolean decided) implements Part {}

  /**
   * People decide. Without ways of its own a rejection is a failure.
   *
   * @param yes the stage an approval leads to, or null where there is one way for all
   * @param no the stage a rejection leads to, or null
   * @param handler the stage an error edge leads to, or null
   * @param expiry what happens when nobody decides in time
   */
  record Ask(String name, String yes, String no, String handler, ExpiryAction expiry)
      implements Part {
    /**
     * What comes of it, or nothing when others are asked.
     *
     * @param verdict approve, reject or expire
     * @param escalated whether others were asked already
     */
    Optional<End> end(String verdict, boolean escalated) {
      String decision = verdict;
      if (verdict.equals(EXPIRE)) {
        boolean others = expiry == ExpiryAction.ESCALATE;
        if (others && !escalated) {
          return Optional.empty();
        }
        decision = others ? ExpiryAction.FAIL.id() : expiry.id();
      }
      return Optional.of(
          switch (decision) {
            case ApprovalVerdict.APPROVE -> End.GOOD;
            case ApprovalVerdict.REJECT -> no == null ? End.FAILED : End.BAD;
            default -> End.TIMED_OUT;
          });
    }
  }

  /** The verdict that time is over. */
  static final String EXPIRE = "expire";

  /** Leads to an end stage when it is good. */
  record Exit(String name, String quit) implements Part {}

  /** Goes back while the check is not good. */
  record Loop(Part body, String check, int most, boolean exhausted) implements Part {}

  /**
   * @param taken which of the branches the fork takes
   * @param need how many branches the join waits for; 0 for all
   */
  record Fork(
      String name,
      List<Row> branches,
      List<Boolean> taken,
      String join,
      int need,
      boolean goesOn,
      String handler)
      implements Part {}

  /**
   * @param passes how often its row is gone through at most while it fails
   */
  record Sub(String name, Row row, String handler, int passes) implements Part {}
}
