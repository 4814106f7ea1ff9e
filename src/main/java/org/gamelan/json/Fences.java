package org.gamelan.json;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds code fences: three backticks or tildes at the start of a line, up to the next such line.
 */
final class Fences {
  private static final int MAX = 32;

  private Fences() {}

  /** The insides of fences, as start and end; a fence that is not closed goes to the end. */
  static List<int[]> of(String text) {
    List<int[]> fences = new ArrayList<>();
    int open = -1;
    int line = 0;
    while (line < text.length() && fences.size() < MAX) {
      int end = text.indexOf('\n', line);
      int next = end < 0 ? text.length() : end + 1;
      if (isFence(text, line, next)) {
        if (open < 0) {
          open = afterMark(text, line, next);
        } else {
          fences.add(new int[] {open, line});
          open = -1;
        }
      }
      line = next;
    }
    if (open >= 0 && fences.size() < MAX) {
      fences.add(new int[] {open, text.length()});
    }
    return fences;
  }

  private static boolean isFence(String text, int from, int to) {
    int at = from;
    while (at < to && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.startsWith("```", at) || text.startsWith("~~~", at);
  }

  /** Where the inside starts: after the mark and the language's name, perhaps on the same line. */
  private static int afterMark(String text, int from, int to) {
    int at = from;
    while (at < to
        && (Character.isWhitespace(text.charAt(at)) || "`~".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    while (at < to && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    return at;
  }
}
