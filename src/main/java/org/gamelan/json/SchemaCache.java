package org.gamelan.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Compiled schemas by their documents: checking a schema and compiling it takes a while. */
public final class SchemaCache {
  private static final SchemaCache SHARED = new SchemaCache();
  private static final int MAX = 1_000;

  private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

  private SchemaCache() {}

  /**
   * A schema that is used again and again.
   *
   * @throws InvalidSchemaException when the document is no schema
   */
  public static JsonSchema of(JsonNode document) {
    return SHARED.get(document);
  }

  private JsonSchema get(JsonNode document) {
    JsonSchema known = compiled.get(document);
    if (known != null) {
      return known;
    }
    if (compiled.size() >= MAX) {
      compiled.clear();
    }
    JsonSchema made = JsonSchema.compile(document);
    // A caller may go on to change its document; the key must not change with it.
    compiled.put(document.deepCopy(), made);
    return made;
  }
}
