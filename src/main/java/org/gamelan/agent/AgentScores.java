package org.gamelan.agent;

import java.util.List;
import java.util.Optional;
import org.gamelan.provider.RoutingNote;

/** What is known of how well agents do, as of a moment ago. Asking costs nothing. */
public interface AgentScores {
  /** The scores of an agent, by class of task. */
  List<AgentScore> of(String agent);

  /** The score of an agent for a class of tasks, if it did any. */
  Optional<AgentScore> find(String agent, String taskClass);

  /**
   * Puts agents that all may do a task in order: the fittest first, and now and then one that is
   * not known well enough. Each asking counts as a choice.
   *
   * @param agents their names, the one to be taken first where scores say nothing in front
   * @param otherwise why that one is in front, as the end of a sentence
   */
  Ranking rank(List<String> agents, String taskClass, String otherwise);

  /**
   * Agents in the order in which they should be taken.
   *
   * @param order all that were given
   * @param reason why the first is the first, in a sentence
   * @param candidates all of them with their scores
   * @param scored whether scores made that order
   */
  record Ranking(
      List<String> order, String reason, List<RoutingNote.Candidate> candidates, boolean scored) {
    public Ranking {
      order = List.copyOf(order);
      candidates = List.copyOf(candidates);
    }
  }
}
