package org.gamelan.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An MCP server: one that is started by a command, or one that listens at a URL.
 *
 * @param name its name in this folder
 * @param command the program and its arguments; empty for one with a URL
 * @param url where it listens
 * @param env its environment; values {@code env:NAME} stand for variables of the server
 * @param headers sent to its URL; values as in {@code env}
 * @param entry what was written, with positions
 */
public record McpServerManifest(
    String name,
    List<String> command,
    Optional<String> url,
    Map<String, String> env,
    Map<String, String> headers,
    ManifestEntry entry) {

  static McpServerManifest of(ManifestEntry entry) {
    return new McpServerManifest(
        entry.name(),
        entry.texts("command"),
        entry.text("url"),
        texts(entry, "env"),
        texts(entry, "headers"),
        entry);
  }

  /** Values of environment and headers may be secrets, so they are not shown. */
  @Override
  public String toString() {
    return "McpServerManifest[" + name + ", " + entry.origin() + "]";
  }

  private static Map<String, String> texts(ManifestEntry entry, String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    entry
        .value()
        .path(key)
        .properties()
        .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }
}
