package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.failure.FieldError;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;

/**
 * What stands in a generated form, as texts by the names of its controls, and the document that
 * they make. A text that is no value of its field's type stays a text, so that the schema's check
 * tells what is wrong with it.
 */
final class InputValues {
  /** Before the pointers of fields in the names of controls. */
  static final String PREFIX = "in:";

  /** The name of the control for the whole input where there is no form. */
  static final String WHOLE = "in";

  private final Map<String, List<String>> texts;

  private InputValues(Map<String, List<String>> texts) {
    this.texts = texts;
  }

  /** Of a request. */
  static InputValues of(Map<String, String[]> parameters) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    parameters.forEach(
        (name, values) -> {
          if (name.equals(WHOLE) || name.startsWith(PREFIX)) {
            texts.put(name, List.of(values));
          }
        });
    return new InputValues(texts);
  }

  /** Of a document that fits, such as an example. */
  static InputValues of(List<InputField> fields, JsonNode input) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    texts.put(WHOLE, List.of(input == null ? "" : Json.writePretty(input)));
    fields.forEach(field -> put(texts, field, input == null ? null : input.get(field.name())));
    return new InputValues(texts);
  }

  /** Of the defaults that a schema gives. */
  static InputValues ofDefaults(List<InputField> fields) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    fields.forEach(field -> putDefault(texts, field));
    return new InputValues(texts);
  }

  private static void putDefault(Map<String, List<String>> texts, InputField field) {
    JsonNode value = field.schema().get("default");
    if (value != null || field.fields().isEmpty()) {
      put(texts, field, value);
    } else {
      field.fields().forEach(inner -> putDefault(texts, inner));
    }
  }

  private static void put(Map<String, List<String>> texts, InputField field, JsonNode value) {
    if (field.kind() == InputField.Kind.GROUP) {
      field
          .fields()
          .forEach(inner -> put(texts, inner, value == null ? null : value.get(inner.name())));
    } else if (value != null && !value.isNull()) {
      texts.put(PREFIX + field.pointer(), written(field, value));
    }
  }

  private static List<String> written(InputField field, JsonNode value) {
    return switch (field.kind()) {
      case JSON -> List.of(Json.writePretty(value));
      case CHOICE -> List.of(String.valueOf(field.options().indexOf(value)));
      case CHOICES -> {
        List<String> chosen = new ArrayList<>();
        value.forEach(item -> chosen.add(String.valueOf(field.options().indexOf(item))));
        yield chosen;
      }
      case LINES -> {
        List<String> lines = new ArrayList<>();
        value.forEach(item -> lines.add(item.asText()));
        yield List.of(String.join("\n", lines));
      }
      default -> List.of(value.asText());
    };
  }

  /** What stands in a control; empty when nothing does. */
  String text(InputField field) {
    List<String> all = all(field);
    return all.isEmpty() ? "" : all.get(0);
  }

  /** What was chosen of a field with several choices. */
  List<String> all(InputField field) {
    return texts.getOrDefault(PREFIX + field.pointer(), List.of());
  }

  /** What stands in the control for the whole input. */
  String whole() {
    return texts.getOrDefault(WHOLE, List.of("")).get(0);
  }

  /**
   * The document.
   *
   * @param fields the form's fields; none where the input is written as a whole
   * @param faults gets what is no JSON where JSON is asked for
   */
  JsonNode document(Optional<List<InputField>> fields, List<FieldError> faults) {
    if (fields.isEmpty()) {
      return whole().isBlank() ? null : json("input", whole(), faults);
    }
    ObjectNode input = Json.object();
    fields.get().forEach(field -> read(field, input, faults));
    return input;
  }

  private void read(InputField field, ObjectNode into, List<FieldError> faults) {
    if (field.kind() == InputField.Kind.GROUP) {
      ObjectNode group = Json.object();
      field.fields().forEach(inner -> read(inner, group, faults));
      if (field.required() || !group.isEmpty()) {
        into.set(field.name(), group);
      }
      return;
    }
    JsonNode value = value(field, faults);
    if (value != null) {
      into.set(field.name(), value);
    }
  }

  private JsonNode value(InputField field, List<FieldError> faults) {
    String text = text(field);
    return switch (field.kind()) {
      case YES_NO -> yesOrNo(field, text);
      case CHOICES -> choices(field);
      case LINES -> lines(field, text);
      default -> {
        if (text.isBlank()) {
          yield null;
        }
        yield switch (field.kind()) {
          case NUMBER, INTEGER -> number(text);
          case CHOICE -> option(field, text);
          case JSON -> json("input" + field.pointer(), text, faults);
          default -> Json.tree(text.replace("\r\n", "\n"));
        };
      }
    };
  }

  private static JsonNode yesOrNo(InputField field, String text) {
    if (text.isEmpty()) {
      return field.required() ? Json.tree(false) : null;
    }
    return Json.tree(text.equals("true"));
  }

  private JsonNode choices(InputField field) {
    ArrayNode chosen = Json.array();
    all(field).forEach(index -> chosen.add(option(field, index)));
    return chosen.isEmpty() && !field.required() ? null : chosen;
  }

  private static JsonNode option(InputField field, String index) {
    List<JsonNode> options = field.options();
    return index.matches("\\d{1,4}") && Integer.parseInt(index) < options.size()
        ? options.get(Integer.parseInt(index))
        : Json.tree(index);
  }

  private static JsonNode lines(InputField field, String text) {
    ArrayNode list = Json.array();
    boolean numbers = !InputFields.type(field.schema().path("items")).equals("string");
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(line -> list.add(numbers ? number(line) : Json.tree(line)));
    return list.isEmpty() && !field.required() ? null : list;
  }

  private static JsonNode number(String text) {
    String plain = text.strip();
    // Without exponents: a few letters of them make a number of any length.
    return plain.matches("-?(0|[1-9]\\d{0,99})(\\.\\d{1,100})?")
        ? Json.parse(plain)
        : Json.tree(plain);
  }

  private static JsonNode json(String field, String text, List<FieldError> faults) {
    try {
      return Json.parse(text);
    } catch (MalformedJsonException e) {
      faults.add(new FieldError(field, "is not JSON: " + e.getMessage()));
      return null;
    }
  }
}
