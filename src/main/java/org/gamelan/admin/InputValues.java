package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  /** The names of controls that say how many rows there are, and which alternative counts. */
  static final String ROWS = "in:rows:";

  static final String CHOSEN = "in:chosen:";

  /** Stands there when the value is written as JSON, because the form cannot show it. */
  static final String WRITTEN = "json";

  /** The most rows that a list has in a form; longer ones are written as JSON. */
  static final int MOST_ROWS = 50;

  /** The parameter by which a row is added or removed; see {@link #edited}. */
  private static final String EDIT = "choose";

  private static final String ADD = "add:";
  private static final String REMOVE = "remove:";
  private static final int LONGEST_COUNT = 3;

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
    String[] edit = parameters.getOrDefault(EDIT, new String[] {""});
    return new InputValues(texts).edited(edit.length == 0 ? "" : edit[0]);
  }

  /** Of a document that fits, such as an example. */
  static InputValues of(List<InputField> fields, JsonNode input) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    texts.put(WHOLE, List.of(input == null ? "" : Json.writePretty(input)));
    fields.forEach(
        field ->
            put(
                texts,
                field,
                input == null || field.pointer().isEmpty() ? input : input.get(field.name())));
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
    } else if (field.kind() == InputField.Kind.ROWS) {
      int least =
          field.required() ? Math.min(field.schema().path("minItems").asInt(), MOST_ROWS) : 0;
      texts.put(ROWS + field.pointer(), List.of(String.valueOf(least)));
      for (int i = 0; i < least; i++) {
        putDefault(texts, row(field, i));
      }
    } else if (field.kind() == InputField.Kind.ALTERNATIVES) {
      texts.put(CHOSEN + field.pointer(), List.of(field.required() ? "0" : ""));
      // What is set first counts: alternatives share their places.
      Map<String, List<String>> others = new LinkedHashMap<>();
      field.fields().forEach(each -> putDefault(others, each));
      others.forEach(texts::putIfAbsent);
    } else {
      field.fields().forEach(inner -> putDefault(texts, inner));
    }
  }

  private static void put(Map<String, List<String>> texts, InputField field, JsonNode value) {
    if (field.kind() == InputField.Kind.GROUP) {
      field
          .fields()
          .forEach(inner -> put(texts, inner, value == null ? null : value.get(inner.name())));
    } else if (field.kind() == InputField.Kind.ROWS && isShown(value)) {
      texts.put(ROWS + field.pointer(), List.of(String.valueOf(value == null ? 0 : value.size())));
      for (int i = 0; value != null && i < value.size(); i++) {
        put(texts, row(field, i), value.get(i));
      }
    } else if (field.kind() == InputField.Kind.ALTERNATIVES && index(field, value) >= 0) {
      int index = index(field, value);
      texts.put(CHOSEN + field.pointer(), List.of(String.valueOf(index)));
      put(texts, field.fields().get(index), value);
    } else if (value != null && !value.isNull()) {
      if (field.kind() == InputField.Kind.ROWS || field.kind() == InputField.Kind.ALTERNATIVES) {
        texts.put(control(field), List.of(WRITTEN));
      }
      texts.put(PREFIX + field.pointer(), written(field, value));
    }
  }

  private static boolean isShown(JsonNode value) {
    return value == null || (value.isArray() && value.size() <= MOST_ROWS);
  }

  /** The first alternative that a value may be of, or -1. */
  private static int index(InputField field, JsonNode value) {
    for (int i = 0; value != null && i < field.fields().size(); i++) {
      if (mayBe(field.fields().get(i), value)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean mayBe(InputField field, JsonNode value) {
    return switch (field.kind()) {
      case CONSTANT -> value.equals(field.schema().get("const"));
      case CHOICE -> field.options().contains(value);
      case GROUP -> value.isObject() && mayBeGroup(field, value);
      case NUMBER, INTEGER -> value.isNumber();
      case YES_NO -> value.isBoolean();
      case ROWS, LINES, CHOICES -> value.isArray();
      case ALTERNATIVES -> index(field, value) >= 0;
      case JSON -> true;
      default -> value.isTextual();
    };
  }

  private static boolean mayBeGroup(InputField group, JsonNode value) {
    Set<String> known = group.fields().stream().map(InputField::name).collect(Collectors.toSet());
    boolean all =
        group.fields().stream()
            .allMatch(
                field ->
                    value.has(field.name())
                        ? mayBe(field, value.get(field.name()))
                        : !field.required());
    return all && value.propertyStream().allMatch(each -> known.contains(each.getKey()));
  }

  /** One row of a list. */
  private static InputField row(InputField field, int index) {
    InputField row = field.fields().get(0);
    return row.at(field.pointer() + "/" + index, field.label() + " " + (index + 1));
  }

  /** The rows of a list as they stand in the form. */
  List<InputField> rows(InputField field) {
    int count = count(field.pointer());
    return IntStream.range(0, count).mapToObj(index -> row(field, index)).toList();
  }

  private int count(String pointer) {
    String text = texts.getOrDefault(ROWS + pointer, List.of("0")).get(0);
    boolean number = text.length() < LONGEST_COUNT && text.matches("\\d+");
    return number ? Math.min(MOST_ROWS, Integer.parseInt(text)) : 0;
  }

  /** The number of the alternative that counts, or -1. */
  int chosen(InputField field) {
    String text = texts.getOrDefault(CHOSEN + field.pointer(), List.of("")).get(0);
    boolean number = text.length() < LONGEST_COUNT && text.matches("\\d+");
    int index = number ? Integer.parseInt(text) : -1;
    return index < field.fields().size() ? index : -1;
  }

  /** Whether rows or alternatives are written as JSON. */
  boolean isWritten(InputField field) {
    return texts.getOrDefault(control(field), List.of("")).get(0).equals(WRITTEN);
  }

  /** The name of the control that says how rows or alternatives stand. */
  static String control(InputField field) {
    return (field.kind() == InputField.Kind.ROWS ? ROWS : CHOSEN) + field.pointer();
  }

  /**
   * With a row more, or one less.
   *
   * @param edit {@code add:POINTER} or {@code remove:POINTER/INDEX}; anything else changes nothing
   */
  InputValues edited(String edit) {
    if (edit.startsWith(ADD)) {
      String list = edit.substring(ADD.length());
      return resized(list, Math.min(MOST_ROWS, count(list) + 1), texts);
    }
    int slash = edit.lastIndexOf('/');
    String place = edit.substring(slash + 1);
    if (!edit.startsWith(REMOVE) || slash < 0 || !place.matches("\\d{1,2}")) {
      return this;
    }
    String list = edit.substring(REMOVE.length(), slash);
    int gone = Integer.parseInt(place);
    if (gone >= count(list)) {
      return this;
    }
    Map<String, List<String>> left = new LinkedHashMap<>();
    texts.forEach((name, all) -> moved(name, list, gone).ifPresent(to -> left.put(to, all)));
    return resized(list, count(list) - 1, left);
  }

  private static InputValues resized(String list, int rows, Map<String, List<String>> texts) {
    Map<String, List<String>> all = new LinkedHashMap<>(texts);
    all.put(ROWS + list, List.of(String.valueOf(rows)));
    return new InputValues(all);
  }

  /** What a control is called once a row of a list is gone; nothing for those of that row. */
  private static Optional<String> moved(String name, String list, int gone) {
    String kind = Stream.of(ROWS, CHOSEN, PREFIX).filter(name::startsWith).findFirst().orElse(name);
    String rest = name.substring(kind.length());
    if (!rest.startsWith(list + "/")) {
      return Optional.of(name);
    }
    String within = rest.substring(list.length() + 1);
    int end = within.indexOf('/') < 0 ? within.length() : within.indexOf('/');
    String row = within.substring(0, end);
    if (!row.matches("\\d{1,2}") || Integer.parseInt(row) < gone) {
      return Optional.of(name);
    }
    int index = Integer.parseInt(row);
    return index == gone
        ? Optional.empty()
        : Optional.of(kind + list + "/" + (index - 1) + within.substring(end));
  }

  private static List<String> written(InputField field, JsonNode value) {
    return switch (field.kind()) {
      case JSON, ROWS, ALTERNATIVES -> List.of(Json.writePretty(value));
      case CONSTANT -> List.of();
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
    if (fields.get().size() == 1 && fields.get().get(0).pointer().isEmpty()) {
      return value(fields.get().get(0), faults);
    }
    return group(fields.get(), true, faults);
  }

  /** What a group comes to, or null when nothing of it is there and nothing has to be. */
  private ObjectNode group(List<InputField> fields, boolean required, List<FieldError> faults) {
    ObjectNode group = Json.object();
    for (InputField field : fields) {
      JsonNode value = field.kind() == InputField.Kind.CONSTANT ? null : value(field, faults);
      if (value != null) {
        group.set(field.name(), value);
      }
    }
    if (!required && group.isEmpty()) {
      return null;
    }
    fields.stream()
        .filter(field -> field.kind() == InputField.Kind.CONSTANT)
        .forEach(field -> group.set(field.name(), field.schema().get("const")));
    return group;
  }

  private JsonNode rows(InputField field, List<FieldError> faults) {
    ArrayNode list = Json.array();
    for (InputField row : rows(field)) {
      JsonNode value = value(row, faults);
      list.add(value == null ? Json.object() : value);
    }
    return list.isEmpty() && !field.required() ? null : list;
  }

  private JsonNode alternative(InputField field, List<FieldError> faults) {
    int chosen = chosen(field);
    return chosen < 0 ? null : value(field.fields().get(chosen), faults);
  }

  private JsonNode value(InputField field, List<FieldError> faults) {
    String text = text(field);
    boolean inner =
        field.kind() == InputField.Kind.ROWS || field.kind() == InputField.Kind.ALTERNATIVES;
    if (inner && isWritten(field)) {
      return json("input" + field.pointer(), text, faults);
    }
    return switch (field.kind()) {
      case GROUP -> group(field.fields(), field.required(), faults);
      case ROWS -> rows(field, faults);
      case ALTERNATIVES -> alternative(field, faults);
      case CONSTANT -> field.schema().get("const");
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
