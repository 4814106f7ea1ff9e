package org.gamelan.provider.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.gamelan.json.Json;

/**
 * Makes the smallest document that satisfies a schema, as far as that can be seen without search:
 * patterns and combinations that exclude each other are beyond it.
 */
final class SmallestInstance {
  private static final String LABEL = "scripted answer";
  private static final int MAX_DEPTH = 30;
  private static final int MAX_ITEMS = 100;

  private final JsonNode root;

  private SmallestInstance(JsonNode root) {
    this.root = root;
  }

  static JsonNode of(JsonNode schema) {
    return new SmallestInstance(schema).make(schema, 0);
  }

  private JsonNode make(JsonNode schema, int depth) {
    if (depth > MAX_DEPTH || !schema.isObject()) {
      return Json.object().nullNode();
    }
    for (String key : new String[] {"const", "default"}) {
      if (schema.has(key)) {
        return schema.get(key).deepCopy();
      }
    }
    for (String key : new String[] {"enum", "examples"}) {
      if (schema.path(key).size() > 0) {
        return schema.get(key).get(0).deepCopy();
      }
    }
    JsonNode target = reference(schema);
    if (target != null) {
      return make(target, depth + 1);
    }
    for (String key : new String[] {"anyOf", "oneOf"}) {
      if (schema.path(key).size() > 0 && !schema.has("type")) {
        return make(schema.get(key).get(0), depth + 1);
      }
    }
    return ofType(type(schema), schema, depth);
  }

  private JsonNode reference(JsonNode schema) {
    String reference = schema.path("$ref").asText("");
    return reference.startsWith("#") ? root.at(reference.substring(1)) : null;
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray() && type.size() > 0) {
      return type.get(0).asText();
    } else if (type.isTextual()) {
      return type.textValue();
    }
    boolean object = schema.has("properties") || schema.has("required") || schema.has("allOf");
    return object ? "object" : schema.has("items") ? "array" : "string";
  }

  private JsonNode ofType(String type, JsonNode schema, int depth) {
    return switch (type) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "boolean" -> Json.tree(false);
      case "integer", "number" -> Json.tree(number(schema));
      case "null" -> Json.object().nullNode();
      default -> Json.tree(text(schema));
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = Json.object();
    for (JsonNode part : schema.path("allOf")) {
      JsonNode made = make(part, depth + 1);
      if (made instanceof ObjectNode fields) {
        object.setAll(fields);
      }
    }
    for (JsonNode name : schema.path("required")) {
      JsonNode property = schema.path("properties").path(name.asText());
      object.set(name.asText(), property.isObject() ? make(property, depth + 1) : Json.tree(LABEL));
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = Json.array();
    int size = Math.min(MAX_ITEMS, schema.path("minItems").asInt(0));
    JsonNode first = schema.path("prefixItems");
    for (int i = 0; i < size; i++) {
      array.add(make(i < first.size() ? first.get(i) : schema.path("items"), depth + 1));
    }
    return array;
  }

  private static BigDecimal number(JsonNode schema) {
    BigDecimal value = BigDecimal.ZERO;
    if (schema.has("maximum")) {
      value = value.min(schema.get("maximum").decimalValue());
    }
    if (schema.has("exclusiveMaximum")) {
      value = value.min(schema.get("exclusiveMaximum").decimalValue().subtract(BigDecimal.ONE));
    }
    if (schema.has("minimum")) {
      value = value.max(schema.get("minimum").decimalValue());
    }
    if (schema.has("exclusiveMinimum")) {
      value = value.max(schema.get("exclusiveMinimum").decimalValue().add(BigDecimal.ONE));
    }
    return value;
  }

  private static String text(JsonNode schema) {
    String label =
        switch (schema.path("format").asText("")) {
          case "date-time" -> "2000-01-01T00:00:00Z";
          case "date" -> "2000-01-01";
          case "time" -> "00:00:00Z";
          case "email" -> "scripted@example.org";
          case "uri", "uri-reference", "iri" -> "https://example.org/scripted";
          case "uuid" -> "00000000-0000-4000-8000-000000000000";
          default -> LABEL;
        };
    int min = Math.min(100_000, schema.path("minLength").asInt(0));
    int max = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    String padded = label.length() >= min ? label : label + ".".repeat(min - label.length());
    return padded.length() <= max ? padded : padded.substring(0, max);
  }
}
