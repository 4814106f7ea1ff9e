package org.gamelan.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gamelan.json.Json;
import org.gamelan.manifest.TemplateFault;
import org.gamelan.manifest.Templates;

/**
 * Fills prompt templates of task configs in. They see {@code input}, {@code task} and {@code
 * memory}.
 */
public final class Prompts {
  private static final Templates TEMPLATES = new Templates();

  /** What templates see of every task, and nothing else. */
  private static final Set<String> OF_TASK =
      Set.of("id", "title", "description", "input", "complexity", "priority", "labels", "source");

  private Prompts() {}

  /**
   * What an agent is told.
   *
   * @param variables {@code input}, {@code task} and {@code memory}; what is there besides is not
   *     seen
   * @throws org.gamelan.failure.GamelanException of kind {@code bad-expression} when the template
   *     cannot be filled in
   */
  public static String render(String template, Map<String, ?> variables) {
    return TEMPLATES.render(template, seen(variables));
  }

  /** Why the template cannot be filled in, and where; nothing when it can. */
  public static Optional<TemplateFault> findFault(String template, Map<String, ?> variables) {
    return TEMPLATES.findFault(template, seen(variables));
  }

  /** What templates see of every task, for a sentence. */
  static String ofTask() {
    return OF_TASK.stream().sorted().collect(Collectors.joining(", "));
  }

  /** The first name in a template that no task has, and where. */
  static Optional<TemplateFault> findUnknown(String template) {
    return TEMPLATES.findUnknown(
        template, Map.of("input", Set.of(), "task", OF_TASK, "memory", Set.of()));
  }

  private static Map<String, Object> seen(Map<String, ?> variables) {
    Object memory = variables.get("memory");
    boolean none = memory == null || memory.equals(Map.of());
    return Map.of(
        "input", orEmpty(variables.get("input")),
        "task", orEmpty(variables.get("task")),
        "memory", none ? InstanceMemory.empty() : memory);
  }

  private static Object orEmpty(Object value) {
    boolean none = value == null || (value instanceof JsonNode node && node.isNull());
    return none ? Json.object() : value;
  }

  /**
   * The variables of a task that is not there yet.
   *
   * @param memory what its instance remembers
   */
  public static Map<String, ?> variables(
      String title, String description, JsonNode input, JsonNode memory) {
    ObjectNode task = Json.object().put("title", title).put("description", description);
    task.set("input", input);
    task.put("id", "00000000-0000-0000-0000-000000000000");
    task.put("complexity", 5).put("priority", 5).putArray("labels");
    task.putNull("source");
    return Map.of("task", task, "input", orEmpty(input), "memory", memory);
  }
}
