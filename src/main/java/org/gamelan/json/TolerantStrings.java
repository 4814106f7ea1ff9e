package org.gamelan.json;

import java.util.Set;

/** Reads texts in any quotation marks, with what models forget to escape in them. */
final class TolerantStrings {
  private static final String OPENING = "\"'`“”„‟«‘’‚";
  private static final int LOOK_AHEAD = 64;

  private final TextCursor cursor;
  private final Set<Repair> repairs;

  TolerantStrings(TextCursor cursor, Set<Repair> repairs) {
    this.cursor = cursor;
    this.repairs = repairs;
  }

  /** Whether a text starts here. */
  boolean isQuote() {
    char c = cursor.peek();
    return c != 0 && OPENING.indexOf(c) >= 0 && !cursor.startsWith("```");
  }

  /** Moves over the letter that Python writes before a text. */
  void skipPrefix() {
    char next = cursor.peek(1);
    if ("ubrfUBRF".indexOf(cursor.peek()) >= 0 && (next == '"' || next == '\'')) {
      cursor.next();
      repairs.add(Repair.QUOTES);
    }
  }

  /** Moves over the closing quotation mark of a key that has no opening one. */
  void skipLooseQuote() {
    int i = 1;
    while (i < LOOK_AHEAD && isSpace(cursor.peek(i))) {
      i++;
    }
    if (isQuote() && cursor.peek(i) == ':') {
      cursor.next();
      repairs.add(Repair.QUOTES);
    }
  }

  /** Whether a comma and a member in quotation marks follow the bracket here. */
  boolean isMemberAfterNext() {
    int i = 1;
    while (i < LOOK_AHEAD && isSpace(cursor.peek(i))) {
      i++;
    }
    return cursor.peek(i) == ',' && isMember(i + 1);
  }

  /** Whether after some spaces a key in quotation marks and a colon stand there. */
  private boolean isMember(int from) {
    int i = from;
    int limit = from + LOOK_AHEAD;
    while (i < limit && isSpace(cursor.peek(i))) {
      i++;
    }
    char quote = cursor.peek(i);
    if (quote != '"' && quote != '\'') {
      return false;
    }
    i++;
    while (i < limit && cursor.peek(i) != quote && cursor.peek(i) != '\n') {
      i++;
    }
    boolean closed = cursor.peek(i) == quote;
    i++;
    while (i < limit && isSpace(cursor.peek(i))) {
      i++;
    }
    return closed && cursor.peek(i) == ':';
  }

  /** Reads a text and what is joined to it with {@code +}; a text that is cut off stays begun. */
  String read() {
    return read(false);
  }

  /** Reads a key, which ends where a value might follow it. */
  String readKey() {
    return read(true);
  }

  private String read(boolean key) {
    StringBuilder text = new StringBuilder();
    one(text, key);
    while (plusBeforeQuote()) {
      repairs.add(Repair.JOINED_TEXT);
      one(text, false);
    }
    String clean = StorableText.clean(text.toString());
    if (clean.length() != text.length()) {
      repairs.add(Repair.CONTROL_CHARACTER);
    }
    return clean;
  }

  private void one(StringBuilder text, boolean key) {
    if (cursor.startsWith("\"\"\"") && cursor.peek(3) != 0) {
      triple(text);
      return;
    }
    char quote = cursor.next();
    if (quote != '"') {
      repairs.add(Repair.QUOTES);
    }
    String closing = closing(quote);
    while (!cursor.isAtEnd()) {
      char c = cursor.peek();
      if (c == '\n' && !key && isUnclosed(text)) {
        repairs.add(Repair.QUOTES);
        return;
      } else if (c == '\\') {
        escape(text);
      } else if (closing.indexOf(c) < 0) {
        plain(text);
      } else if (closes(key)) {
        cursor.next();
        return;
      } else {
        repairs.add(Repair.INNER_QUOTE);
        text.append(cursor.next());
      }
    }
    repairs.add(Repair.CUT_OFF);
    int last = text.length() - 1;
    if (last >= 0 && Character.isHighSurrogate(text.charAt(last))) {
      text.setLength(last);
    }
  }

  /** Whether the line ends with a comma and the next one is a member; takes the comma back. */
  private boolean isUnclosed(StringBuilder text) {
    int last = text.length() - 1;
    if (last < 0 || text.charAt(last) != ',' || !isMember(1)) {
      return false;
    }
    text.setLength(last);
    return true;
  }

  private void triple(StringBuilder text) {
    repairs.add(Repair.QUOTES);
    cursor.skip(3);
    while (!cursor.isAtEnd() && !cursor.startsWith("\"\"\"")) {
      if (cursor.peek() == '\\') {
        escape(text);
      } else {
        text.append(cursor.next());
      }
    }
    if (cursor.isAtEnd()) {
      repairs.add(Repair.CUT_OFF);
    }
    cursor.skip(3);
  }

  private void plain(StringBuilder text) {
    char c = cursor.next();
    if (c < ' ') {
      repairs.add(Repair.CONTROL_CHARACTER);
    }
    text.append(c);
  }

  private static String closing(char quote) {
    return switch (quote) {
      case '“', '”', '„', '‟' -> "”“\"";
      case '‘', '’', '‚' -> "’‘'";
      case '«' -> "»";
      default -> String.valueOf(quote);
    };
  }

  /** Whether the quotation mark here ends the text, judged by what follows it. */
  private boolean closes(boolean key) {
    int i = 1;
    boolean newLine = false;
    while (i < LOOK_AHEAD && isSpace(cursor.peek(i))) {
      newLine |= cursor.peek(i) == '\n';
      i++;
    }
    char c = cursor.peek(i);
    return switch (c) {
      case 0, '}', ']', ':', '：' -> true;
      case ',', '，' -> commaSeparates(i + 1);
      case '+' -> cursor.peek(i + 1) != 0;
      case '=' -> true;
      case '#' -> i > 1;
      case '/' -> cursor.peek(i + 1) == '/' || cursor.peek(i + 1) == '*';
      default ->
          newLine || (key && i > 1) || (i > 1 && OPENING.indexOf(c) >= 0 && c != '\'' && c != '’');
    };
  }

  /** Whether a comma after a quotation mark looks like one between members, not one in a text. */
  private boolean commaSeparates(int from) {
    int i = from;
    while (i < LOOK_AHEAD && isSpace(cursor.peek(i))) {
      if (cursor.peek(i) == '\n') {
        return true;
      }
      i++;
    }
    char c = cursor.peek(i);
    if (!Character.isLetter(c)) {
      return true;
    }
    int start = i;
    while (i < LOOK_AHEAD && (Character.isLetterOrDigit(cursor.peek(i)) || cursor.peek(i) == '_')) {
      i++;
    }
    int word = i - start;
    while (i < LOOK_AHEAD && isSpace(cursor.peek(i))) {
      i++;
    }
    char after = cursor.peek(i);
    return after == ':'
        || (word <= 9 && (after == 0 || after == ',' || after == ']' || after == '}'));
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || (c != 0 && TextCursor.isOddSpace(c));
  }

  private void escape(StringBuilder text) {
    cursor.next();
    if (cursor.isAtEnd()) {
      return;
    }
    char c = cursor.next();
    switch (c) {
      case '"', '\\', '/' -> text.append(c);
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      case 'r' -> text.append('\r');
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'u' -> unicode(text, 4, "\\u");
      case 'x' -> {
        repairs.add(Repair.ESCAPE);
        unicode(text, 2, "\\x");
      }
      case '\'', '`' -> {
        repairs.add(Repair.ESCAPE);
        text.append(c);
      }
      default -> {
        // A path or a pattern: the backslash was meant.
        repairs.add(Repair.ESCAPE);
        text.append('\\').append(c);
      }
    }
  }

  private void unicode(StringBuilder text, int digits, String written) {
    int code = 0;
    for (int i = 0; i < digits; i++) {
      int digit = Character.digit(cursor.peek(i), 16);
      if (digit < 0) {
        repairs.add(Repair.ESCAPE);
        if (cursor.peek(i) == 0) {
          cursor.skip(i);
        } else {
          text.append(written);
        }
        return;
      }
      code = code * 16 + digit;
    }
    cursor.skip(digits);
    text.append((char) code);
  }

  private boolean plusBeforeQuote() {
    int start = cursor.position();
    if (cursor.skipSpace() && cursor.peek() == '+') {
      cursor.next();
      if (cursor.skipSpace() && isQuote()) {
        return true;
      }
    }
    cursor.back(start);
    return false;
  }
}
