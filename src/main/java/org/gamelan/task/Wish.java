package org.gamelan.task;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentEntry;

/**
 * Which agent a task wants. Tasks with equal wishes are alike to who gives them places.
 *
 * @param agent the agent that was named, or null when one is chosen by the others
 * @param complexity of the task, from 1 to 10; 0 beside a named agent
 * @param skills words in lower case that the agent has to have, in their order
 * @param fittest whether the one with the best fitness is wanted first, not the one that was given
 *     a task longest ago
 */
public record Wish(String agent, int complexity, List<String> skills, boolean fittest) {
  /** What asks for an agent to be chosen. */
  public static final String AUTO = "auto";

  /** What asks for the fittest of the agents that fit. */
  public static final String FITNESS = "fitness";

  public static final int MAX_SKILLS = 10;
  public static final int MAX_SKILL = 50;

  private static final String NAMED = "agent:";
  private static final String ANY = "any:";
  private static final String BEST = "best:";
  private static final String SEPARATOR = ",";

  public Wish {
    skills = List.copyOf(skills);
  }

  static Wish named(String agent) {
    return new Wish(agent, 0, List.of(), false);
  }

  static Wish any(int complexity, List<String> skills) {
    return new Wish(
        null, complexity, skills.stream().map(Wish::normal).distinct().sorted().toList(), false);
  }

  static Wish best(int complexity, List<String> skills) {
    return new Wish(null, complexity, any(complexity, skills).skills(), true);
  }

  /** Words that differ in nothing a person cares about are one. */
  private static String normal(String skill) {
    return skill.strip().toLowerCase(Locale.ROOT);
  }

  /** What the database holds. */
  static Wish parse(String text) {
    if (text.startsWith(NAMED)) {
      return named(text.substring(NAMED.length()));
    }
    String[] parts = text.split(":", 3);
    List<String> skills = parts.length < 3 ? List.of() : List.of(parts[2].split(SEPARATOR));
    return new Wish(null, Integer.parseInt(parts[1]), skills, text.startsWith(BEST));
  }

  /** As {@link #parse} reads it. */
  String text() {
    if (isNamed()) {
      return NAMED + agent;
    }
    return (fittest ? BEST : ANY)
        + complexity
        + (skills.isEmpty() ? "" : ":" + String.join(SEPARATOR, skills));
  }

  public boolean isNamed() {
    return agent != null;
  }

  /** Whether an agent may be given such a task as soon as it has room. */
  boolean fits(AgentEntry entry) {
    if (entry.refusal().isPresent()) {
      return false;
    }
    return isNamed() ? entry.name().equals(agent) : covers(entry);
  }

  private boolean covers(AgentEntry entry) {
    return isInRange(entry.definition()) && missing(entry.definition()).isEmpty();
  }

  private boolean isInRange(AgentDefinition agent) {
    return agent.minComplexity() <= complexity && complexity <= agent.maxComplexity();
  }

  private List<String> missing(AgentDefinition agent) {
    Set<String> has = agent.skills().stream().map(Wish::normal).collect(Collectors.toSet());
    return skills.stream().filter(skill -> !has.contains(skill)).toList();
  }

  /**
   * Why an agent that somebody chooses by hand may not be given such a task, whether it has room or
   * not. Whoever waits for a named agent asked for nothing else, so any other that works may take
   * its place.
   */
  Optional<String> misfit(AgentEntry entry) {
    AgentDefinition agent = entry.definition();
    if (entry.refusal().isPresent() || isNamed()) {
      return entry.refusal();
    }
    if (!isInRange(agent)) {
      return Optional.of(
          "agent '%s' takes tasks of complexity %d to %d, and this one has %d"
              .formatted(entry.name(), agent.minComplexity(), agent.maxComplexity(), complexity));
    }
    List<String> missing = missing(agent);
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "agent '%s' has not the skills that are asked for: %s"
                .formatted(entry.name(), String.join(", ", missing)));
  }

  /** What is wanted, for a sentence. */
  String description() {
    return isNamed()
        ? "agent '" + agent + "'"
        : "an agent for complexity "
            + complexity
            + (skills.isEmpty() ? "" : " with " + String.join(", ", skills));
  }
}
