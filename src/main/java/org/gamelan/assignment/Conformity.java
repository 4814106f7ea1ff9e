package org.gamelan.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.gamelan.failure.FieldError;
import org.gamelan.json.Json;
import org.gamelan.json.SchemaCache;
import org.gamelan.json.SchemaFault;

/** Whether a document fits a schema, told field by field. */
public final class Conformity {
  private Conformity() {}

  /**
   * What does not fit; a missing property is told at its own place.
   *
   * @param field the name of the field that holds the document; the faults' fields begin with it
   *     and go on as a JSON pointer
   * @param schema a sound schema, or null for any document
   * @param value the document; null counts as an empty object
   */
  public static List<FieldError> faults(String field, JsonNode schema, JsonNode value) {
    if (schema == null) {
      return List.of();
    }
    JsonNode document = value == null || value.isNull() ? Json.object() : value;
    return SchemaCache.of(schema).faults(document).stream()
        .map(fault -> error(field, fault))
        .distinct()
        .toList();
  }

  private static FieldError error(String field, SchemaFault fault) {
    if (fault.keyword().equals("required") && fault.property().isPresent()) {
      return new FieldError(
          field + Json.pointer(fault.path(), fault.property().get()), "is missing");
    }
    return new FieldError(field + fault.path(), fault.message());
  }
}
