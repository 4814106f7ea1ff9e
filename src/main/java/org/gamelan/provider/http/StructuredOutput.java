package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** How a provider is told what its answers must look like. */
enum StructuredOutput {
  /** By its own means, with the schema. */
  SCHEMA("json_schema"),
  /** By its own means, for any JSON object; the schema stands in the prompt. */
  OBJECT("json_object"),
  /** In the prompt alone. */
  PROMPT("prompt");

  private static final String SETTING = "structuredOutput";

  private final String id;

  StructuredOutput(String id) {
    this.id = id;
  }

  /** What a provider's settings say, if anything. */
  static Optional<StructuredOutput> in(JsonNode settings) {
    String given = settings == null ? "" : settings.path(SETTING).asText("");
    for (StructuredOutput way : values()) {
      if (way.id.equals(given)) {
        return Optional.of(way);
      }
    }
    return Optional.empty();
  }

  static Optional<String> findProblem(JsonNode settings) {
    return settings == null || !settings.has(SETTING) || in(settings).isPresent()
        ? Optional.empty()
        : Optional.of(SETTING + " must be json_schema, json_object or prompt");
  }
}
