package org.gamelan.json;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Undoes what happens to a text that is decoded or escaped once too often: UTF-8 or UTF-16 read as
 * something else, entities of markup, wide punctuation. Only where the document's own marks are
 * hit: what merely stands in its texts is content and stays. Each way reads the text a fixed number
 * of times.
 */
final class WrongDecoding {
  /** Marks of UTF-8 read as Windows-1252, where only a mark of JSON or a space may stand. */
  private static final Pattern MISREAD =
      Pattern.compile("(?:^|[{\\[,:])[ \\n\\r\\t]*+(?:â€[œ˜™\u009d]|ï»¿|Â\u00a0)");

  private static final Pattern QUOTE_ENTITY = Pattern.compile("&(?:quot|#34|#x22);");
  private static final Pattern ENTITY =
      Pattern.compile("&(quot|#34|#x22|apos|#39|#x27|amp|lt|gt);");
  private static final Map<String, String> ENTITIES =
      Map.of(
          "quot", "\"", "#34", "\"", "#x22", "\"", "apos", "'", "#39", "'", "#x27", "'", "amp", "&",
          "lt", "<", "gt", ">");
  private static final String WIDE = "｛｝［］＂";
  private static final String NARROW = "{}[]\"";
  private static final Map<Character, Integer> BYTES = windowsBytes();

  private WrongDecoding() {}

  /** The text as it was meant, and in the repairs whether that is another. */
  static String undo(String text, Set<Repair> repairs) {
    String plain = entities(misread(wide(utf16(text))));
    if (!plain.equals(text)) {
      repairs.add(Repair.ENCODING);
    }
    return plain;
  }

  /** Every second character is U+0000, or all have an empty lower byte: the order was mistaken. */
  private static String utf16(String text) {
    long zeros = text.chars().filter(c -> c == 0).count();
    if (zeros > 1 && zeros * 5 >= text.length() * 2L) {
      return text.replace("\0", "");
    }
    boolean swapped = text.length() > 1 && text.chars().allMatch(c -> c != 0 && (c & 0xFF) == 0);
    if (!swapped) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    text.chars().forEach(c -> plain.append((char) (c >> 8)));
    return plain.toString();
  }

  private static String wide(String text) {
    boolean narrow = text.chars().anyMatch(c -> "{[\"".indexOf(c) >= 0);
    if (narrow || text.chars().noneMatch(c -> WIDE.indexOf(c) >= 0)) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      int at = WIDE.indexOf(text.charAt(i));
      plain.append(at < 0 ? text.charAt(i) : NARROW.charAt(at));
    }
    return plain.toString();
  }

  private static String entities(String text) {
    if (text.indexOf('"') >= 0 || !QUOTE_ENTITY.matcher(text).find()) {
      return text;
    }
    return ENTITY
        .matcher(text)
        .replaceAll(it -> Matcher.quoteReplacement(ENTITIES.get(it.group(1))));
  }

  private static String misread(String text) {
    if (!MISREAD.matcher(text).find()) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int length = sequence(text, at);
      if (length > 0) {
        plain.append(decoded(text, at, length));
        at += length;
      } else if (byteAt(text, at) == 0xE2 && byteAt(text, at + 1) == 0x80) {
        // The last byte of a closing quotation mark has no character in Windows-1252.
        plain.append('”');
        at += 2;
      } else {
        plain.append(text.charAt(at++));
      }
    }
    return plain.toString();
  }

  /** How many characters here are the bytes of one character in UTF-8; 0 when they are none. */
  private static int sequence(String text, int at) {
    int first = byteAt(text, at);
    int length = first >= 0xF0 && first <= 0xF4 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    if (first > 0xF4 || length == 0) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      int next = byteAt(text, at + i);
      if (next < 0x80 || next > 0xBF) {
        return 0;
      }
    }
    return decoded(text, at, length).indexOf('\uFFFD') < 0 ? length : 0;
  }

  private static String decoded(String text, int at, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) byteAt(text, at + i);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The byte that Windows-1252 reads as this character; -1 where there is none. */
  private static int byteAt(String text, int at) {
    if (at >= text.length()) {
      return -1;
    }
    char c = text.charAt(at);
    return c < 0x100 ? c : BYTES.getOrDefault(c, -1);
  }

  private static Map<Character, Integer> windowsBytes() {
    Map<Character, Integer> bytes = new HashMap<>();
    Charset windows = Charset.forName("windows-1252");
    for (int b = 0x80; b < 0xA0; b++) {
      char c = new String(new byte[] {(byte) b}, windows).charAt(0);
      if (c != '\uFFFD') {
        bytes.put(c, b);
      }
    }
    return Map.copyOf(bytes);
  }
}
