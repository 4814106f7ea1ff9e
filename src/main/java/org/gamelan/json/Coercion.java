package org.gamelan.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Writes a value in the JSON type that the schema asks for, where both mean the same. */
final class Coercion {
  private Coercion() {}

  /** The document with every such value rewritten, or nothing when there was none. */
  static Optional<JsonNode> apply(JsonNode node, JsonSchema schema, Set<Repair> repairs) {
    List<SchemaFault> faults =
        schema.faults(node).stream().filter(fault -> fault.keyword().equals("type")).toList();
    JsonNode copy = faults.isEmpty() ? node : node.deepCopy();
    boolean changed = false;
    for (SchemaFault fault : faults) {
      JsonPointer path = JsonPointer.compile(fault.path());
      Optional<JsonNode> other = other(copy.at(path), fault.schema().path("type"), repairs);
      if (other.isPresent() && path.matches()) {
        return other;
      }
      changed |= other.isPresent() && put(copy.at(path.head()), path.last(), other.get());
    }
    return changed ? Optional.of(copy) : Optional.empty();
  }

  private static Optional<JsonNode> other(JsonNode value, JsonNode type, Set<Repair> repairs) {
    Optional<JsonNode> found = Optional.empty();
    if (value.isTextual()) {
      found = literal(value.textValue().strip()).filter(it -> isOf(it, type));
      found.ifPresent(it -> repairs.add(Repair.TEXT_TO_VALUE));
    } else if ((value.isNumber() || value.isBoolean()) && allows(type, "string")) {
      found = Optional.of(Json.array().textNode(Json.write(value)));
      repairs.add(Repair.VALUE_TO_TEXT);
    }
    return found;
  }

  private static Optional<JsonNode> literal(String text) {
    if (text.length() > 100) {
      return Optional.empty();
    }
    try {
      JsonNode node =
          Json.parse(
              text.equals("True") || text.equals("False") ? text.toLowerCase(Locale.ROOT) : text);
      return Optional.of(node).filter(it -> it.isNumber() || it.isBoolean() || it.isNull());
    } catch (MalformedJsonException e) {
      return Optional.empty();
    }
  }

  private static boolean isOf(JsonNode value, JsonNode type) {
    if (value.isNumber()) {
      return allows(type, "number")
          || (allows(type, "integer") && value.canConvertToExactIntegral());
    }
    return allows(type, value.isBoolean() ? "boolean" : "null");
  }

  private static boolean allows(JsonNode type, String name) {
    return type.isArray()
        ? type.valueStream().anyMatch(it -> it.asText().equals(name))
        : type.asText().equals(name);
  }

  private static boolean put(JsonNode parent, JsonPointer last, JsonNode value) {
    if (parent instanceof ObjectNode object) {
      object.set(last.getMatchingProperty(), value);
      return true;
    }
    if (parent instanceof ArrayNode array && last.getMatchingIndex() >= 0) {
      array.set(last.getMatchingIndex(), value);
      return true;
    }
    return false;
  }
}
