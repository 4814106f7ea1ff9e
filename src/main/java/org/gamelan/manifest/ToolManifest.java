package org.gamelan.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Settings of a tool.
 *
 * @param name its global name, dotted segments
 * @param enabled whether it may be used
 * @param limits limits of one call as written, such as {@code bytes: 1MB}; an empty node when none
 * @param mcp the MCP server that offers it; none for a built-in tool
 * @param remoteName its name on that server
 * @param capabilities what it needs, where the manifest says so
 * @param effect {@code none}, {@code idempotent} or {@code external}, where the manifest says so
 * @param entry what was written, with positions
 */
public record ToolManifest(
    String name,
    boolean enabled,
    JsonNode limits,
    Optional<String> mcp,
    String remoteName,
    Optional<List<String>> capabilities,
    Optional<String> effect,
    ManifestEntry entry) {

  static ToolManifest of(ManifestEntry entry) {
    return new ToolManifest(
        entry.name(),
        entry.flag("enabled", true),
        entry.value().path("limits"),
        entry.text("mcp"),
        entry.text("name").orElse(entry.name()),
        entry.value().has("capabilities")
            ? Optional.of(entry.texts("capabilities"))
            : Optional.empty(),
        entry.text("effect"),
        entry);
  }

  /** A limit in bytes, as a plain number or a size. */
  public Optional<Long> bytes(String limit) {
    JsonNode value = limits.path(limit);
    return value.canConvertToLong() && value.isIntegralNumber()
        ? Optional.of(value.asLong())
        : Units.bytes(value.asText());
  }
}
