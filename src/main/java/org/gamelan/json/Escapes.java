package org.gamelan.json;

/** Undoes the escapes of a document that was written as the inside of a text. */
final class Escapes {
  private Escapes() {}

  static String undo(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '\\' || i == text.length()) {
        plain.append(c);
        continue;
      }
      char escaped = text.charAt(i++);
      switch (escaped) {
        case '"', '\\', '/' -> plain.append(escaped);
        case 'n' -> plain.append('\n');
        case 't' -> plain.append('\t');
        case 'r' -> plain.append('\r');
        default -> plain.append(c).append(escaped);
      }
    }
    return plain.toString();
  }
}
