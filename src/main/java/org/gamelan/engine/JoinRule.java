package org.gamelan.engine;

import org.gamelan.workflow.StageDefinition;

/**
 * When a join begins.
 *
 * @param all whether it waits for every branch
 * @param need how many branches have to succeed where it does not
 */
public record JoinRule(boolean all, int need) {
  /** A fork that nothing joins: only the end of its last branch counts. */
  static final JoinRule NONE = new JoinRule(true, 0);

  static JoinRule of(StageDefinition join) {
    String wait = join.settings().path("wait").asText("all");
    return switch (wait) {
      case "all" -> new JoinRule(true, 0);
      case "any" -> new JoinRule(false, 1);
      default -> new JoinRule(false, Integer.parseInt(wait));
    };
  }

  /** How many of the branches that its fork took have to succeed. */
  int needed(int expected) {
    return all ? 0 : Math.min(need, expected);
  }

  /**
   * Whether the join begins: enough have succeeded, nobody is left to wait for, or so many failed
   * that the rest cannot be enough.
   */
  public boolean isMet(int expected, int arrived, int failed) {
    return arrived + failed >= expected
        || (!all && (arrived >= need || expected - failed < needed(expected)));
  }
}
