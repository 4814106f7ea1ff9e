package org.gamelan.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What agents remember and how much of it goes into a prompt.
 *
 * @param scopes by name: {@code task}, {@code agent}, {@code project}, {@code global}
 * @param contextTokens the budget of a stage's context
 * @param contextOrder the scopes in the order in which they are read
 * @param entry what was written, with positions
 */
public record MemoryManifest(
    Map<String, Scope> scopes, int contextTokens, List<String> contextOrder, ManifestEntry entry) {

  /** Applies where a manifest gives no {@code context.tokens}. */
  public static final int DEFAULT_CONTEXT_TOKENS = 6_000;

  private static final List<String> DEFAULT_ORDER = List.of("task", "project", "agent", "global");

  /**
   * Where one scope is kept.
   *
   * @param backend {@code postgres} or {@code in-memory}
   * @param keep how long entries are kept; none for ever
   */
  public record Scope(String backend, Optional<Duration> keep) {}

  static MemoryManifest of(ManifestEntry entry) {
    Map<String, Scope> scopes = new LinkedHashMap<>();
    entry
        .value()
        .path("scopes")
        .properties()
        .forEach(field -> scopes.put(field.getKey(), scope(field.getValue())));
    JsonNode context = entry.value().path("context");
    List<String> order =
        context.has("order")
            ? context.get("order").valueStream().map(JsonNode::asText).toList()
            : DEFAULT_ORDER;
    return new MemoryManifest(
        scopes, context.path("tokens").asInt(DEFAULT_CONTEXT_TOKENS), order, entry);
  }

  private static Scope scope(JsonNode value) {
    return new Scope(
        value.path("backend").asText("postgres"), Units.duration(value.path("keep").asText()));
  }
}
