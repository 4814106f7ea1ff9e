package org.gamelan.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.gamelan.json.Json;

/**
 * What the engine itself remembers of an instance's runs: {@code runs}, how many succeeded, and
 * {@code lastInput} and {@code lastOutput} of the last of them.
 */
public final class InstanceMemory {
  /** The longest document that is remembered, in bytes of UTF-8; a longer one becomes null. */
  static final int MAX_VALUE = 16_384;

  /**
   * The query of what an instance remembers under keys, the latest hundred: as memory of scope
   * {@code agent} whose owner is the instance. To be formatted with where the instance's id is.
   */
  public static final String KEYS =
      """
      select key, value from memory_entry
      where scope = 'agent' and owner = %s::text and key is not null
        and (expires_at is null or expires_at > statement_timestamp())
      order by updated_at desc, id limit 100
      """;

  private InstanceMemory() {}

  /** What is remembered before the first run, so that templates find every key. */
  public static JsonNode empty() {
    return Json.object().put("runs", 0).putNull("lastInput").putNull("lastOutput");
  }

  /** A stored memory with the engine's own keys, whether or not they are in it yet. */
  public static JsonNode whole(JsonNode stored) {
    ObjectNode memory = (ObjectNode) empty();
    if (stored instanceof ObjectNode object) {
      memory.setAll(object);
    }
    return memory;
  }

  /** The document as it is stored. */
  static String stored(JsonNode value) {
    if (value == null) {
      return "null";
    }
    String text = Json.write(value);
    return text.getBytes(StandardCharsets.UTF_8).length > MAX_VALUE ? "null" : text;
  }
}
