package org.gamelan.task;

import org.gamelan.agent.AgentEntry;

/**
 * An agent that somebody may give a waiting task to, or why not.
 *
 * @param entry the agent
 * @param inHand how many unfinished tasks it has
 * @param refusal why it cannot be given the task now, or null when it can
 * @param likely whether it is one that tasks are given to by themselves, and only its room may be
 *     missing
 */
public record AgentCandidate(AgentEntry entry, int inHand, String refusal, boolean likely) {
  public String name() {
    return entry.name();
  }

  /** How many more tasks it may have in hand, or null without a limit. */
  public Integer free() {
    Integer capacity = entry.definition().capacity();
    return capacity == null ? null : Math.max(0, capacity - inHand);
  }

  public boolean fits() {
    return refusal == null;
  }
}
