package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.failure.FieldError;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;

/** Takes an input over from the fields of a form to JSON, and back, so that nothing gets lost. */
final class InputSwitch {
  private InputSwitch() {}

  /**
   * What stands in a form, as JSON; empty when that is nothing.
   *
   * @param faults gets what cannot be taken over, such as broken JSON in a field
   */
  static String text(List<InputField> fields, InputValues values, List<FieldError> faults) {
    JsonNode made = values.document(Optional.of(fields), faults);
    return made == null || made.isEmpty() ? "" : Json.writePretty(made);
  }

  /** Whether nobody has written anything into a form. */
  static boolean isUntouched(List<InputField> fields, InputValues values) {
    List<FieldError> faults = new ArrayList<>();
    JsonNode made = values.document(Optional.of(fields), faults);
    JsonNode fresh =
        InputValues.ofDefaults(fields).document(Optional.of(fields), new ArrayList<>());
    return faults.isEmpty() && (made == null ? fresh == null : made.equals(fresh));
  }

  /**
   * What is written as JSON, in the fields of a form.
   *
   * @param faults gets why it cannot be, if so; the values are of no use then
   */
  static InputValues values(List<InputField> fields, String text, List<FieldError> faults) {
    if (text == null || text.isBlank()) {
      return InputValues.ofDefaults(fields);
    }
    try {
      JsonNode given = Json.parse(text);
      InputValues values = InputValues.of(fields, given);
      JsonNode made = values.document(Optional.of(fields), faults);
      lost("input", given, made)
          .ifPresent(
              place ->
                  faults.add(
                      new FieldError(
                          "input", "The form has no place for " + place + ". Leave it as JSON.")));
      return values;
    } catch (MalformedJsonException e) {
      faults.add(new FieldError("input", "This is not JSON: " + e.getMessage()));
      return InputValues.ofDefaults(fields);
    }
  }

  /** The first place of a document that another one lacks, or has something else in. */
  private static Optional<String> lost(String place, JsonNode given, JsonNode made) {
    if (given.isObject() && made != null && made.isObject()) {
      return given
          .propertyStream()
          .flatMap(each -> lost(place, each, made.get(each.getKey())).stream())
          .findFirst();
    } else if (given.isArray() && made != null && made.size() == given.size()) {
      for (int i = 0; i < given.size(); i++) {
        Optional<String> inner = lost(place + "/" + i, given.get(i), made.get(i));
        if (inner.isPresent()) {
          return inner;
        }
      }
      return Optional.empty();
    }
    return given.equals(made) ? Optional.empty() : Optional.of(place);
  }

  private static Optional<String> lost(
      String place, Map.Entry<String, JsonNode> property, JsonNode made) {
    return lost(Json.pointer(place, property.getKey()), property.getValue(), made);
  }
}
