package org.gamelan.api.rest;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gamelan.agent.AgentFilter;
import org.gamelan.agent.AgentSource;
import org.gamelan.agent.AgentStatus;

/** Reads what a client asks of the list of agents. */
final class AgentQuery {
  private AgentQuery() {}

  /**
   * @throws RestException 400 for a word that is none
   */
  static AgentFilter parse(String status, String source, String text) {
    return new AgentFilter(
        words("status", status, AgentStatus.ids()),
        words("source", source, AgentSource.ids()),
        text == null ? "" : text);
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
}
