package org.gamelan.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * An agent as its manifest defines it; names in it are not looked up yet.
 *
 * @param name its global name
 * @param description what it does, empty when not said
 * @param role a word for what it is, empty when not said
 * @param prompt the system message, a Pebble template; empty when not said
 * @param model alias or alias@version; none for {@code default}
 * @param parameters how the model is to answer: an object with {@code temperature}, {@code topP},
 *     {@code maxOutputTokens}, {@code seed}, each optional
 * @param tools names of tools
 * @param skills words for what it is good at
 * @param minComplexity from 1
 * @param maxComplexity up to 10
 * @param capacity tasks at once; none for no limit
 * @param inputSchema the name of a schema of its folder, or a schema
 * @param outputSchema the name of a schema of its folder, or a schema
 * @param fallback the agent that takes over
 * @param enabled whether it takes new work
 * @param entry what was written, with positions
 */
public record AgentManifest(
    String name,
    String description,
    String role,
    String prompt,
    Optional<String> model,
    JsonNode parameters,
    List<String> tools,
    List<String> skills,
    int minComplexity,
    int maxComplexity,
    Optional<Integer> capacity,
    Optional<JsonNode> inputSchema,
    Optional<JsonNode> outputSchema,
    Optional<String> fallback,
    boolean enabled,
    ManifestEntry entry) {

  /** The lowest complexity a task can have. */
  public static final int MIN_COMPLEXITY = 1;

  /** The highest complexity a task can have. */
  public static final int MAX_COMPLEXITY = 10;

  static AgentManifest of(ManifestEntry entry) {
    JsonNode value = entry.value();
    return new AgentManifest(
        entry.name(),
        entry.text("description").orElse(""),
        entry.text("role").orElse(""),
        entry.text("prompt").orElse(""),
        entry.text("model"),
        value.path("parameters"),
        entry.texts("tools"),
        entry.texts("skills"),
        value.path("complexity").path("min").asInt(MIN_COMPLEXITY),
        value.path("complexity").path("max").asInt(MAX_COMPLEXITY),
        entry.integer("capacity"),
        Optional.ofNullable(value.get("inputSchema")),
        Optional.ofNullable(value.get("outputSchema")),
        entry.text("fallback"),
        entry.flag("enabled", true),
        entry);
  }

  public String file() {
    return entry.file();
  }

  public int line() {
    return entry.line();
  }
}
