package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;

/**
 * What somebody decides on a stage that waits.
 *
 * @param stage the stage's name
 * @param decision {@code approve}, {@code reject} or {@code edit}; for a stage of unknown outcome
 *     {@code happened}, {@code repeat} or {@code fail}
 * @param comment why, or null
 * @param value what is approved instead of what is shown, or what the call of unknown outcome
 *     answered; else null
 * @param shown the hash of what was shown, for an approval
 */
public record Decision(
    String stage, String decision, String comment, JsonNode value, String shown) {
  public static final int MAX_COMMENT = 2_000;

  static final String APPROVE = "approve";
  static final String REJECT = "reject";
  static final String EDIT = "edit";
  static final String HAPPENED = "happened";
  static final String REPEAT = "repeat";
  static final String FAIL = "fail";

  private static final Set<String> OF_APPROVALS = Set.of(APPROVE, REJECT, EDIT);
  private static final Set<String> OF_OUTCOMES = Set.of(HAPPENED, REPEAT, FAIL);

  boolean isOnOutcome() {
    return OF_OUTCOMES.contains(String.valueOf(decision));
  }

  boolean hasValue() {
    return value != null && !value.isNull();
  }

  /**
   * @throws InvalidInputException naming every field that cannot be accepted
   */
  void check() {
    List<FieldError> errors = new ArrayList<>();
    if (stage == null || stage.isBlank()) {
      errors.add(new FieldError("stage", "is missing; name the stage that waits"));
    }
    if (!OF_APPROVALS.contains(String.valueOf(decision)) && !isOnOutcome()) {
      errors.add(
          new FieldError(
              "decision",
              "must be approve, reject or edit; for a stage of unknown outcome happened, repeat or"
                  + " fail"));
    }
    if (comment != null && (comment.length() > MAX_COMMENT || !Json.isStorable(comment))) {
      errors.add(
          new FieldError(
              "comment", "must have at most " + MAX_COMMENT + " characters, and no U+0000"));
    }
    if (APPROVE.equals(decision) && hasValue()) {
      errors.add(new FieldError("value", "goes with the decision edit, not with approve"));
    }
    if (EDIT.equals(decision) && !hasValue()) {
      errors.add(new FieldError("value", "is missing; give what is approved instead"));
    }
    boolean needsShown = OF_APPROVALS.contains(String.valueOf(decision));
    if (needsShown && (shown == null || shown.isBlank())) {
      errors.add(
          new FieldError(
              "shown", "is missing; give the 'shown' of the approval that you have read"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
  }
}
