package org.gamelan.agent;

import java.util.Locale;
import java.util.Set;

/**
 * Which agents a list is to hold.
 *
 * @param statuses words of states; empty for all
 * @param sources words of sources; empty for all
 * @param text a part of the name, role, a skill or the description; empty for all
 */
public record AgentFilter(Set<String> statuses, Set<String> sources, String text) {
  public AgentFilter {
    statuses = Set.copyOf(statuses);
    sources = Set.copyOf(sources);
    text = text.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * @param unfinished how many tasks the agent has in hand
   */
  public boolean matches(AgentEntry agent, int unfinished) {
    AgentDefinition definition = agent.definition();
    return (statuses.isEmpty() || statuses.contains(agent.status(unfinished).id()))
        && (sources.isEmpty() || sources.contains(definition.source()))
        && (text.isEmpty()
            || holds(definition.name())
            || holds(definition.role())
            || holds(definition.description())
            || definition.skills().stream().anyMatch(this::holds));
  }

  private boolean holds(String field) {
    return field != null && field.toLowerCase(Locale.ROOT).contains(text);
  }
}
