package org.gamelan.evolution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gamelan.agent.AgentScore;
import org.gamelan.agent.AgentScores.Ranking;
import org.gamelan.provider.RoutingNote;

/**
 * Puts agents in order: those that are known by their fitness, then those that are not. Of so many
 * choices a bounded part goes to one that is not known, by counting and not by chance.
 */
final class Explorer {
  private static final int CLASSES = 1_000;

  private final double exploration;

  /** How many choices there were of a class, and how many of them explored; the latest classes. */
  private final Map<String, long[]> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, long[]> eldest) {
          return size() > CLASSES;
        }
      };

  /**
   * @param exploration the part of choices that may go to agents that are not known, from 0 to 1
   */
  Explorer(double exploration) {
    this.exploration = exploration;
  }

  /** An agent and what is known of it. */
  record Candidate(String name, Optional<AgentScore> score) {
    boolean isKnown() {
      return score.isPresent() && !score.get().neutral();
    }

    double fitness() {
      return score.map(AgentScore::fitness).orElse(Fitness.NEUTRAL);
    }
  }

  /**
   * @param given in the order that counts where scores say nothing
   * @param otherwise why that order counts, as the end of a sentence
   */
  Ranking rank(List<Candidate> given, String taskClass, String otherwise) {
    List<Candidate> known = new ArrayList<>(given.stream().filter(Candidate::isKnown).toList());
    known.sort(Comparator.comparingDouble(Candidate::fitness).reversed());
    List<Candidate> unknown = given.stream().filter(each -> !each.isKnown()).toList();
    boolean open = !known.isEmpty() && !unknown.isEmpty();
    boolean explores = open && isDue(taskClass);
    List<Candidate> order = new ArrayList<>(explores ? unknown : known);
    order.addAll(explores ? known : unknown);
    return new Ranking(
        order.stream().map(Candidate::name).toList(),
        known.isEmpty()
            ? "Too little is known of all that fit, so " + otherwise + "."
            : reason(order.get(0), explores),
        order.stream().map(Explorer::told).toList(),
        !known.isEmpty());
  }

  private synchronized boolean isDue(String taskClass) {
    long[] count = counts.computeIfAbsent(taskClass, any -> new long[2]);
    count[0]++;
    boolean due = count[1] + 1 <= exploration * count[0];
    if (due) {
      count[1]++;
    }
    return due;
  }

  private static String reason(Candidate first, boolean explores) {
    return explores
        ? "Too little is known of it, and now and then such an agent is tried."
        : String.format(
            Locale.ROOT, "It has the best fitness of those that fit, %.2f.", first.fitness());
  }

  private static RoutingNote.Candidate told(Candidate each) {
    String samples =
        each.score()
            .map(score -> String.format(Locale.ROOT, "%.1f samples", score.samples()))
            .orElse("no samples");
    return new RoutingNote.Candidate(
        each.name(), each.fitness(), each.isKnown() ? samples : samples + ", too few");
  }
}
