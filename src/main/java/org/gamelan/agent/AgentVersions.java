package org.gamelan.agent;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.gamelan.json.Json;

/** Counts the versions of agents. */
public interface AgentVersions {
  /**
   * The numbers of definitions. One that differs in content from the last of its name gets the next
   * number, durably; one that does not has the number it had.
   *
   * @param definitions those in force from now on
   * @param gone names that are no longer in force
   * @param tell whether clients are to be told of what changed and went
   */
  Map<String, Integer> number(
      Collection<AgentDefinition> definitions, Set<String> gone, boolean tell);

  /** Counts in memory only. */
  static AgentVersions inMemory() {
    Map<String, Integer> numbers = new HashMap<>();
    Map<String, String> contents = new HashMap<>();
    return (definitions, gone, tell) -> {
      for (AgentDefinition definition : definitions) {
        String content = Json.canonical(definition.content());
        if (!content.equals(contents.put(definition.name(), content))) {
          numbers.merge(definition.name(), 1, Integer::sum);
        }
      }
      return Map.copyOf(numbers);
    };
  }
}
