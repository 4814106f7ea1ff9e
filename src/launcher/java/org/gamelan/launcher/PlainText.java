package org.gamelan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** JSON as a person reads it: names as headings, lists as bullets, long lines wrapped and cut. */
final class PlainText {

  private static final int WIDTH = 100;
  private static final int MOST_ITEMS = 8;
  private static final List<String> LEADS = List.of("title", "name", "language", "path");
  private static final List<String> TEXTS = List.of("detail", "description", "text", "summary");

  private final StringBuilder out = new StringBuilder();

  private PlainText() {}

  static String text(JsonNode node) {
    PlainText text = new PlainText();
    text.write(node, 0);
    return text.out.toString().stripTrailing();
  }

  private void write(JsonNode node, int indent) {
    if (node.isObject()) {
      node.properties().forEach(entry -> field(entry.getKey(), entry.getValue(), indent));
    } else if (node.isArray()) {
      items(node, indent);
    } else {
      wrapped("", node.asText(), indent);
    }
  }

  private void field(String name, JsonNode value, int indent) {
    if (isEmpty(value)) {
      return;
    }
    String heading = heading(name);
    if (value.isValueNode()) {
      wrapped(heading + ": ", value.asText(), indent);
    } else if (value.isArray() && ofValues(value) && value.size() <= MOST_ITEMS) {
      wrapped(heading + ": ", joined(value), indent);
    } else {
      wrapped(heading + ":", "", indent);
      write(value, indent + 2);
    }
  }

  private void items(JsonNode array, int indent) {
    int told = 0;
    for (JsonNode item : array) {
      if (told++ == MOST_ITEMS) {
        wrapped("… and " + (array.size() - MOST_ITEMS) + " more", "", indent);
        return;
      }
      if (item.isObject()) {
        object(item, indent);
      } else {
        wrapped("- ", item.isArray() ? joined(item) : item.asText(), indent);
      }
    }
  }

  /** What names the item comes first, then its text, then the rest in short. */
  private void object(JsonNode item, int indent) {
    Optional<String> lead = first(item, LEADS);
    Optional<String> text = first(item, TEXTS);
    List<String> rest = new ArrayList<>();
    List<Map.Entry<String, JsonNode>> nested = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : item.properties()) {
      String name = entry.getKey();
      JsonNode value = entry.getValue();
      if (isEmpty(value)
          || lead.filter(name::equals).or(() -> text.filter(name::equals)).isPresent()) {
        continue;
      }
      if (value.isValueNode()) {
        rest.add(heading(name).toLowerCase(Locale.ROOT) + " " + value.asText());
      } else if (ofValues(value)) {
        rest.add(heading(name).toLowerCase(Locale.ROOT) + " " + joined(value));
      } else {
        nested.add(entry);
      }
    }
    String head = lead.map(name -> item.path(name).asText()).orElse("");
    String body = text.map(name -> item.path(name).asText()).orElse("");
    String more = rest.isEmpty() ? "" : "(" + String.join(", ", rest) + ")";
    String separator = head.isEmpty() || body.isEmpty() ? "" : ": ";
    wrapped("- ", (head + separator + body + " " + more).strip(), indent);
    nested.forEach(entry -> field(entry.getKey(), entry.getValue(), indent + 2));
  }

  private static Optional<String> first(JsonNode item, List<String> names) {
    return names.stream().filter(name -> item.path(name).isTextual()).findFirst();
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull() || (value.isContainerNode() && value.isEmpty());
  }

  private static boolean ofValues(JsonNode node) {
    if (!node.isArray()) {
      return false;
    }
    for (JsonNode value : node) {
      if (value.isContainerNode()) {
        return false;
      }
    }
    return true;
  }

  private static String joined(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(value -> words.add(value.isValueNode() ? value.asText() : value.toString()));
    return words.stream().limit(MOST_ITEMS).collect(Collectors.joining(", "));
  }

  private void wrapped(String first, String text, int indent) {
    String margin = " ".repeat(indent);
    String prefix = first;
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
        name.replace('_', ' ').replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
