package org.gamelan.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints answers: JSON for programs, tables for people. */
final class Printer {

  private static final int WIDEST = 60;

  private final PrintWriter out;

  Printer(PrintWriter out) {
    this.out = out;
  }

  void json(JsonNode node) {
    try {
      out.println(
          node.isEmpty()
              ? node.toString()
              : Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new StartupException("The answer cannot be written.", e);
    }
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
