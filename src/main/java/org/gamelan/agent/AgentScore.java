package org.gamelan.agent;

import java.time.Instant;
import java.util.List;

/**
 * How well an agent does a class of tasks, and why that is said.
 *
 * @param agent the agent's name
 * @param taskClass the task config, pipeline or workflow of the tasks
 * @param fitness from 0 to 1; 0.5 while there are too few samples
 * @param neutral whether there are too few
 * @param samples how many runs count by now, old ones less
 * @param runs how many there were in all
 * @param parts what the fitness is made of
 * @param seenAt when the latest of them ended
 */
public record AgentScore(
    String agent,
    String taskClass,
    double fitness,
    boolean neutral,
    double samples,
    long runs,
    List<Part> parts,
    Instant seenAt) {

  /**
   * One part of a fitness.
   *
   * @param name {@code success}, {@code quality}, {@code speed} or {@code cost}
   * @param value from 0 to 1, or null where nothing is known
   * @param weight its share of the fitness, from 0 to 1; 0 where nothing is known
   * @param detail what it comes from, in a few words
   */
  public record Part(String name, Double value, double weight, String detail) {}

  public AgentScore {
    parts = List.copyOf(parts);
  }
}
