package org.gamelan.admin;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.gamelan.admin.InputField.Kind;
import org.gamelan.json.Json;

/**
 * Reads a JSON Schema as the fields of a form. What a form cannot show, such as lists of objects or
 * alternatives, becomes a field for JSON; a schema that is no object of named properties cannot be
 * a form at all.
 */
final class InputFields {
  /** How deep groups may lie in groups. */
  private static final int DEEPEST = 4;

  /** The most fields that a form has; beyond that it is easier to write JSON. */
  private static final int MOST = 100;

  private static final int LONG_LINE = 200;
  private static final List<String> ALTERNATIVES =
      List.of("oneOf", "anyOf", "allOf", "not", "if", "then", "else", "$dynamicRef");
  private static final Set<String> LINE_ITEMS = Set.of("string", "number", "integer");

  private final JsonNode root;
  private int count;

  private InputFields(JsonNode root) {
    this.root = root;
  }

  /** The fields in the order of the schema; nothing when it cannot be a form. */
  static Optional<List<InputField>> of(JsonNode schema) {
    if (schema == null) {
      return Optional.empty();
    }
    InputFields reader = new InputFields(schema);
    JsonNode top = reader.resolved(schema);
    if (!isGroup(top)) {
      return Optional.empty();
    }
    List<InputField> fields = reader.fields("", top, 0);
    return reader.count > MOST ? Optional.empty() : Optional.of(fields);
  }

  private List<InputField> fields(String pointer, JsonNode group, int depth) {
    Set<String> required = new TreeSet<>();
    group.path("required").forEach(name -> required.add(name.asText()));
    List<InputField> fields = new ArrayList<>();
    group
        .path("properties")
        .properties()
        .forEach(
            property ->
                fields.add(
                    field(
                        Json.pointer(pointer, property.getKey()),
                        property.getKey(),
                        property.getValue(),
                        required.contains(property.getKey()),
                        depth)));
    return fields;
  }

  private InputField field(
      String pointer, String name, JsonNode written, boolean required, int depth) {
    count++;
    JsonNode schema = withItems(resolved(written));
    Kind kind = depth < DEEPEST && count <= MOST ? kind(schema) : leafKind(schema);
    String title = schema.path("title").asText("");
    return new InputField(
        pointer,
        name,
        title.isBlank() ? name : title,
        kind,
        required,
        schema,
        kind == Kind.GROUP ? fields(pointer, schema, depth + 1) : List.of());
  }

  private static Kind leafKind(JsonNode schema) {
    Kind kind = new InputFields(schema).kind(schema);
    return kind == Kind.GROUP ? Kind.JSON : kind;
  }

  private Kind kind(JsonNode schema) {
    if (!schema.isObject() || ALTERNATIVES.stream().anyMatch(schema::has)) {
      return Kind.JSON;
    } else if (schema.path("enum").isArray()) {
      return Kind.CHOICE;
    } else if (isGroup(schema)) {
      return Kind.GROUP;
    }
    return switch (type(schema)) {
      case "string" -> textKind(schema);
      case "number" -> Kind.NUMBER;
      case "integer" -> Kind.INTEGER;
      case "boolean" -> Kind.YES_NO;
      case "array" -> listKind(schema);
      default -> Kind.JSON;
    };
  }

  private static Kind textKind(JsonNode schema) {
    if (schema.path("format").asText().equals("date")) {
      return Kind.DATE;
    }
    boolean isLong =
        schema.path("maxLength").asInt(0) > LONG_LINE
            || schema.path("format").asText().equals("multiline")
            || schema.path("contentMediaType").asText().startsWith("text/");
    return isLong ? Kind.TEXT : Kind.LINE;
  }

  private Kind listKind(JsonNode schema) {
    JsonNode items = schema.path("items");
    if (schema.has("prefixItems")
        || !items.isObject()
        || ALTERNATIVES.stream().anyMatch(items::has)) {
      return Kind.JSON;
    } else if (items.path("enum").isArray()) {
      return schema.path("uniqueItems").asBoolean() ? Kind.CHOICES : Kind.JSON;
    }
    return LINE_ITEMS.contains(type(items)) && textKind(items) != Kind.TEXT
        ? Kind.LINES
        : Kind.JSON;
  }

  /** The type, null left aside; empty when there is none or there are several. */
  static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      return type.asText();
    }
    List<String> types = new ArrayList<>();
    type.forEach(each -> types.add(each.asText()));
    types.remove("null");
    return types.size() == 1 ? types.get(0) : "";
  }

  private static boolean isGroup(JsonNode schema) {
    return schema.isObject()
        && type(schema).equals("object")
        && schema.path("properties").isObject()
        && !schema.path("properties").isEmpty()
        && ALTERNATIVES.stream().noneMatch(schema::has);
  }

  /** With what its entries refer to in its own place. */
  private JsonNode withItems(JsonNode schema) {
    if (!schema.path("items").has("$ref")) {
      return schema;
    }
    ObjectNode whole = schema.deepCopy();
    whole.set("items", resolved(schema.path("items")));
    return whole;
  }

  /** What a reference leads to; other keywords beside it keep a schema from being shown. */
  private JsonNode resolved(JsonNode schema) {
    JsonNode found = schema;
    for (int hops = 0; hops < DEEPEST && found.path("$ref").isTextual(); hops++) {
      String reference = found.path("$ref").asText();
      if (!reference.startsWith("#/") || found.size() > 1) {
        return Json.object();
      }
      found = root.at(JsonPointer.compile(reference.substring(1)));
    }
    return found.has("$ref") ? Json.object() : found;
  }
}
