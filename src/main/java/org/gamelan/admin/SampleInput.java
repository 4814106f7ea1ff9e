package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.gamelan.json.Json;

/** Makes an input up that shows where what goes, for previews of prompts before there is any. */
final class SampleInput {
  private SampleInput() {}

  /** A document with something in every field that the schema's form has. */
  static JsonNode of(JsonNode schema) {
    Optional<List<InputField>> fields = InputFields.of(schema);
    if (fields.isEmpty()) {
      return Json.object();
    }
    boolean whole = fields.get().size() == 1 && fields.get().get(0).pointer().isEmpty();
    return whole ? value(fields.get().get(0)) : group(fields.get());
  }

  private static ObjectNode group(List<InputField> fields) {
    ObjectNode sample = Json.object();
    fields.forEach(field -> sample.set(field.name(), value(field)));
    return sample;
  }

  private static JsonNode value(InputField field) {
    JsonNode given = field.schema().path("default");
    if (given.isMissingNode()) {
      given = field.schema().path("examples").path(0);
    }
    return given.isMissingNode() || given.isNull() ? madeUp(field) : given;
  }

  private static JsonNode madeUp(InputField field) {
    String name = "‹" + field.name() + "›";
    return switch (field.kind()) {
      case GROUP -> group(field.fields());
      case ROWS -> Json.array().add(value(field.fields().get(0)));
      case ALTERNATIVES -> value(field.fields().get(0));
      case CONSTANT -> field.schema().get("const");
      case CHOICE -> field.options().isEmpty() ? Json.tree(name) : field.options().get(0);
      case NUMBER, INTEGER ->
          field.schema().path("minimum").isNumber() ? field.schema().path("minimum") : Json.tree(1);
      case DATE -> Json.tree("2030-01-31");
      case YES_NO -> Json.tree(true);
      case CHOICES -> Json.array().addAll(field.options().stream().limit(2).toList());
      case LINES -> Json.array().add(name);
      case JSON -> InputFields.type(field.schema()).equals("array") ? Json.array() : Json.object();
      default -> Json.tree(name);
    };
  }
}
