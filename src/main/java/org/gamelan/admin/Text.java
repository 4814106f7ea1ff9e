package org.gamelan.admin;

import java.util.regex.Pattern;

/**
 * Text as it may stand in markup. What models and users write is hostile: besides markup it may
 * hold characters XML forbids, or marks that turn the reading direction round.
 */
final class Text {
  private static final Pattern NOT_A_WORD = Pattern.compile("[^a-z0-9_-]");

  private Text() {}

  /** Escaped for text and for attributes in double quotes; forbidden characters become U+FFFD. */
  static String xml(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> append(out, point));
    return out.toString();
  }

  private static void append(StringBuilder out, int point) {
    switch (point) {
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '&' -> out.append("&amp;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(isForbidden(point) ? 0xFFFD : point);
    }
  }

  private static boolean isForbidden(int point) {
    return (Character.isISOControl(point) && point != '\n' && point != '\t')
        || Character.getType(point) == Character.SURROGATE
        || (point & 0xFFFE) == 0xFFFE
        || (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2066 && point <= 0x2069);
  }

  /** A word that can stand in a class name: lower case letters, digits, dashes. */
  static String word(String text) {
    return NOT_A_WORD.matcher(text).replaceAll("-");
  }

  /** Cut to so many columns, the last one an ellipsis; wide characters count twice. */
  static String shorten(String text, int columns) {
    if (columns(text) <= columns) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int used = 1;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      used += columns(point);
      if (used > columns) {
        break;
      }
      out.appendCodePoint(point);
      i += Character.charCount(point);
    }
    return out.append('…').toString();
  }

  /** How many columns a text takes in a font of even width. */
  static int columns(String text) {
    return text.codePoints().map(Text::columns).sum();
  }

  private static int columns(int point) {
    return point >= 0x1100 && (Character.isIdeographic(point) || isWide(point)) ? 2 : 1;
  }

  private static boolean isWide(int point) {
    return point <= 0x115F
        || (point >= 0x3040 && point <= 0xA4CF)
        || (point >= 0xAC00 && point <= 0xD7A3)
        || (point >= 0xFF00 && point <= 0xFF60)
        || point >= 0x1F300;
  }
}
