package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gamelan.assignment.InstanceMemory;
import org.gamelan.assignment.Prompts;
import org.gamelan.json.Json;
import org.gamelan.workflow.Values;

/** What the prompt of an agent sees where there is no task yet. */
final class AgentVariables {
  private static final int TITLE = 200;

  private AgentVariables() {}

  /**
   * @param message stands for the title and the description of the task
   */
  static Map<String, Object> of(String message, JsonNode input) {
    String line = message.strip().lines().findFirst().orElse("");
    String title = line.substring(0, Math.min(TITLE, line.length()));
    Map<String, Object> variables = new LinkedHashMap<>();
    Prompts.variables(title, message, input, InstanceMemory.empty())
        .forEach((name, value) -> variables.put(name, Values.of(Json.tree(value))));
    variables.put("outputs", Map.of());
    variables.put("attempt", 1);
    variables.put("failure", Map.of());
    return variables;
  }
}
