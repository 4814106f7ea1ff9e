package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.admin.InputField.Kind;
import org.gamelan.failure.FieldError;
import org.gamelan.json.Json;

/**
 * Writes a generated form as markup: a label, a control, its help and its faults for each field.
 * Everything that comes from a schema or from a person is escaped.
 */
final class InputFormHtml {
  private static final int FEW_ROWS = 3;
  private static final int MANY_ROWS = 6;
  private static final int MOST_ROWS = 12;

  private final InputValues values;
  private final Map<String, String> faults = new LinkedHashMap<>();
  private final StringBuilder out = new StringBuilder(4096);
  private int number;

  private InputFormHtml(InputValues values) {
    this.values = values;
  }

  /**
   * @param fields the fields; none where the input has to be written as JSON
   * @param errors what is wrong with the input; told at the fields they concern
   */
  static String of(Optional<List<InputField>> fields, InputValues values, List<FieldError> errors) {
    InputFormHtml writer = new InputFormHtml(values);
    List<FieldError> rest = writer.place(fields.orElse(List.of()), errors);
    rest.forEach(
        error ->
            writer
                .out
                .append("<p class=\"problem\" role=\"alert\">")
                .append(told(error))
                .append("</p>"));
    if (fields.isEmpty()) {
      writer.whole(!errors.isEmpty());
    } else {
      fields.get().forEach(writer::field);
    }
    return writer.out.toString();
  }

  private static String told(FieldError error) {
    return Text.xml(error.field() + " " + error.message());
  }

  /** Gives each error to the field it lies in; those that lie in none are left. */
  private List<FieldError> place(List<InputField> fields, List<FieldError> errors) {
    return errors.stream()
        .filter(
            error -> {
              Optional<String> pointer = owner(fields, error.field());
              pointer.ifPresent(it -> faults.merge(it, sentence(it, error), (a, b) -> a + " " + b));
              return pointer.isEmpty();
            })
        .toList();
  }

  private Optional<String> owner(List<InputField> fields, String place) {
    for (InputField field : fields) {
      String own = "input" + field.pointer();
      Optional<String> inner = owner(shown(field), place);
      if (inner.isPresent()) {
        return inner;
      }
      if (place.equals(own) || place.startsWith(own + "/")) {
        return Optional.of(field.pointer());
      }
    }
    return Optional.empty();
  }

  /** What a field consists of, as it stands in the form. */
  private List<InputField> shown(InputField field) {
    return switch (field.kind()) {
      case GROUP -> field.fields();
      case ROWS -> values.isWritten(field) ? List.of() : values.rows(field);
      case ALTERNATIVES -> {
        int chosen = values.isWritten(field) ? -1 : values.chosen(field);
        yield chosen < 0 ? List.of() : List.of(field.fields().get(chosen));
      }
      default -> List.of();
    };
  }

  private static String sentence(String pointer, FieldError error) {
    String within = error.field().substring("input".length() + pointer.length());
    String message = error.message();
    String text = within.isEmpty() ? message : within.substring(1) + ": " + message;
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private void whole(boolean faulty) {
    out.append("<div class=\"field\"><label for=\"in-whole\">Input as JSON</label>");
    out.append("<textarea id=\"in-whole\" class=\"code")
        .append(faulty ? " invalid" : "")
        .append("\" name=\"" + InputValues.WHOLE + "\" rows=\"8\" spellcheck=\"false\">")
        .append(newline(values.whole()))
        .append("</textarea></div>");
  }

  private void field(InputField field) {
    boolean inner = field.kind() == Kind.ROWS || field.kind() == Kind.ALTERNATIVES;
    if (field.kind() == Kind.CONSTANT) {
      return;
    } else if (field.kind() == Kind.GROUP) {
      group(field);
      return;
    } else if (inner && !values.isWritten(field)) {
      list(field);
      return;
    }
    if (inner) {
      hidden(InputValues.control(field), InputValues.WRITTEN);
    }
    String id = "in-" + ++number;
    boolean isSet = field.kind() == Kind.CHOICES;
    out.append(
            isSet ? "<fieldset class=\"field set\"><legend>" : "<div class=\"field\"><label for=\"")
        .append(isSet ? "" : id + "\">");
    out.append(Text.xml(field.label())).append(mark(field));
    out.append(isSet ? "</legend>" : "</label>");
    control(field, id);
    help(field, id);
    String fault = faults.get(field.pointer());
    if (fault != null) {
      out.append("<p class=\"problem\" id=\"").append(id).append("-problem\" role=\"alert\">");
      out.append(Text.xml(fault)).append("</p>");
    }
    out.append(isSet ? "</fieldset>" : "</div>");
  }

  private void group(InputField field) {
    begin(field);
    field.fields().forEach(this::field);
    out.append("</fieldset>");
  }

  private void begin(InputField field) {
    out.append("<fieldset class=\"group\"><legend>")
        .append(Text.xml(field.label()))
        .append(mark(field))
        .append("</legend>");
    if (!field.help().isBlank()) {
      out.append("<p class=\"hint\">").append(Text.xml(field.help())).append("</p>");
    }
    String fault = faults.get(field.pointer());
    if (fault != null) {
      out.append("<p class=\"problem\" role=\"alert\">").append(Text.xml(fault)).append("</p>");
    }
  }

  private void list(InputField field) {
    begin(field);
    if (field.kind() == Kind.ROWS) {
      rows(field);
    } else {
      alternatives(field);
    }
    out.append("</fieldset>");
  }

  private void rows(InputField field) {
    List<InputField> rows = values.rows(field);
    hidden(InputValues.ROWS + field.pointer(), String.valueOf(rows.size()));
    for (InputField row : rows) {
      begin(row);
      if (row.kind() == Kind.GROUP) {
        row.fields().forEach(this::field);
      } else {
        alternatives(row);
      }
      edit("remove:" + row.pointer(), "Remove", "Remove " + row.label());
      out.append("</fieldset>");
    }
    int most = field.schema().path("maxItems").asInt(InputValues.MOST_ROWS);
    if (rows.size() < Math.min(most, InputValues.MOST_ROWS)) {
      edit("add:" + field.pointer(), "Add", "Add to " + field.label());
    }
  }

  private void hidden(String name, String value) {
    out.append("<input type=\"hidden\" name=\"").append(Text.xml(name)).append("\" value=\"");
    out.append(Text.xml(value)).append("\"/>");
  }

  private void edit(String command, String label, String whole) {
    out.append("<p class=\"row-act\"><button type=\"button\" class=\"button small\" id=\"in-act-")
        .append(Text.xml(command))
        .append("\" data-command=\"gamelanInput\" data-value=\"")
        .append(Text.xml(command))
        .append("\" aria-label=\"")
        .append(Text.xml(whole))
        .append("\">")
        .append(label)
        .append("</button></p>");
  }

  /** All are there; the browser sends, and shows, the chosen one. */
  private void alternatives(InputField field) {
    int chosen = values.chosen(field);
    String id = "in-" + ++number;
    out.append("<div class=\"field\"><label for=\"").append(id).append("\">Which");
    out.append(mark(field)).append("</label><select id=\"").append(id).append("\" name=\"");
    out.append(Text.xml(InputValues.CHOSEN + field.pointer()));
    out.append("\" data-alternatives=\"")
        .append(id)
        .append("\"><option value=\"\">")
        .append(field.required() ? "choose …" : "none")
        .append("</option>");
    for (int i = 0; i < field.fields().size(); i++) {
      option(String.valueOf(i), field.fields().get(i).label(), String.valueOf(chosen));
    }
    out.append("</select></div>");
    for (int i = 0; i < field.fields().size(); i++) {
      out.append("<fieldset class=\"alternative\" data-alternative=\"").append(id).append("\"");
      out.append(" aria-label=\"").append(Text.xml(field.fields().get(i).label())).append('"');
      out.append(i == chosen ? ">" : " disabled=\"disabled\" hidden=\"hidden\">");
      alternative(field.fields().get(i));
      out.append("</fieldset>");
    }
  }

  private void alternative(InputField field) {
    if (field.kind() == Kind.GROUP) {
      field.fields().forEach(this::field);
    } else {
      field(field);
    }
  }

  private static String mark(InputField field) {
    return field.required()
        ? " <span class=\"needed\" aria-hidden=\"true\">*</span><span class=\"sr-only\">"
            + " (needed)</span>"
        : "";
  }

  private void control(InputField field, String id) {
    switch (field.kind()) {
      case CHOICE -> choice(field, id);
      case CHOICES -> choices(field, id);
      case YES_NO -> yesOrNo(field, id);
      case TEXT, LINES, JSON, ROWS, ALTERNATIVES -> area(field, id);
      default -> line(field, id);
    }
  }

  private void line(InputField field, String id) {
    out.append("<input type=\"").append(inputType(field)).append('"');
    attributes(field, id, "");
    out.append(" value=\"").append(Text.xml(values.text(field))).append('"');
    bound("min", field.schema().path("minimum"));
    bound("max", field.schema().path("maximum"));
    if (field.kind() == Kind.NUMBER || field.kind() == Kind.INTEGER) {
      out.append(" step=\"").append(field.kind() == Kind.INTEGER ? "1" : "any").append('"');
    } else {
      bound("maxlength", field.schema().path("maxLength"));
    }
    out.append("/>");
  }

  private static String inputType(InputField field) {
    return switch (field.kind()) {
      case NUMBER, INTEGER -> "number";
      case DATE -> "date";
      default ->
          switch (field.schema().path("format").asText()) {
            case "email" -> "email";
            case "uri" -> "url";
            default -> "text";
          };
    };
  }

  private void bound(String attribute, JsonNode bound) {
    if (bound.isNumber()) {
      out.append(' ').append(attribute).append("=\"").append(bound.asText()).append('"');
    }
  }

  private void area(InputField field, String id) {
    boolean code = field.kind() != Kind.TEXT && field.kind() != Kind.LINES;
    out.append("<textarea rows=\"").append(height(field)).append('"');
    attributes(field, id, code ? "code grow" : "grow");
    if (field.kind() == Kind.TEXT) {
      bound("maxlength", field.schema().path("maxLength"));
    }
    out.append(code ? " spellcheck=\"false\">" : ">");
    out.append(newline(values.text(field))).append("</textarea>");
  }

  /** A text that may be long mostly is short: unless it says otherwise it begins with a line. */
  private long height(InputField field) {
    long least = field.kind() == Kind.TEXT ? 1 : FEW_ROWS;
    if (InputFields.isMultiline(field.schema())) {
      least = MANY_ROWS;
    }
    return Math.min(MOST_ROWS, Math.max(least, values.text(field).lines().count()));
  }

  /** A browser drops the first line break behind the tag. */
  private static String newline(String text) {
    return "\n" + Text.xml(text);
  }

  private void choice(InputField field, String id) {
    out.append("<select");
    attributes(field, id, "");
    out.append("><option value=\"\">")
        .append(field.required() ? "choose …" : "none")
        .append("</option>");
    int index = 0;
    for (JsonNode option : field.options()) {
      option(String.valueOf(index++), shown(option), values.text(field));
    }
    out.append("</select>");
  }

  private void yesOrNo(InputField field, String id) {
    if (field.required()) {
      out.append("<input type=\"checkbox\"");
      attributes(field, id, "");
      out.append(" value=\"true\"")
          .append(values.text(field).equals("true") ? " checked=\"checked\"/>" : "/>");
      return;
    }
    out.append("<select");
    attributes(field, id, "");
    out.append("><option value=\"\">not said</option>");
    option("true", "yes", values.text(field));
    option("false", "no", values.text(field));
    out.append("</select>");
  }

  private void option(String value, String label, String chosen) {
    out.append("<option value=\"").append(Text.xml(value)).append('"');
    out.append(value.equals(chosen) ? " selected=\"selected\">" : ">");
    out.append(Text.xml(label)).append("</option>");
  }

  private void choices(InputField field, String id) {
    List<JsonNode> options = field.options();
    for (int index = 0; index < options.size(); index++) {
      boolean chosen = values.all(field).contains(String.valueOf(index));
      out.append("<label class=\"check\"><input type=\"checkbox\" name=\"")
          .append(Text.xml(InputValues.PREFIX + field.pointer()))
          .append("\" value=\"")
          .append(index)
          .append('"');
      describe(field, id);
      out.append(chosen ? " checked=\"checked\"/> " : "/> ");
      out.append(Text.xml(shown(options.get(index)))).append("</label>");
    }
  }

  private static String shown(JsonNode option) {
    return option.isTextual() ? option.asText() : Json.write(option);
  }

  private void attributes(InputField field, String id, String style) {
    boolean faulty = faults.containsKey(field.pointer());
    out.append(" id=\"").append(id).append("\" name=\"");
    out.append(Text.xml(InputValues.PREFIX + field.pointer())).append('"');
    String styles = (style + (faulty ? " invalid" : "")).strip();
    if (!styles.isEmpty()) {
      out.append(" class=\"").append(styles).append('"');
    }
    if (field.required() && field.kind() != Kind.YES_NO) {
      out.append(" aria-required=\"true\"");
    }
    if (faulty) {
      out.append(" aria-invalid=\"true\"");
    }
    describe(field, id);
  }

  private void describe(InputField field, String id) {
    String described =
        (hint(field).isEmpty() ? "" : id + "-hint")
            + (faults.containsKey(field.pointer()) ? " " + id + "-problem" : "");
    if (!described.isBlank()) {
      out.append(" aria-describedby=\"").append(described.strip()).append('"');
    }
  }

  private void help(InputField field, String id) {
    String hint = hint(field);
    if (!hint.isEmpty()) {
      out.append("<p class=\"hint\" id=\"").append(id).append("-hint\">");
      out.append(Text.xml(hint)).append("</p>");
    }
  }

  private static String hint(InputField field) {
    String form =
        switch (field.kind()) {
          case LINES -> "One in each line.";
          case JSON, ROWS, ALTERNATIVES -> "As JSON.";
          case NUMBER, INTEGER -> range(field.schema());
          default -> "";
        };
    String format = field.schema().path("format").asText();
    String instant = format.equals("date-time") ? "Such as 2030-01-31T12:00:00Z." : form;
    String help = field.help();
    boolean open = !help.isEmpty() && !instant.isEmpty() && !help.matches("(?s).*[.!?:…]");
    return (help + (open ? ". " : " ") + instant).strip();
  }

  private static String range(JsonNode schema) {
    boolean least = schema.path("minimum").isNumber();
    boolean most = schema.path("maximum").isNumber();
    if (least && most) {
      return "From "
          + schema.path("minimum").asText()
          + " to "
          + schema.path("maximum").asText()
          + ".";
    } else if (least) {
      return "At least " + schema.path("minimum").asText() + ".";
    }
    return most ? "At most " + schema.path("maximum").asText() + "." : "";
  }
}
