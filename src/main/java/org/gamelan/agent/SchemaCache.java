package org.gamelan.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gamelan.json.JsonSchema;

/** Compiled schemas by their documents, so that a turn compiles none. */
final class SchemaCache {
  private static final int MAX = 1_000;

  private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

  /**
   * @throws org.gamelan.json.InvalidSchemaException when the document is no schema
   */
  JsonSchema get(JsonNode document) {
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
