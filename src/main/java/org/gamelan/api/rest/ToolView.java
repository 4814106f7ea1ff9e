package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.tool.ToolDefinition;

/** A tool as it is shown. */
@Schema(name = "Tool")
public record ToolView(
    @Schema(example = "files.read") String name,
    String description,
    @Schema(description = "JSON Schema of its arguments.", type = SchemaType.OBJECT)
        JsonNode inputSchema,
    @Schema(description = "What a call leaves behind.", example = "none") String effect,
    @Schema(description = "What it needs.", example = "[\"read\"]") List<String> capabilities) {

  static ToolView of(ToolDefinition tool) {
    return new ToolView(
        tool.name(),
        tool.description(),
        tool.inputSchema(),
        tool.effect().name().toLowerCase(Locale.ROOT),
        tool.capabilities().stream().sorted().toList());
  }
}
