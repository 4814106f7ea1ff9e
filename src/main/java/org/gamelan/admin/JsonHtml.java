package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gamelan.json.Json;

/**
 * JSON documents as markup: as indented, coloured text, and as something to read. Every text of the
 * document is escaped; a long document is cut, because a page is no place for megabytes.
 */
final class JsonHtml {
  /** Where a shown document is cut, in characters of markup. */
  static final int LIMIT = 200_000;

  private static final String CUT = "\n… cut here: the whole document comes through the API";
  private static final int READABLE_DEPTH = 8;
  private static final int READABLE_COLUMNS = 8;
  private static final int ROW_COLUMNS = 60;
  private static final int FOLDED_FROM = 2_000;
  private static final List<String> HEADINGS = List.of("title", "name");

  private final StringBuilder out = new StringBuilder(4096);

  private JsonHtml() {}

  /** The document as indented JSON with classes for colours. */
  static String coloured(JsonNode document) {
    JsonHtml writer = new JsonHtml();
    writer.value(document, 0);
    return writer.isFull() ? writer.out + CUT : writer.out.toString();
  }

  /**
   * The document as a person reads it: names with their values, lists, and tables where all entries
   * of a list are alike.
   */
  static String readable(JsonNode document) {
    JsonHtml writer = new JsonHtml();
    writer.read(document, 0);
    return writer.isFull() ? writer.out + "<p>" + CUT + "</p>" : writer.out.toString();
  }

  /** A text as it came, escaped. */
  static String plain(String text) {
    JsonHtml writer = new JsonHtml();
    writer.escaped(text);
    return writer.isFull() ? writer.out + CUT : writer.out.toString();
  }

  private boolean isFull() {
    return out.length() >= LIMIT;
  }

  private void value(JsonNode node, int depth) {
    if (isFull()) {
      return;
    }
    if (node.isObject() && !node.isEmpty()) {
      members(node, depth);
    } else if (node.isArray() && !node.isEmpty()) {
      elements(node, depth);
    } else if (node.isTextual()) {
      span("string", Json.write(node));
    } else if (node.isNumber()) {
      span("number", node.asText());
    } else if (node.isContainerNode()) {
      out.append(node.isObject() ? "{}" : "[]");
    } else {
      span("word", node.asText());
    }
  }

  private void members(JsonNode node, int depth) {
    out.append('{');
    Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
    while (fields.hasNext() && !isFull()) {
      Map.Entry<String, JsonNode> field = fields.next();
      line(depth + 1);
      span("key", Json.write(Json.mapper().getNodeFactory().textNode(field.getKey())));
      out.append(": ");
      value(field.getValue(), depth + 1);
      out.append(fields.hasNext() ? "," : "");
    }
    line(depth);
    out.append('}');
  }

  private void elements(JsonNode node, int depth) {
    out.append('[');
    Iterator<JsonNode> elements = node.elements();
    while (elements.hasNext() && !isFull()) {
      line(depth + 1);
      value(elements.next(), depth + 1);
      out.append(elements.hasNext() ? "," : "");
    }
    line(depth);
    out.append(']');
  }

  private void line(int depth) {
    out.append('\n').append("  ".repeat(depth));
  }

  private void span(String kind, String text) {
    out.append("<span class=\"j-").append(kind).append("\">");
    escaped(text);
    out.append("</span>");
  }

  private void read(JsonNode node, int depth) {
    if (isFull()) {
      return;
    }
    if ((node.isContainerNode() && node.isEmpty()) || node.isNull()) {
      out.append("<span class=\"muted\">none</span>");
    } else if (depth >= READABLE_DEPTH && node.isContainerNode()) {
      out.append("<code>");
      escaped(Json.write(node));
      out.append("</code>");
    } else if (node.isObject()) {
      definitions(node, null, depth);
    } else if (node.isArray() && isTable(node)) {
      table(node);
    } else if (node.isArray() && isRow(node)) {
      row(node);
    } else if (node.isArray()) {
      list(node, depth);
    } else {
      text(node.isBoolean() ? (node.asBoolean() ? "yes" : "no") : node.asText());
    }
  }

  private void text(String text) {
    Optional<String> markdown = MarkdownHtml.of(text);
    if (markdown.isPresent() && out.length() + markdown.get().length() <= LIMIT) {
      out.append("<div class=\"md\">").append(markdown.get()).append("</div>");
      return;
    }
    out.append("<span class=\"text\">");
    escaped(text);
    out.append("</span>");
  }

  private void definitions(JsonNode node, String without, int depth) {
    out.append("<dl>");
    Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
    while (fields.hasNext() && !isFull()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (field.getKey().equals(without)) {
        continue;
      }
      out.append("<div><dt>");
      escaped(words(field.getKey()));
      out.append("</dt><dd>");
      int start = out.length();
      read(field.getValue(), depth + 1);
      if (depth == 0 && node.size() > 1 && field.getValue().isObject()) {
        fold(start, field.getKey());
      }
      out.append("</dd></div>");
    }
    out.append("</dl>");
  }

  /** What is long and only beside the point is there on request. */
  private void fold(int start, String key) {
    if (out.length() - start > FOLDED_FROM) {
      String summary = Text.xml("Show " + words(key).toLowerCase(Locale.ROOT));
      out.insert(start, "<details class=\"fold\"><summary>" + summary + "</summary>");
      out.append("</details>");
    }
  }

  private void list(JsonNode node, int depth) {
    out.append("<ul>");
    Iterator<JsonNode> elements = node.elements();
    while (elements.hasNext() && !isFull()) {
      JsonNode element = elements.next();
      out.append("<li>");
      String heading = element.size() > 1 ? heading(element) : null;
      if (heading == null) {
        read(element, depth + 1);
      } else {
        out.append("<strong>");
        escaped(element.get(heading).asText());
        out.append("</strong>");
        definitions(element, heading, depth + 1);
      }
      out.append("</li>");
    }
    out.append("</ul>");
  }

  /** The field that says what an entry of a list is, or null. */
  private static String heading(JsonNode element) {
    return HEADINGS.stream()
        .filter(name -> element.path(name).isTextual() && !element.get(name).asText().isBlank())
        .findFirst()
        .orElse(null);
  }

  /** Whether a list is so short that one line holds it. */
  private static boolean isRow(JsonNode node) {
    int columns = 0;
    for (JsonNode element : node) {
      if (!element.isValueNode() || element.isNull()) {
        return false;
      }
      columns += Text.columns(element.asText()) + 2;
    }
    return columns <= ROW_COLUMNS;
  }

  private void row(JsonNode node) {
    String separator = "";
    for (JsonNode element : node) {
      out.append(separator);
      read(element, READABLE_DEPTH);
      separator = ", ";
    }
  }

  /** Whether all entries are flat objects with the same few names. */
  private static boolean isTable(JsonNode node) {
    JsonNode first = node.get(0);
    if (!first.isObject() || first.isEmpty() || first.size() > READABLE_COLUMNS) {
      return false;
    }
    for (JsonNode row : node) {
      if (row.size() != first.size()) {
        return false;
      }
      Iterator<Map.Entry<String, JsonNode>> cells = row.properties().iterator();
      while (cells.hasNext()) {
        Map.Entry<String, JsonNode> cell = cells.next();
        if (!first.has(cell.getKey()) || cell.getValue().isContainerNode()) {
          return false;
        }
      }
    }
    return true;
  }

  private void table(JsonNode node) {
    out.append("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\">")
        .append("<table><thead><tr>");
    node.get(0)
        .fieldNames()
        .forEachRemaining(
            name -> {
              out.append("<th scope=\"col\">");
              escaped(words(name));
              out.append("</th>");
            });
    out.append("</tr></thead><tbody>");
    for (JsonNode row : node) {
      if (isFull()) {
        break;
      }
      out.append("<tr>");
      node.get(0)
          .fieldNames()
          .forEachRemaining(
              name -> {
                out.append("<td>");
                read(row.get(name), READABLE_DEPTH);
                out.append("</td>");
              });
      out.append("</tr>");
    }
    out.append("</tbody></table></div>");
  }

  /** Escaped, and never beyond the limit. */
  private void escaped(String text) {
    int room = Math.max(0, LIMIT - out.length());
    out.append(Text.xml(text.length() <= room ? text : text.substring(0, room)));
  }

  /** {@code linesOfCode} and {@code lines_of_code} as {@code Lines of code}. */
  static String words(String key) {
    String spaced = key.replace('_', ' ').replaceAll("(?<=[a-z])(?=[A-Z])", " ").strip();
    if (spaced.isEmpty()) {
      return key;
    }
    String lower = key.equals(key.toUpperCase(Locale.ROOT)) ? spaced : lower(spaced);
    return lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
