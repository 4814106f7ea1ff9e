package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.gamelan.json.Json;

/**
 * JSON Schema as grammars of strict vendors take it: closed objects, no bounds, no recursion
 * (source: https://docs.anthropic.com/en/docs/build-with-claude/structured-outputs). Bounds are
 * left out, as answers are checked against the whole schema anyway; a schema that stands for open
 * documents has no such form.
 */
final class StrictSchema {
  private static final Set<String> PLAIN =
      Set.of("type", "title", "description", "const", "default", "required");
  private static final Set<String> FORMATS =
      Set.of(
          "date-time",
          "time",
          "date",
          "duration",
          "email",
          "hostname",
          "uri",
          "ipv4",
          "ipv6",
          "uuid");
  private static final int MAX_OPTIONAL = 24;

  private final JsonNode root;
  private final Set<String> open = new HashSet<>();
  private int optional;

  /** This schema has no strict form. */
  private static final class NoStrictFormException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private StrictSchema(JsonNode root) {
    this.root = root;
  }

  /** The strict form of a schema, if it has one. */
  static Optional<JsonNode> of(JsonNode schema) {
    StrictSchema strict = new StrictSchema(schema);
    try {
      JsonNode form = strict.form(schema);
      return strict.optional <= MAX_OPTIONAL ? Optional.of(form) : Optional.empty();
    } catch (NoStrictFormException e) {
      // Then the prompt has to do.
      return Optional.empty();
    }
  }

  private ObjectNode form(JsonNode schema) throws NoStrictFormException {
    if (schema.has("$ref")) {
      return referred(schema.path("$ref").asText(""));
    }
    boolean shaped = schema.has("type") || schema.has("enum") || schema.has("const");
    JsonNode choices = schema.has("anyOf") ? schema.get("anyOf") : schema.path("oneOf");
    if (!schema.isObject() || !(shaped || choices.isArray()) || schema.has("allOf")) {
      throw new NoStrictFormException();
    }
    ObjectNode form = Json.object();
    for (var entry : schema.properties()) {
      if (PLAIN.contains(entry.getKey())) {
        form.set(entry.getKey(), entry.getValue());
      }
    }
    if (FORMATS.contains(schema.path("format").asText(""))) {
      form.set("format", schema.get("format"));
    }
    if (schema.has("enum")) {
      form.set("enum", scalars(schema.get("enum")));
    }
    if (choices.isArray()) {
      form.set("anyOf", forms(choices));
    }
    if (allows(schema, "object")) {
      close(schema, form);
    }
    if (allows(schema, "array")) {
      form.set("items", form(schema.path("items")));
    }
    return form;
  }

  /** Definitions are written out where they are used, unless they hold themselves. */
  private ObjectNode referred(String reference) throws NoStrictFormException {
    if (!reference.startsWith("#/") || !open.add(reference)) {
      throw new NoStrictFormException();
    }
    ObjectNode form = form(root.at(reference.substring(1)));
    open.remove(reference);
    return form;
  }

  private void close(JsonNode schema, ObjectNode form) throws NoStrictFormException {
    JsonNode properties = schema.path("properties");
    JsonNode additional = schema.path("additionalProperties");
    boolean closed = additional.isBoolean() && !additional.booleanValue();
    if (additional.isObject() || (properties.isEmpty() && !closed)) {
      throw new NoStrictFormException();
    }
    ObjectNode forms = Json.object();
    for (var property : properties.properties()) {
      forms.set(property.getKey(), form(property.getValue()));
    }
    optional += properties.size() - schema.path("required").size();
    form.set("properties", forms);
    form.put("additionalProperties", false);
  }

  private ArrayNode forms(JsonNode schemas) throws NoStrictFormException {
    ArrayNode forms = Json.array();
    for (JsonNode schema : schemas) {
      forms.add(form(schema));
    }
    return forms;
  }

  private static JsonNode scalars(JsonNode values) throws NoStrictFormException {
    for (JsonNode value : values) {
      if (value.isContainerNode()) {
        throw new NoStrictFormException();
      }
    }
    return values;
  }

  private static boolean allows(JsonNode schema, String type) {
    JsonNode types = schema.path("type");
    if (types.isTextual()) {
      return types.textValue().equals(type);
    }
    for (JsonNode one : types) {
      if (one.asText("").equals(type)) {
        return true;
      }
    }
    return false;
  }
}
