package org.gamelan.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gamelan.failure.Suggestions;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.json.SchemaFault;

/** Checks one file against the published schemas and tells faults as problems with positions. */
final class ShapeCheck {
  private static final Set<String> NAMES =
      Set.of("name", "stage", "tool", "model", "schema", "limitName");

  private final SourceFile source;
  private final Problems problems;
  private final Set<String> broken;
  private final JsonSchema root;

  private ShapeCheck(SourceFile source, Problems problems, JsonSchema root, Set<String> broken) {
    this.source = source;
    this.root = root;
    this.broken = broken;
    this.problems = problems;
  }

  /** Checks the sections of a file and gives the pointers of what is broken in them. */
  static Set<String> check(SourceFile source, List<Section> sections, Problems problems) {
    Set<String> broken = new HashSet<>();
    for (Section section : sections) {
      JsonSchema schema = ManifestSchemas.of(section);
      ShapeCheck check = new ShapeCheck(source, problems, schema, broken);
      ObjectNode alone = Json.object();
      alone.set(section.key(), source.root().get(section.key()));
      schema.faults(alone).forEach(check::tell);
    }
    return broken;
  }

  private void tell(SchemaFault fault) {
    String property = fault.property().orElse("");
    switch (fault.keyword()) {
      case "additionalProperties" -> unknownKey(fault, property);
      case "required" -> missing(fault, property);
      case "propertyNames" -> badKey(fault, property);
      case "pattern" -> pattern(fault);
      case "enum", "const" -> choice(fault);
      case "type" -> type(fault);
      default -> error(fault.path(), Rule.TYPE, said(fault.path()) + " " + fault.message(), null);
    }
  }

  private void unknownKey(SchemaFault fault, String key) {
    Set<String> known = new HashSet<>();
    fault.schema().path("properties").fieldNames().forEachRemaining(known::add);
    String suggestion =
        Suggestions.nearest(key, known)
            .map(it -> "did you mean '" + it + "'?")
            .orElse("known: " + Suggestions.list(known));
    keyError(
        Json.pointer(fault.path(), key),
        Rule.UNKNOWN_KEY,
        "Unknown key '" + key + "' in " + said(fault.path()),
        suggestion);
  }

  private void missing(SchemaFault fault, String key) {
    String description = description(fault.schema().path("properties").path(key));
    keyError(
        fault.path(),
        Rule.MISSING,
        said(fault.path()) + " has no '" + key + "'",
        description.isEmpty() ? null : key + ": " + description);
  }

  private void badKey(SchemaFault fault, String key) {
    keyError(
        Json.pointer(fault.path(), key),
        Rule.BAD_NAME,
        "'" + key + "' cannot be a name in " + said(fault.path()),
        description(fault.schema().path("propertyNames")));
  }

  private void pattern(SchemaFault fault) {
    String[] steps = fault.schemaPath().split("/", -1);
    String definition = steps.length < 2 ? "" : steps[steps.length - 2];
    String text = source.root().at(fault.path()).asText();
    error(
        fault.path(),
        ruleOf(definition),
        said(fault.path()) + " cannot be '" + shortened(text) + "'",
        fault.schema().path("description").asText(null));
  }

  private static Rule ruleOf(String definition) {
    if ("condition".equals(definition)) {
      return Rule.BAD_EXPRESSION;
    }
    return NAMES.contains(definition) ? Rule.BAD_NAME : Rule.TYPE;
  }

  private void choice(SchemaFault fault) {
    List<String> allowed = fault.schema().path("enum").valueStream().map(JsonNode::asText).toList();
    String text = source.root().at(fault.path()).asText();
    Optional<String> nearest = Suggestions.nearest(text, allowed);
    error(
        fault.path(),
        Rule.TYPE,
        said(fault.path()) + " cannot be '" + shortened(text) + "'",
        nearest
            .map(it -> "did you mean '" + it + "'?")
            .orElse("one of: " + String.join(", ", allowed)));
  }

  private void type(SchemaFault fault) {
    JsonNode expected = fault.schema().path("type");
    String words =
        expected.isArray()
            ? expected
                .valueStream()
                .map(it -> word(it.asText()))
                .collect(Collectors.joining(" or "))
            : word(expected.asText());
    String found = word(source.root().at(fault.path()));
    error(
        fault.path(),
        Rule.TYPE,
        said(fault.path()) + " must be " + words + ", not " + found,
        fault.schema().path("description").asText(null));
  }

  private void error(String path, Rule rule, String message, String suggestion) {
    add(path, source.positions().value(path), rule, message, suggestion);
  }

  private void keyError(String path, Rule rule, String message, String suggestion) {
    add(path, source.positions().key(path), rule, message, suggestion);
  }

  private void add(String path, Position at, Rule rule, String message, String suggestion) {
    broken.add(path);
    problems.error(source.file(), at, rule, message, suggestion);
  }

  /** A description of a property's schema, that of what it refers to included. */
  private String description(JsonNode schema) {
    String reference = schema.path("$ref").asText("");
    return schema.has("description") || reference.isEmpty()
        ? schema.path("description").asText("")
        : root.document().at(reference.substring(1)).path("description").asText("");
  }

  private static String said(String path) {
    return path.isEmpty()
        ? "the file"
        : path.substring(1)
            .replaceAll("/([0-9]+)(?=/|$)", "[$1]")
            .replace("/", ".")
            .replace("~1", "/")
            .replace("~0", "~");
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 59) + "…";
  }

  private static String word(JsonNode value) {
    return value.isNumber()
        ? "a number"
        : word(value.getNodeType().name().toLowerCase(Locale.ROOT));
  }

  private static String word(String type) {
    return switch (type) {
      case "string" -> "a text";
      case "object" -> "a mapping";
      case "array" -> "a list";
      case "boolean" -> "true or false";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "null" -> "empty";
      default -> type;
    };
  }
}
