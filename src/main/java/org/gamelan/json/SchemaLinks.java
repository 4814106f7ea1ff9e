package org.gamelan.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes schemas into a schema that refers to them by name ({@code $ref: address} or {@code $ref:
 * address#/properties/city}), so that its references stay inside of it.
 */
public final class SchemaLinks {
  /** How many schemas one may take in. */
  static final int MAX = 50;

  /** What the names of schemas that were taken in begin with in {@code $defs}. */
  static final String PREFIX = "schema:";

  private static final Pattern NAMED = Pattern.compile("([a-z][a-z0-9_-]*)(?:#(/.*)?)?");

  private final Map<String, JsonNode> others;
  private final Set<String> seen = new HashSet<>();
  private final Deque<String> open = new ArrayDeque<>();

  private SchemaLinks(Map<String, JsonNode> others) {
    this.others = others;
  }

  /**
   * The schema with those in its {@code $defs} that it names, directly or through others.
   *
   * @param others schemas by name; a name that is not among them stays as it is
   */
  public static JsonNode link(JsonNode schema, Map<String, JsonNode> others) {
    SchemaLinks links = new SchemaLinks(others);
    JsonNode linked = links.rewritten(schema, "#");
    if (links.open.isEmpty() || !(linked instanceof ObjectNode root)) {
      return schema;
    }
    ObjectNode definitions = root.withObject("/$defs");
    while (!links.open.isEmpty() && definitions.size() <= schema.path("$defs").size() + MAX) {
      String name = links.open.pop();
      JsonNode one = links.rewritten(others.get(name), "#/$defs/" + key(name));
      if (one instanceof ObjectNode object) {
        object.remove("$id");
        object.remove("$schema");
      }
      definitions.set(key(name), one);
    }
    return linked;
  }

  /** The name in a reference such as {@code address#/properties/city}; none in a local one. */
  static Optional<String> name(String reference) {
    Matcher matcher = NAMED.matcher(reference);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String key(String name) {
    return PREFIX + name;
  }

  private JsonNode rewritten(JsonNode schema, String self) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode copy = Json.object();
    for (Map.Entry<String, JsonNode> field : schema.properties()) {
      String keyword = field.getKey();
      JsonNode value = field.getValue();
      if (keyword.equals("$ref") && value.isTextual()) {
        copy.put(keyword, reference(value.textValue(), self));
      } else if (SchemaRules.DATA.contains(keyword)) {
        copy.set(keyword, value);
      } else if (SchemaRules.NAMED.contains(keyword) && value.isObject()) {
        ObjectNode named = copy.putObject(keyword);
        value.properties().forEach(it -> named.set(it.getKey(), rewritten(it.getValue(), self)));
      } else if (value.isArray()) {
        ArrayNode list = copy.putArray(keyword);
        value.forEach(item -> list.add(rewritten(item, self)));
      } else {
        copy.set(keyword, rewritten(value, self));
      }
    }
    return copy;
  }

  private String reference(String written, String self) {
    if (written.startsWith("#")) {
      return self + written.substring(1);
    }
    Matcher matcher = NAMED.matcher(written);
    if (!matcher.matches() || !others.containsKey(matcher.group(1))) {
      return written;
    }
    String name = matcher.group(1);
    if (seen.add(name)) {
      open.add(name);
    }
    return "#/$defs/" + key(name) + (matcher.group(2) == null ? "" : matcher.group(2));
  }
}
