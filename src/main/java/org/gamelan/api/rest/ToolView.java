package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.policy.PolicyDecision;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.ToolSettings;

/** A tool as it is shown. */
@Schema(name = "Tool")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolView(
    @Schema(example = "files.read") String name,
    String description,
    @Schema(description = "JSON Schema of its arguments") JsonNode inputSchema,
    @Schema(description = "`none`, `idempotent` or `external`", example = "none") String effect,
    @Schema(description = "What it needs", example = "[\"read\"]") List<String> capabilities,
    @Schema(description = "Where all that it changes lies; left out: anywhere") String scope,
    @Schema(description = "False when a manifest of the operator switches it off") boolean enabled,
    Limits limits,
    @Schema(description = "What the server's policy says to it: `allow`, `ask` or `deny`")
        String verdict,
    @Schema(description = "Why") String reason,
    @Schema(description = "Manifests of the operator that say something of it")
        List<String> origins,
    @Schema(description = "Agents that have it, up to 200; only for a single tool")
        List<String> agents) {

  /** Limits of one call. */
  @Schema(name = "ToolLimits")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Limits(
      @Schema(description = "The longest answer, in characters of JSON") Long bytes,
      @Schema(description = "The longest call", example = "PT10S") String time) {}

  static ToolView of(
      ToolDefinition tool, ToolSettings settings, PolicyDecision decision, List<String> agents) {
    return new ToolView(
        tool.name(),
        tool.description(),
        tool.inputSchema(),
        tool.effect().id(),
        tool.capabilities().stream().sorted().toList(),
        tool.scope(),
        settings.enabled(),
        new Limits(
            settings.bytes().orElse(null),
            settings.time().map(java.time.Duration::toString).orElse(null)),
        decision.verdict().id(),
        decision.reason(),
        List.copyOf(settings.origins()),
        agents);
  }
}
