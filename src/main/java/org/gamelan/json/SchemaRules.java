package org.gamelan.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.gamelan.failure.Suggestions;

/**
 * What a schema must keep to beyond the meta-schema: references inside the document to something
 * that exists, patterns in RE2 syntax, and no reference that leads back to itself or multiplies
 * without end on the same value.
 */
final class SchemaRules {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final Pattern LINK =
      Pattern.compile("#?/\\$defs/" + SchemaLinks.PREFIX + "([a-z0-9_-]+)");
  private static final int MAX_IN_PLACE = 2_000;

  /** Keywords whose value is data and not a schema. */
  static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

  /** Keywords whose value maps names to schemas. */
  static final Set<String> NAMED =
      Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

  /** Keywords that apply a schema or a list of schemas to the same value. */
  private static final List<String> IN_PLACE =
      List.of("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas");

  private final JsonNode root;
  private final Map<String, JsonNode> others;
  private final List<Violation> problems = new ArrayList<>();
  private final Map<String, JsonNode> anchors = new HashMap<>();
  private final List<Place> schemas = new ArrayList<>();

  private record Place(String path, JsonNode schema) {}

  private SchemaRules(JsonNode root, Map<String, JsonNode> others) {
    this.root = root;
    this.others = others;
  }

  /**
   * @param others schemas that may be referred to by name
   */
  static List<Violation> findProblems(JsonNode root, Map<String, JsonNode> others) {
    SchemaRules rules = new SchemaRules(root, others);
    rules.collect("", root);
    rules.schemas.forEach(place -> rules.check(place.path(), place.schema()));
    JsonNode linked = rules.problems.isEmpty() ? SchemaLinks.link(root, others) : root;
    if (!linked.equals(root)) {
      rules.checkLinked(linked);
    } else if (rules.problems.isEmpty()) {
      rules.checkExpansion();
    }
    return rules.problems;
  }

  /** With what it refers to by name, a schema has to be as sound as alone. */
  private void checkLinked(JsonNode linked) {
    SchemaRules whole = new SchemaRules(linked, Map.of());
    whole.collect("", linked);
    if (linked.path("$defs").size() > root.path("$defs").size() + SchemaLinks.MAX) {
      whole.add("", "more than " + SchemaLinks.MAX + " are too many");
    }
    for (Place place : whole.schemas) {
      boolean named = place.path().startsWith("/$defs/" + SchemaLinks.PREFIX);
      if (named && (place.schema().has("$anchor") || place.schema().has("$dynamicAnchor"))) {
        whole.add(place.path(), "has an anchor, which is for its own schema only");
      }
      whole.check(place.path(), place.schema());
    }
    if (whole.problems.isEmpty()) {
      whole.checkExpansion();
    }
    whole.problems.stream()
        .findFirst()
        .map(problem -> LINK.matcher(problem.toString()).replaceAll("$1#"))
        .ifPresent(told -> add("", "cannot be put together with the schemas it names: " + told));
  }

  private void collect(String path, JsonNode schema) {
    if (!schema.isObject()) {
      return;
    }
    schemas.add(new Place(path, schema));
    for (String keyword : List.of("$anchor", "$dynamicAnchor")) {
      if (schema.path(keyword).isTextual()) {
        anchors.put(schema.get(keyword).textValue(), schema);
      }
    }
    for (Map.Entry<String, JsonNode> field : schema.properties()) {
      String keyword = field.getKey();
      JsonNode value = field.getValue();
      String here = Json.pointer(path, keyword);
      if (NAMED.contains(keyword)) {
        value
            .properties()
            .forEach(named -> collect(Json.pointer(here, named.getKey()), named.getValue()));
      } else if (value.isArray() && !DATA.contains(keyword)) {
        for (int i = 0; i < value.size(); i++) {
          collect(here + "/" + i, value.get(i));
        }
      } else if (!DATA.contains(keyword)) {
        collect(here, value);
      }
    }
  }

  private void check(String path, JsonNode schema) {
    if (schema.has("$schema") && !DIALECT.equals(schema.get("$schema").asText().replace("#", ""))) {
      add(path + "/$schema", "must be " + DIALECT + " or left out");
    }
    if (schema.has("$id") && !path.isEmpty()) {
      add(path + "/$id", "is allowed at the top only");
    }
    for (String keyword : List.of("$ref", "$dynamicRef")) {
      if (schema.path(keyword).isTextual()) {
        checkReference(path + "/" + keyword, schema.get(keyword).textValue());
      }
    }
    if (schema.path("pattern").isTextual()) {
      checkPattern(path + "/pattern", schema.get("pattern").textValue());
    }
    schema
        .path("patternProperties")
        .properties()
        .forEach(
            field ->
                checkPattern(
                    Json.pointer(path + "/patternProperties", field.getKey()), field.getKey()));
  }

  private void checkReference(String path, String reference) {
    Optional<String> name = SchemaLinks.name(reference);
    if (name.isPresent() && !others.isEmpty()) {
      checkName(path, name.get());
    } else if (!reference.startsWith("#")) {
      add(path, "'" + reference + "' leads out of this schema; only '#…' is allowed");
    } else if (target(reference).isEmpty()) {
      add(path, "'" + reference + "' does not exist in this schema");
    }
  }

  private void checkName(String path, String name) {
    if (!others.containsKey(name)) {
      String known =
          Suggestions.nearest(name, others.keySet())
              .map(it -> "; did you mean '" + it + "'?")
              .orElse("; known: " + Suggestions.list(others.keySet()));
      add(path, "'" + name + "' is no schema of this folder" + known);
    }
  }

  private void checkPattern(String path, String regex) {
    LinearPattern.findFault(regex).ifPresent(fault -> add(path, fault));
  }

  private Optional<JsonNode> target(String reference) {
    String fragment = reference.substring(1);
    if (fragment.isEmpty()) {
      return Optional.of(root);
    }
    if (!fragment.startsWith("/")) {
      return Optional.ofNullable(anchors.get(fragment));
    }
    JsonNode found = root.at(JsonPointer.compile(percentDecoded(fragment)));
    return found.isObject() || found.isBoolean() ? Optional.of(found) : Optional.empty();
  }

  private void checkExpansion() {
    IdentityHashMap<JsonNode, Long> sizes = new IdentityHashMap<>();
    for (Place place : schemas) {
      long size = inPlaceSize(place.schema(), sizes, identitySet());
      if (size < 0) {
        add(place.path(), "refers to itself without going deeper into the value");
        return;
      }
      if (size > MAX_IN_PLACE) {
        add(place.path(), "applies more than " + MAX_IN_PLACE + " schemas to one value");
        return;
      }
    }
  }

  /** How many schemas are applied to one value through this one; -1 when there is no end. */
  private long inPlaceSize(JsonNode schema, Map<JsonNode, Long> sizes, Set<JsonNode> open) {
    Long known = sizes.get(schema);
    if (known != null) {
      return known;
    }
    if (!open.add(schema)) {
      return -1;
    }
    long size = 1;
    for (JsonNode next : inPlace(schema)) {
      long inner = inPlaceSize(next, sizes, open);
      if (inner < 0) {
        return -1;
      }
      size = Math.min(size + inner, MAX_IN_PLACE + 1L);
    }
    open.remove(schema);
    sizes.put(schema, size);
    return size;
  }

  private List<JsonNode> inPlace(JsonNode schema) {
    List<JsonNode> next = new ArrayList<>();
    for (String keyword : IN_PLACE) {
      JsonNode value = schema.path(keyword);
      if (value.isArray() || "dependentSchemas".equals(keyword)) {
        value.forEach(next::add);
      } else if (value.isObject()) {
        next.add(value);
      }
    }
    for (String keyword : List.of("$ref", "$dynamicRef")) {
      if (schema.path(keyword).isTextual()) {
        target(schema.get(keyword).textValue()).ifPresent(next::add);
      }
    }
    return next;
  }

  private void add(String path, String message) {
    problems.add(new Violation(path, message));
  }

  private static Set<JsonNode> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static String percentDecoded(String fragment) {
    return fragment.contains("%")
        ? URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8)
        : fragment;
  }
}
