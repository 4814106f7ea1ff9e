package org.gamelan.json;

import java.util.List;
import java.util.Set;

/** A place in a text that moves on, over spaces and comments too. */
final class TextCursor {
  /** What is written instead of a colon, of two characters. */
  private static final List<String> TWO = List.of("=>", "->", "::", ":=");

  private final String text;
  private final Set<Repair> repairs;
  private int at;
  private long looks;

  TextCursor(String text, int start, Set<Repair> repairs) {
    this.text = text;
    this.at = start;
    this.repairs = repairs;
  }

  int position() {
    return at;
  }

  /** How often a character was looked at. */
  long looks() {
    return looks;
  }

  void back(int position) {
    at = position;
  }

  boolean isAtEnd() {
    return at >= text.length();
  }

  /** The character here, or U+0000 at the end. */
  char peek() {
    return peek(0);
  }

  /** The character some places on, or back; U+0000 beyond the ends. */
  char peek(int ahead) {
    looks++;
    int place = at + ahead;
    return place >= 0 && place < text.length() ? text.charAt(place) : 0;
  }

  char next() {
    looks++;
    return text.charAt(at++);
  }

  void skip(int characters) {
    at = Math.min(text.length(), at + characters);
  }

  boolean startsWith(String what) {
    return text.startsWith(what, at);
  }

  String since(int start) {
    looks += at - start;
    return text.substring(start, at);
  }

  /** Whether a code fence stands here, on a line of its own. */
  boolean atFence() {
    return startsWith("```") && (at == 0 || text.charAt(at - 1) == '\n' || isLineStart());
  }

  /** Moves over spaces and comments; false at the end of the text. */
  boolean skipSpace() {
    while (!isAtEnd()) {
      char c = peek();
      if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
        at++;
      } else if (isOddSpace(c)) {
        repairs.add(Repair.WHITESPACE);
        at++;
      } else if (!skipComment(c)) {
        return true;
      }
    }
    return false;
  }

  /** Moves over a colon or what was written instead of it. */
  boolean skipColon() {
    char c = peek();
    if (c == ':' && peek(1) != ':' && peek(1) != '=') {
      at++;
      return true;
    }
    boolean two = TWO.stream().anyMatch(this::startsWith);
    if (!two && c != '=' && c != '：' && c != ':') {
      return false;
    }
    repairs.add(Repair.COLON);
    skip(two ? 2 : 1);
    return true;
  }

  /** Spaces of other scripts, marks of byte order, and control characters outside of texts. */
  static boolean isOddSpace(char c) {
    return c == '\uFEFF'
        || (c >= '\u200B' && c <= '\u200D')
        || c == '\u2060'
        || Character.isSpaceChar(c)
        || Character.isISOControl(c);
  }

  private boolean skipComment(char c) {
    int start = at;
    if (c == '/' && peek(1) == '*') {
      int end = text.indexOf("*/", at + 2);
      at = end < 0 ? text.length() : end + 2;
    } else if (c == '#' || (c == '/' && peek(1) == '/')) {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end + 1;
    } else {
      return false;
    }
    looks += at - start;
    repairs.add(Repair.COMMENT);
    return true;
  }

  private boolean isLineStart() {
    int i = at - 1;
    while (i >= 0 && at - i < 20 && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i--;
    }
    return i < 0 || text.charAt(i) == '\n';
  }
}
