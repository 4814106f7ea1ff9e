package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.tool.ToolDefinition;

/** A tool as it is shown. */
@Schema(name = "Tool")
public record ToolView(
    String name,
    String description,
    JsonNode inputSchema,
    String effect,
    List<String> capabilities) {

  static ToolView of(ToolDefinition tool) {
    return new ToolView(
        tool.name(),
        tool.description(),
        tool.inputSchema(),
        tool.effect().name().toLowerCase(Locale.ROOT),
        tool.capabilities().stream().sorted().toList());
  }
}
