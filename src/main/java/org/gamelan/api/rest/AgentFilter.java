package org.gamelan.api.rest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.gamelan.agent.AgentSource;
import org.gamelan.agent.AgentStatus;

/**
 * Which agents a list is to hold.
 *
 * @param statuses words of states; empty for all
 * @param sources words of sources; empty for all
 * @param text a part of the name, role, a skill or the description; empty for all
 */
record AgentFilter(Set<String> statuses, Set<String> sources, String text) {
  /**
   * @throws RestException 400 for a word that is none
   */
  static AgentFilter of(String status, String source, String text) {
    return new AgentFilter(
        words("status", status, AgentStatus.ids()),
        words("source", source, AgentSource.ids()),
        text == null ? "" : text.strip().toLowerCase(Locale.ROOT));
  }

  private static Set<String> words(String parameter, String given, List<String> known) {
    if (given == null || given.isBlank()) {
      return Set.of();
    }
    Set<String> words =
        Arrays.stream(given.split(",")).map(String::strip).collect(Collectors.toSet());
    if (!known.containsAll(words)) {
      throw RestException.malformed(parameter, "must be of " + String.join(", ", known));
    }
    return words;
  }

  boolean matches(AgentView agent) {
    return (statuses.isEmpty() || statuses.contains(agent.status()))
        && (sources.isEmpty() || sources.contains(agent.source()))
        && (text.isEmpty()
            || holds(agent.name())
            || holds(agent.role())
            || holds(agent.description())
            || agent.skills().stream().anyMatch(this::holds));
  }

  private boolean holds(String field) {
    return field != null && field.toLowerCase(Locale.ROOT).contains(text);
  }
}
