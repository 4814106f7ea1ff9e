package org.gamelan.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.gamelan.policy.ToolNeeds;

/**
 * What is known of a tool without calling it.
 *
 * @param name dotted segments, such as {@code files.read}
 * @param description what it does, for models and people
 * @param inputSchema JSON Schema 2020-12 of its arguments
 * @param effect what a call leaves behind
 * @param capabilities what it needs: {@code read}, {@code write}, {@code network}, {@code shell},
 *     {@code mail}, {@code git}
 * @param scope where all that it changes lies, such as {@code workspace} for the task's workspace;
 *     null for anywhere
 */
public record ToolDefinition(
    String name,
    String description,
    JsonNode inputSchema,
    ToolEffect effect,
    Set<String> capabilities,
    String scope) {

  public ToolDefinition {
    capabilities = Set.copyOf(capabilities);
  }

  /** Of a tool that changes nothing, or anything anywhere. */
  public ToolDefinition(
      String name,
      String description,
      JsonNode inputSchema,
      ToolEffect effect,
      Set<String> capabilities) {
    this(name, description, inputSchema, effect, capabilities, null);
  }

  /** What policy has to know of it. */
  public ToolNeeds needs() {
    return new ToolNeeds(name, capabilities, effect != ToolEffect.NONE, scope);
  }
}
