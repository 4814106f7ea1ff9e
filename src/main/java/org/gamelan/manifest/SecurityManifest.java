package org.gamelan.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What agents of a folder may do. It never loosens what the server says.
 *
 * @param mode {@code analysis_only}, {@code safe_mode} or {@code normal}; none when not said
 * @param capabilities {@code allow}, {@code deny}, {@code ask} or a scope, by capability
 * @param agents policies of single agents, by name
 * @param entry what was written, with positions
 */
public record SecurityManifest(
    Optional<String> mode,
    Map<String, String> capabilities,
    Map<String, AgentPolicy> agents,
    ManifestEntry entry) {

  /**
   * What one agent may do.
   *
   * @param tools the only tools it may use; none when not said
   * @param capabilities as in {@link SecurityManifest}
   */
  public record AgentPolicy(Optional<List<String>> tools, Map<String, String> capabilities) {}

  static SecurityManifest of(ManifestEntry entry) {
    Map<String, AgentPolicy> agents = new LinkedHashMap<>();
    entry
        .value()
        .path("agents")
        .properties()
        .forEach(field -> agents.put(field.getKey(), policy(field.getValue())));
    return new SecurityManifest(entry.text("mode"), capabilities(entry.value()), agents, entry);
  }

  private static AgentPolicy policy(JsonNode value) {
    Optional<List<String>> tools =
        Optional.ofNullable(value.get("tools"))
            .map(list -> list.valueStream().map(JsonNode::asText).toList());
    return new AgentPolicy(tools, capabilities(value));
  }

  private static Map<String, String> capabilities(JsonNode value) {
    Map<String, String> capabilities = new LinkedHashMap<>();
    value
        .path("capabilities")
        .properties()
        .forEach(field -> capabilities.put(field.getKey(), field.getValue().asText()));
    return capabilities;
  }
}
