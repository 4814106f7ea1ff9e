package org.gamelan.workflow;

import java.util.ArrayList;
import java.util.List;

/** Takes a text apart into what is written and the expressions between. */
final class ExpressionText {
  /**
   * A piece of a text.
   *
   * @param isExpression whether it is the inside of {@code #{…}}
   * @param text as written, or the inside
   */
  record Part(boolean isExpression, String text) {}

  private ExpressionText() {}

  static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("\\#{", at)) {
        plain.append("#{");
        at += 3;
      } else if (text.startsWith("#{", at)) {
        int end = end(text, at + 2);
        add(parts, plain);
        parts.add(new Part(true, text.substring(at + 2, end)));
        at = end + 1;
      } else {
        plain.append(text.charAt(at));
        at++;
      }
    }
    add(parts, plain);
    return parts;
  }

  private static void add(List<Part> parts, StringBuilder plain) {
    if (!plain.isEmpty()) {
      parts.add(new Part(false, plain.toString()));
      plain.setLength(0);
    }
  }

  /** Where the closing brace is; braces inside quotes do not count. */
  private static int end(String text, int from) {
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '}') {
        return i;
      }
    }
    throw Expressions.bad(text, "'#{' is not closed", null);
  }
}
