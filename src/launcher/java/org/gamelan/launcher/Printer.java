package org.gamelan.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints answers: documents for programs, tables for people. */
final class Printer {

  private static final int WIDEST = 60;

  private static final ObjectWriter JSON = Api.JSON.writerWithDefaultPrettyPrinter();

  private static final ObjectWriter YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .build()
          .writer();

  private final PrintWriter out;

  Printer(PrintWriter out) {
    this.out = out;
  }

  void json(JsonNode node) {
    print(node.isEmpty() ? node.toString() : written(JSON, node));
  }

  /** YAML 1.2 in UTF-8; texts of several lines as blocks. */
  void yaml(JsonNode node) {
    print(written(YAML, node).stripTrailing());
  }

  private static String written(ObjectWriter writer, JsonNode node) {
    try {
      return writer.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new StartupException("The answer cannot be written.", e);
    }
  }

  private void print(String document) {
    out.println(document);
    out.flush();
  }

  /**
   * One row an item, one column a field; missing values stay empty.
   *
   * @param fields names, with a dot before what lies deeper
   */
  void table(Iterable<JsonNode> items, String... fields) {
    List<String[]> rows = new ArrayList<>();
    String[] head = new String[fields.length];
    for (int i = 0; i < fields.length; i++) {
      head[i] = heading(fields[i]);
    }
    rows.add(head);
    for (JsonNode item : items) {
      String[] row = new String[fields.length];
      for (int i = 0; i < fields.length; i++) {
        row[i] = cell(item.at("/" + fields[i].replace('.', '/')));
      }
      rows.add(row);
    }
    int[] widths = new int[fields.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }

  /** {@code tokens.input} becomes "TOKENS INPUT", {@code baseUrl} "BASE URL". */
  private static String heading(String field) {
    return field.replace('.', ' ').replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      List<String> words = new ArrayList<>();
      value.forEach(word -> words.add(text(word)));
      return String.join(", ", words);
    }
    if (value.isNumber()) {
      return value.decimalValue().stripTrailingZeros().toPlainString();
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static String cell(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    String text = text(value);
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "…";
  }
}
