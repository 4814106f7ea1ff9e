package org.gamelan.provider.scripted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.json.Violation;
import org.gamelan.provider.ModelRequest;

/**
 * Rules in their order.
 *
 * @param rules the first that matches wins
 */
record RuleBook(List<Rule> rules) {
  static final RuleBook EMPTY = new RuleBook(List.of());

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonSchema SCHEMA = schema();

  RuleBook {
    rules = List.copyOf(rules);
  }

  Optional<Rule> find(ModelRequest request) {
    for (Rule rule : rules) {
      if (rule.matches(request)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  /** These rules, then others. */
  RuleBook then(RuleBook others) {
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(others.rules);
    return new RuleBook(all);
  }

  /**
   * Reads YAML or JSON.
   *
   * @param where shown in messages, such as the file's name
   * @throws InvalidInputException with every fault that was found
   */
  static RuleBook parse(String text, String where) {
    try {
      return of(YAML.readTree(text), where);
    } catch (JsonProcessingException e) {
      String at = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
      throw new InvalidInputException(where, "is not YAML" + at + ": " + e.getOriginalMessage());
    }
  }

  /**
   * Compiles a document.
   *
   * @throws InvalidInputException with every fault that was found
   */
  static RuleBook of(JsonNode document, String where) {
    List<Violation> violations = SCHEMA.validate(document);
    if (!violations.isEmpty()) {
      throw new InvalidInputException(
          violations.stream()
              .map(fault -> new FieldError(where + fault.path(), fault.message()))
              .toList());
    }
    List<Rule> rules = new ArrayList<>();
    for (JsonNode rule : document.path("rules")) {
      rules.add(Rule.of(rule, where + "#" + (rules.size() + 1)));
    }
    return new RuleBook(rules);
  }

  private static JsonSchema schema() {
    try (InputStream in = RuleBook.class.getResourceAsStream("/schemas/scripted.json")) {
      return JsonSchema.compile(Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
