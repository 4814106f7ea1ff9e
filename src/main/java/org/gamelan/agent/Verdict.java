package org.gamelan.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gamelan.json.Json;
import org.gamelan.json.JsonEngine;
import org.gamelan.json.JsonSchema;
import org.gamelan.json.RepairRung;
import org.gamelan.json.Violation;
import org.gamelan.provider.ModelAnswer;

/**
 * Whether an answer fits, and if not why.
 *
 * @param output what the agent says, null unless the answer fits
 * @param rungs what the JSON engine tried
 * @param violations what is wrong, empty when the answer fits
 */
record Verdict(JsonNode output, List<RepairRung> rungs, List<Violation> violations) {
  private static final int MAX_FINDINGS = 20;
  private static final int MAX_FINDING_LENGTH = 400;
  static final Violation CUT_OFF =
      new Violation("", "was cut off at the limit of output tokens; make it shorter");

  static Verdict of(ModelAnswer answer, JsonSchema schema, boolean repair) {
    if (schema == null) {
      return answer.truncated()
          ? new Verdict(null, List.of(rung(CUT_OFF)), List.of(CUT_OFF))
          : new Verdict(Json.object().put("text", answer.text()), List.of(), List.of());
    }
    JsonEngine.Outcome outcome = JsonEngine.read(answer.text(), Optional.of(schema), repair);
    if (!outcome.fits()) {
      return new Verdict(null, outcome.rungs(), outcome.violations());
    }
    if (answer.truncated() && outcome.truncated()) {
      // Repaired, it would look complete and lack its tail.
      List<RepairRung> rungs =
          java.util.stream.Stream.concat(
                  outcome.rungs().stream(), java.util.stream.Stream.of(rung(CUT_OFF)))
              .toList();
      return new Verdict(null, rungs, List.of(CUT_OFF));
    }
    return new Verdict(outcome.value().orElseThrow(), outcome.rungs(), List.of());
  }

  boolean fits() {
    return output != null;
  }

  /** The faults in one line for a person. */
  String summary() {
    return violations.stream().limit(5).map(Verdict::line).collect(Collectors.joining("; "));
  }

  /** The faults as a message to the model. */
  String findings(boolean json) {
    String list =
        violations.stream()
            .limit(MAX_FINDINGS)
            .map(violation -> "- " + line(violation))
            .collect(Collectors.joining("\n"));
    return "Your answer does not fit:\n"
        + list
        + (json
            ? "\nAnswer again with the complete JSON document and nothing else."
            : "\nAnswer again.");
  }

  private static String line(Violation violation) {
    String text = violation.toString();
    return text.length() <= MAX_FINDING_LENGTH ? text : text.substring(0, MAX_FINDING_LENGTH) + "…";
  }

  private static RepairRung rung(Violation violation) {
    return new RepairRung("validate", false, violation.message());
  }
}
