package org.gamelan.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gamelan.failure.Suggestions;

/** Says what a value should have been, what it is, and what may have been meant. */
final class Findings {
  private static final int MAX_SHOWN = 60;

  /** Their messages say what was found already, or there is nothing to show. */
  private static final Set<String> COMPLETE =
      Set.of("type", "anyOf", "allOf", "oneOf", "not", "if", "then", "else", "propertyNames");

  private Findings() {}

  /**
   * @param error what the validator found
   * @param around the part of the schema that holds the keyword which was not satisfied
   */
  static String of(Error error, JsonNode around) {
    String keyword = String.valueOf(error.getKeyword());
    JsonNode value = error.getInstanceNode();
    if (value == null || COMPLETE.contains(keyword)) {
      return error.getMessage();
    }
    return error.getMessage()
        + switch (keyword) {
          case "required" -> misspelt(error.getProperty(), value, around);
          case "additionalProperties", "unevaluatedProperties" ->
              known(error.getProperty(), around.path("properties"));
          case "enum", "const" -> found(value) + choice(value, error.getSchemaNode());
          default -> found(value);
        };
  }

  /** A key that the schema does not know may be the one that is missing. */
  private static String misspelt(String missing, JsonNode value, JsonNode around) {
    List<String> unknown = new ArrayList<>();
    value.fieldNames().forEachRemaining(unknown::add);
    unknown.removeIf(key -> around.path("properties").has(key));
    return missing == null ? "" : meant(Suggestions.nearest(missing, unknown), "is it '%s'?");
  }

  private static String known(String surplus, JsonNode properties) {
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    if (surplus == null || names.isEmpty()) {
      return "";
    }
    Optional<String> nearest = Suggestions.nearest(surplus, names);
    return nearest.isPresent()
        ? meant(nearest, "did you mean '%s'?")
        : "; known: " + Suggestions.list(names);
  }

  private static String choice(JsonNode value, JsonNode choices) {
    if (choices == null || !value.isTextual()) {
      return "";
    }
    List<String> texts =
        choices.valueStream().filter(JsonNode::isTextual).map(JsonNode::textValue).toList();
    return meant(Suggestions.nearest(value.textValue(), texts), "did you mean '%s'?");
  }

  private static String meant(Optional<String> nearest, String question) {
    return nearest.map(it -> "; " + question.formatted(it)).orElse("");
  }

  private static String found(JsonNode value) {
    if (value.isArray()) {
      return ", found " + value.size() + (value.size() == 1 ? " item" : " items");
    }
    if (value.isObject()) {
      return ", found " + value.size() + (value.size() == 1 ? " property" : " properties");
    }
    String text = Json.write(value);
    return ", found "
        + (text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN - 1) + "…");
  }
}
