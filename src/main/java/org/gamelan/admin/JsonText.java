package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.gamelan.failure.FieldError;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;

/** JSON as it stands in the fields of forms. */
final class JsonText {
  private JsonText() {}

  static String of(JsonNode document) {
    return document == null ? "" : Json.writePretty(document);
  }

  /**
   * @param faults gets what is no JSON, with line and column
   * @return null for an empty field, and for a faulty one
   */
  static JsonNode read(String field, String text, List<FieldError> faults) {
    try {
      return text == null || text.isBlank() ? null : Json.parse(text);
    } catch (MalformedJsonException e) {
      faults.add(new FieldError(field, "is not JSON: " + e.getMessage()));
      return null;
    }
  }
}
