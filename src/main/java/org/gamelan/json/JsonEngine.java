package org.gamelan.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns what a model wrote into a JSON document that satisfies a schema, or says why it cannot. It
 * reads strictly first; only where that fails it repairs, and it never adds content of its own.
 */
public final class JsonEngine {
  private JsonEngine() {}

  /**
   * What came of a text.
   *
   * @param value the document, present only when it satisfies the schema
   * @param rungs what was tried, in order; empty when the text fitted as it was
   * @param violations why there is no value, for the model to be asked again; empty otherwise
   * @param truncated whether the text ended before its document did, so that a tail may be lost
   */
  public record Outcome(
      Optional<JsonNode> value,
      List<RepairRung> rungs,
      List<Violation> violations,
      boolean truncated) {

    public Outcome {
      rungs = List.copyOf(rungs);
      violations = List.copyOf(violations);
    }

    public boolean fits() {
      return value.isPresent();
    }
  }

  /**
   * Reads an answer.
   *
   * @param text what the model wrote
   * @param schema what the document must satisfy; none: any document will do
   * @param repair whether the text may be repaired
   */
  public static Outcome read(String text, Optional<JsonSchema> schema, boolean repair) {
    try {
      JsonNode node = Json.parse(text);
      List<Violation> violations = schema.map(it -> it.validate(node)).orElse(List.of());
      if (violations.isEmpty()) {
        return new Outcome(Optional.of(node), List.of(), List.of(), false);
      }
      RepairRung rung = new RepairRung("validate", false, summary(violations));
      return new Outcome(Optional.empty(), List.of(rung), violations, false);
    } catch (MalformedJsonException e) {
      return new Outcome(
          Optional.empty(),
          List.of(new RepairRung("parse", false, e.getMessage())),
          List.of(new Violation("", "is not a JSON document: " + e.getMessage())),
          false);
    }
  }

  private static String summary(List<Violation> violations) {
    return violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
  }
}
