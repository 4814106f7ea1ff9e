package org.gamelan.admin;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.gamelan.admin.InputField.Kind;
import org.gamelan.json.Json;

/**
 * Reads a JSON Schema as the fields of a form: groups in groups, lists of groups, and alternatives
 * to choose from. What a form cannot show, such as what refers to itself or lies too deep, becomes
 * a field for JSON; a schema that is no object of named properties, and no choice of such, cannot
 * be a form at all.
 */
final class InputFields {
  /** How deep groups may lie in groups. */
  private static final int DEEPEST = 4;

  /** The most fields that a form has; beyond that it is easier to write JSON. */
  private static final int MOST = 100;

  private static final int LONG_LINE = 200;

  /** Beyond so many alternatives it is easier to write JSON. */
  private static final int MOST_ALTERNATIVES = 20;

  private static final List<String> CHOICES = List.of("oneOf", "anyOf");
  private static final List<String> ALTERNATIVES =
      List.of("oneOf", "anyOf", "allOf", "not", "if", "then", "else", "$dynamicRef");

  /** What may stand beside alternatives without saying more about the value. */
  private static final Set<String> NOTES =
      Set.of(
          "$schema",
          "$id",
          "$defs",
          "definitions",
          "title",
          "description",
          "default",
          "examples",
          "oneOf",
          "anyOf",
          "$comment",
          "deprecated",
          "discriminator");

  private static final Set<String> LINE_ITEMS = Set.of("string", "number", "integer");

  private final JsonNode root;

  /** The references that lead to what is being read. */
  private final Set<String> open = new HashSet<>(Set.of("#"));

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
    List<InputField> fields;
    if (isGroup(top)) {
      fields = reader.fields("", top, 0);
    } else if (top.isObject() && !alternatives(top).isEmpty()) {
      fields = List.of(reader.field("", "input", top, true, 0));
    } else {
      return Optional.empty();
    }
    boolean shown = reader.count <= MOST && fields.stream().noneMatch(InputFields::isWhole);
    return shown ? Optional.of(fields) : Optional.empty();
  }

  /** What would be one field for the whole input is no form. */
  private static boolean isWhole(InputField field) {
    return field.pointer().isEmpty()
        && !(field.kind() == Kind.ALTERNATIVES
            && field.fields().stream().allMatch(each -> each.kind() == Kind.GROUP));
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
    Set<String> references = references(written);
    JsonNode schema = simplified(resolved(written), references);
    references.addAll(references(schema.path("items")));
    schema = withItems(schema);
    boolean again = references.stream().anyMatch(open::contains);
    Kind kind = again || depth >= DEEPEST || count > MOST ? leafKind(schema) : kind(schema);
    references.removeAll(open);
    open.addAll(references);
    List<InputField> inner = inner(pointer, name, schema, kind, depth + 1);
    open.removeAll(references);
    Kind shown = kind == Kind.ROWS && inner.isEmpty() ? Kind.JSON : kind;
    return new InputField(pointer, name, label(schema, name), shown, required, schema, inner);
  }

  private static String label(JsonNode schema, String name) {
    String title = schema.path("title").asText("");
    return title.isBlank() ? name : title;
  }

  private List<InputField> inner(
      String pointer, String name, JsonNode schema, Kind kind, int depth) {
    return switch (kind) {
      case GROUP -> fields(pointer, schema, depth);
      case ROWS -> rows(pointer, schema, depth);
      case ALTERNATIVES -> alternatives(pointer, name, schema, depth);
      default -> List.of();
    };
  }

  /** What a row consists of; nothing when it could be written as JSON only. */
  private List<InputField> rows(String pointer, JsonNode schema, int depth) {
    InputField row = field(pointer + "/-", "row", schema.path("items"), true, depth);
    boolean group = row.kind() == Kind.GROUP || row.kind() == Kind.ALTERNATIVES;
    return group ? List.of(row) : List.of();
  }

  private List<InputField> alternatives(String pointer, String name, JsonNode schema, int depth) {
    List<InputField> fields = new ArrayList<>();
    for (JsonNode each : alternatives(schema)) {
      InputField field = field(pointer, name, each, true, depth);
      String label = field.label().equals(name) ? told(field, fields.size()) : field.label();
      fields.add(field.at(pointer, label));
    }
    return fields;
  }

  /** What to call an alternative without a title: by what tells it from others. */
  private static String told(InputField alternative, int index) {
    Optional<String> constant =
        alternative.fields().stream()
            .filter(field -> field.kind() == Kind.CONSTANT)
            .map(field -> field.schema().path("const").asText())
            .findFirst();
    return constant.orElseGet(
        () -> {
          String type = type(alternative.schema());
          return "Choice " + (index + 1) + (type.isEmpty() ? "" : ", " + type);
        });
  }

  /** The alternatives of a schema that consists of nothing else. */
  private static List<JsonNode> alternatives(JsonNode schema) {
    List<JsonNode> found = new ArrayList<>();
    long lists = CHOICES.stream().filter(schema::has).count();
    boolean alone = schema.propertyStream().allMatch(each -> isNote(each.getKey(), schema));
    if (lists == 1 && alone) {
      CHOICES.forEach(word -> schema.path(word).forEach(found::add));
    }
    return found.size() > MOST_ALTERNATIVES ? List.of() : found;
  }

  private static boolean isNote(String key, JsonNode schema) {
    return NOTES.contains(key) || (key.equals("type") && type(schema).equals("object"));
  }

  /** Something or null is that something, as no value stands for null in a form. */
  private JsonNode simplified(JsonNode schema, Set<String> references) {
    List<JsonNode> all = schema.isObject() ? alternatives(schema) : List.of();
    List<JsonNode> some = all.stream().filter(each -> !type(each).equals("null")).toList();
    if (some.size() != 1 || !resolved(some.get(0)).isObject()) {
      return schema;
    }
    references.addAll(references(some.get(0)));
    ObjectNode one = resolved(some.get(0)).deepCopy();
    for (String note : List.of("title", "description", "default")) {
      if (schema.has(note)) {
        one.set(note, schema.get(note));
      }
    }
    return one;
  }

  /** The references by which one comes to what a schema means. */
  private Set<String> references(JsonNode schema) {
    Set<String> references = new HashSet<>();
    JsonNode found = schema;
    for (int hops = 0; hops < DEEPEST && found.path("$ref").isTextual(); hops++) {
      String reference = found.path("$ref").asText();
      references.add(reference);
      found =
          reference.startsWith("#/")
              ? root.at(JsonPointer.compile(reference.substring(1)))
              : Json.object();
    }
    return references;
  }

  private static Kind leafKind(JsonNode schema) {
    Kind kind = new InputFields(schema).kind(schema);
    return switch (kind) {
      case GROUP, ROWS, ALTERNATIVES -> Kind.JSON;
      default -> kind;
    };
  }

  private Kind kind(JsonNode schema) {
    if (!schema.isObject()) {
      return Kind.JSON;
    } else if (alternatives(schema).size() > 1) {
      return Kind.ALTERNATIVES;
    } else if (ALTERNATIVES.stream().anyMatch(schema::has)) {
      return Kind.JSON;
    } else if (schema.has("const")) {
      return Kind.CONSTANT;
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
    boolean isLong = schema.path("maxLength").asInt(0) > LONG_LINE || isMultiline(schema);
    return isLong ? Kind.TEXT : Kind.LINE;
  }

  /** Whether a schema says that a text has several lines. */
  static boolean isMultiline(JsonNode schema) {
    return schema.path("format").asText().equals("multiline")
        || schema.path("contentMediaType").asText().startsWith("text/");
  }

  private Kind listKind(JsonNode schema) {
    JsonNode items = schema.path("items");
    if (schema.has("prefixItems") || !items.isObject()) {
      return Kind.JSON;
    } else if (isGroup(items) || alternatives(items).size() > 1) {
      return Kind.ROWS;
    } else if (ALTERNATIVES.stream().anyMatch(items::has)) {
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
