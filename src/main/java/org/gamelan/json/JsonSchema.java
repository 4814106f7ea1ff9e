package org.gamelan.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import com.networknt.schema.resource.SchemaLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A compiled JSON Schema 2020-12. References stay inside the document, patterns are matched in
 * linear time, formats are asserted. Immutable; may be used by many threads.
 */
public final class JsonSchema {
  private static final int MAX_VIOLATIONS = 200;
  private static final SchemaRegistry REGISTRY = registry();
  private static final Schema META_SCHEMA =
      REGISTRY.getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));

  private final JsonNode document;
  private final Schema schema;

  private JsonSchema(JsonNode document, Schema schema) {
    this.document = document;
    this.schema = schema;
  }

  /**
   * Checks a schema against the meta-schema and the rules of this class, and compiles it.
   *
   * @throws InvalidSchemaException with every fault that was found
   */
  public static JsonSchema compile(JsonNode document) {
    List<Violation> problems = findProblems(document);
    if (!problems.isEmpty()) {
      throw new InvalidSchemaException(problems);
    }
    JsonNode copy = document.deepCopy();
    if (copy instanceof ObjectNode object) {
      // An id of its own would change what local references are relative to.
      object.remove("$id");
    }
    Schema schema = REGISTRY.getSchema(copy);
    schema.initializeValidators();
    return new JsonSchema(document.deepCopy(), schema);
  }

  /** Every fault of a schema, each with a JSON pointer into it; empty when it can be compiled. */
  public static List<Violation> findProblems(JsonNode document) {
    return findProblems(document, Map.of());
  }

  /**
   * The same for a schema that may refer to others by name.
   *
   * @param others the schemas by name, see {@link SchemaLinks}
   */
  public static List<Violation> findProblems(JsonNode document, Map<String, JsonNode> others) {
    List<Violation> problems = new ArrayList<>(metaViolations(document));
    if (problems.isEmpty()) {
      problems.addAll(SchemaRules.findProblems(document, others));
    }
    return problems;
  }

  /** The schema as it was written. */
  public JsonNode document() {
    return document.deepCopy();
  }

  /** All faults of a value, at most two hundred; empty when it satisfies the schema. */
  public List<Violation> validate(JsonNode value) {
    return violations(schema.validate(value), document);
  }

  /** The same faults as {@link #validate}, with what a program needs to explain or mend them. */
  public List<SchemaFault> faults(JsonNode value) {
    return schema.validate(value).stream().limit(MAX_VIOLATIONS).map(this::fault).toList();
  }

  private SchemaFault fault(Error error) {
    return new SchemaFault(
        pointer(error),
        String.valueOf(error.getKeyword()),
        error.getMessage(),
        Optional.ofNullable(error.getProperty()),
        error.getSchemaLocation().getFragment().toString(),
        around(error, document));
  }

  /** The part of a schema that holds the keyword which was not satisfied. */
  private static JsonNode around(Error error, JsonNode document) {
    String at = error.getSchemaLocation().getFragment().toString();
    int end = at.lastIndexOf('/');
    return end < 0 ? document : document.at(at.substring(0, end));
  }

  /**
   * Formats of the meta-schema are left to {@link SchemaRules}, which says it better. A word that
   * is no type is told as such, not also as a text that is no list of types.
   */
  private static List<Violation> metaViolations(JsonNode document) {
    List<Error> errors =
        META_SCHEMA.validate(document).stream()
            .filter(error -> !"format".equals(error.getKeyword()))
            .filter(error -> !"propertyNames".equals(error.getKeyword()))
            .toList();
    Set<String> words =
        errors.stream()
            .filter(error -> "enum".equals(error.getKeyword()))
            .map(JsonSchema::pointer)
            .collect(Collectors.toSet());
    return violations(
        errors.stream()
            .filter(error -> !"type".equals(error.getKeyword()) || !words.contains(pointer(error)))
            .toList(),
        Json.object());
  }

  private static List<Violation> violations(List<Error> errors, JsonNode document) {
    return errors.stream()
        .map(error -> new Violation(pointer(error), Findings.of(error, around(error, document))))
        .distinct()
        .limit(MAX_VIOLATIONS)
        .toList();
  }

  private static String pointer(Error error) {
    NodePath path = error.getInstanceLocation();
    return path == null ? "" : path.toString();
  }

  private static SchemaRegistry registry() {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ROOT)
            .formatAssertionsEnabled(true)
            .regularExpressionFactory(regex -> LinearPattern.compile(regex)::find)
            .build();
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12,
        builder ->
            builder
                .schemaRegistryConfig(config)
                .schemaCacheEnabled(false)
                .schemaLoader(SchemaLoader.getDefault()));
  }
}
