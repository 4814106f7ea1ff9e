package org.gamelan.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** What PostgreSQL's jsonb cannot hold in a text: U+0000 and halves of surrogate pairs. */
final class StorableText {
  private StorableText() {}

  /**
   * @param source the text the document was read from: when it has nothing that could lead to a
   *     fault, which is nearly always, the document is not walked
   */
  static Optional<String> findFault(String source, JsonNode node) {
    return mayHaveFault(source) ? findFault(node) : Optional.empty();
  }

  /** Whether a text can be stored as it is. */
  static boolean isStorable(String text) {
    return faultAt(text) < 0;
  }

  /** The text without U+0000 and with U+FFFD in place of each half of a surrogate pair. */
  static String clean(String text) {
    if (isStorable(text)) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .filter(point -> point != 0)
        .map(point -> isSurrogate(point) ? 0xFFFD : point)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** Any surrogate and any escaped one counts: only then are the texts looked at one by one. */
  private static boolean mayHaveFault(String source) {
    int length = source.length();
    for (int i = 0; i < length; i++) {
      char c = source.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return true;
      }
      if (c == '\\' && source.startsWith("u", i + 1) && isSuspect(source, i + 2)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSuspect(String source, int hex) {
    return source.startsWith("0000", hex)
        || source.startsWith("d", hex)
        || source.startsWith("D", hex);
  }

  private static Optional<String> findFault(JsonNode node) {
    if (node.isTextual() && !isStorable(node.textValue())) {
      return Optional.of("The document has a text with U+0000 or half of a surrogate pair");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!isStorable(field.getKey())) {
        return Optional.of("The document has a key with U+0000 or half of a surrogate pair");
      }
    }
    for (JsonNode child : node) {
      Optional<String> fault = findFault(child);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private static int faultAt(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return i;
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
