package org.gamelan.json;

/** Undoes the escapes of a document that was written as the inside of a text. */
final class Escapes {
  private Escapes() {}

  static String undo(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        plain.append(c);
        continue;
      }
      i++;
      char escaped = text.charAt(i);
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
