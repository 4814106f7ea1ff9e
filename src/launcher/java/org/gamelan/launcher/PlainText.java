package org.gamelan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** JSON as a person reads it: names as headings, lists as bullets, long lines wrapped. */
final class PlainText {

  private static final int WIDTH = 100;

  private final StringBuilder out = new StringBuilder();

  private PlainText() {}

  static String text(JsonNode node) {
    PlainText readable = new PlainText();
    readable.write(node, 0);
    return readable.out.toString().stripTrailing();
  }

  private void write(JsonNode node, int indent) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        field(heading(entry.getKey()), entry.getValue(), indent);
      }
    } else if (node.isArray()) {
      for (JsonNode item : node) {
        item(item, indent);
      }
    } else {
      wrapped("", node.asText(), indent);
    }
  }

  private void field(String name, JsonNode value, int indent) {
    if (value.isNull() || (value.isContainerNode() && value.isEmpty())) {
      return;
    }
    if (value.isValueNode()) {
      wrapped(name + ": ", value.asText(), indent);
    } else {
      wrapped(name + ":", "", indent);
      write(value, indent + 2);
    }
  }

  private void item(JsonNode item, int indent) {
    if (item.isValueNode()) {
      wrapped("- ", item.asText(), indent);
    } else if (item.isObject() && flat(item)) {
      StringBuilder line = new StringBuilder();
      item.properties()
          .forEach(
              entry ->
                  line.append(line.isEmpty() ? "" : ", ")
                      .append(heading(entry.getKey()))
                      .append(": ")
                      .append(entry.getValue().asText()));
      wrapped("- ", line.toString(), indent);
    } else {
      wrapped("-", "", indent);
      write(item, indent + 2);
    }
  }

  private static boolean flat(JsonNode item) {
    for (JsonNode value : item) {
      if (value.isContainerNode()) {
        return false;
      }
    }
    return true;
  }

  private void wrapped(String prefix, String text, int indent) {
    String margin = " ".repeat(indent);
    for (String paragraph : text.split("\n", -1)) {
      StringBuilder line = new StringBuilder(margin).append(prefix);
      for (String word : paragraph.split(" ", -1)) {
        if (line.length() + word.length() > WIDTH && line.length() > margin.length() + 2) {
          out.append(line.toString().stripTrailing()).append('\n');
          line = new StringBuilder(margin).append("  ");
        }
        line.append(word).append(' ');
      }
      out.append(line.toString().stripTrailing()).append('\n');
      prefix = "  ";
    }
  }

  /** {@code largestFiles} and {@code largest_files} become "Largest files". */
  private static String heading(String name) {
    String words =
        name.replace('_', ' ')
            .replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
            .toLowerCase(java.util.Locale.ROOT);
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
