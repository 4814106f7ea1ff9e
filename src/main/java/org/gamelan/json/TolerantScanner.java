package org.gamelan.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one JSON document from a place in a text and mends what is wrong with it on the way. It
 * looks at each character a bounded number of times and never goes back further than one key.
 */
final class TolerantScanner {
  private final TextCursor cursor;
  private final Set<Repair> repairs;
  private final TolerantStrings strings;
  private final TolerantScalars scalars;
  private boolean tooDeep;
  private boolean implausible;

  TolerantScanner(String text, int start) {
    this.repairs = EnumSet.noneOf(Repair.class);
    this.cursor = new TextCursor(text, start, repairs);
    this.strings = new TolerantStrings(cursor, repairs);
    this.scalars = new TolerantScalars(cursor, repairs);
  }

  /**
   * A document that was found.
   *
   * @param node the document
   * @param start where it starts
   * @param end where the text goes on after it
   * @param repairs what had to be mended
   */
  record Found(JsonNode node, int start, int end, Set<Repair> repairs) {
    boolean isTruncated() {
      return repairs.contains(Repair.CUT_OFF);
    }
  }

  /** Reads an object or a list that starts here; nothing when this is no document after all. */
  Optional<Found> container() {
    int start = cursor.position();
    JsonNode node = cursor.peek() == '{' ? object(1, false) : array(1, false);
    return found(node, start);
  }

  /** Reads the inside of an object whose opening brace is missing. */
  Optional<Found> members() {
    int start = cursor.position();
    repairs.add(Repair.OPENING_BRACE);
    ObjectNode object = Json.object();
    members(object, 1, false);
    if (cursor.isAtEnd() && repairs.remove(Repair.CUT_OFF)) {
      repairs.add(Repair.CLOSING_BRACKET);
    }
    return found(object, start);
  }

  /** Reads a text, a number or a literal that makes up the whole rest of the text. */
  Optional<Found> scalar() {
    int start = cursor.position();
    if (cursor.skipSpace() && strings.isQuote()) {
      JsonNode node = Json.array().textNode(strings.read());
      return cursor.skipSpace() ? Optional.empty() : found(node, start);
    }
    JsonNode node = scalars.read(false).orElse(null);
    boolean text = node == null || node.isTextual();
    return text || cursor.skipSpace() ? Optional.empty() : found(node, start);
  }

  boolean isTooDeep() {
    return tooDeep;
  }

  int position() {
    return cursor.position();
  }

  /** How often a character was looked at. */
  long steps() {
    return cursor.looks();
  }

  private Optional<Found> found(JsonNode node, int start) {
    return tooDeep || implausible
        ? Optional.empty()
        : Optional.of(new Found(node, start, cursor.position(), EnumSet.copyOf(repairs)));
  }

  private ObjectNode object(int depth, boolean inArray) {
    cursor.next();
    ObjectNode object = Json.object();
    if (depth > Json.MAX_DEPTH) {
      tooDeep = true;
    } else {
      members(object, depth, inArray);
    }
    return object;
  }

  private void members(ObjectNode object, int depth, boolean inArray) {
    boolean comma = true;
    boolean afterComma = false;
    while (!tooDeep && !implausible) {
      if (!cursor.skipSpace()) {
        repairs.add(Repair.CUT_OFF);
        return;
      }
      char c = cursor.peek();
      if (c == '}') {
        cursor.next();
        extraComma(afterComma);
        return;
      }
      if (c == ']' || c == '{') {
        if (closesOuter(inArray)) {
          return;
        }
        continue;
      }
      if (c == ',' || c == '，' || c == ';') {
        cursor.next();
        extraComma(comma);
        comma = true;
        afterComma = true;
        continue;
      }
      if (skipNoise(c)) {
        continue;
      }
      if (cursor.atFence() || !member(object, depth, comma, afterComma)) {
        repairs.add(Repair.CLOSING_BRACKET);
        return;
      }
      comma = false;
      afterComma = false;
    }
  }

  /** Reads a key and its value; false when what stands here is not part of the object. */
  private boolean member(ObjectNode object, int depth, boolean comma, boolean afterComma) {
    boolean first = depth == 1 && object.isEmpty();
    int start = cursor.position();
    strings.skipPrefix();
    boolean quoted = strings.isQuote();
    String key = quoted ? strings.readKey() : scalars.key();
    if (!quoted && !key.isEmpty()) {
      strings.skipLooseQuote();
    }
    boolean cut = !cursor.skipSpace();
    if (cut && quoted) {
      repairs.add(Repair.CUT_OFF);
      return true;
    }
    if (!cut && cursor.skipColon()) {
      if (!quoted) {
        repairs.add(Repair.UNQUOTED_KEY);
      }
      missingComma(comma);
      value(object, key, depth);
      return true;
    }
    if (first && !afterComma && !quoted) {
      implausible = true;
      return true;
    }
    return withoutColon(object, key, depth, new KeySeen(start, quoted, comma, cut));
  }

  private record KeySeen(int start, boolean quoted, boolean comma, boolean cut) {}

  private boolean withoutColon(ObjectNode object, String key, int depth, KeySeen seen) {
    if (seen.quoted() && startsValue()) {
      repairs.add(Repair.COLON);
      missingComma(seen.comma());
      value(object, key, depth);
      return true;
    }
    if (seen.quoted() || seen.comma()) {
      // After a comma a key must follow, so what is here was meant to belong to the object.
      repairs.add(seen.cut() ? Repair.CUT_OFF : Repair.KEY_WITHOUT_VALUE);
      if (cursor.position() == seen.start()) {
        cursor.next();
      }
      return true;
    }
    cursor.back(seen.start());
    return false;
  }

  private boolean startsValue() {
    char c = cursor.peek();
    return strings.isQuote() || c == '{' || c == '[' || c == '-' || Character.isLetterOrDigit(c);
  }

  private void value(ObjectNode object, String key, int depth) {
    if (!cursor.skipSpace()) {
      repairs.add(Repair.CUT_OFF);
      return;
    }
    char c = cursor.peek();
    if (c == ',' || c == '}' || c == ']') {
      repairs.add(Repair.KEY_WITHOUT_VALUE);
      return;
    }
    JsonNode value = any(depth, true);
    if (value != null && object.replace(key, value) != null) {
      repairs.add(Repair.REPEATED_KEY);
    }
  }

  /** Reads a value; null when it was cut off so that it cannot be told. */
  private JsonNode any(int depth, boolean inObject) {
    strings.skipPrefix();
    char c = cursor.peek();
    if (c == '{') {
      return object(depth + 1, !inObject);
    }
    if (c == '[') {
      return array(depth + 1, inObject);
    }
    if (strings.isQuote()) {
      return Json.array().textNode(strings.read());
    }
    return scalars.read(inObject).orElse(null);
  }

  private ArrayNode array(int depth, boolean inObject) {
    cursor.next();
    ArrayNode array = Json.array();
    if (depth > Json.MAX_DEPTH) {
      tooDeep = true;
    } else {
      items(array, depth, inObject);
    }
    return array;
  }

  private void items(ArrayNode array, int depth, boolean inObject) {
    boolean comma = true;
    boolean afterComma = false;
    while (!tooDeep && !implausible) {
      if (!cursor.skipSpace()) {
        repairs.add(Repair.CUT_OFF);
        return;
      }
      char c = cursor.peek();
      if (c == ']') {
        cursor.next();
        extraComma(afterComma);
        return;
      }
      if (c == '}' && inObject && strings.isMemberAfterNext()) {
        // A brace where a bracket was meant, since the object around goes on.
        cursor.next();
        repairs.add(Repair.CLOSING_BRACKET);
        return;
      }
      if (c == '}') {
        if (closesOuter(inObject)) {
          return;
        }
        continue;
      }
      if (c == ',' || c == '，' || c == ';') {
        cursor.next();
        extraComma(comma);
        comma = true;
        afterComma = true;
        continue;
      }
      if (skipNoise(c)) {
        continue;
      }
      if (cursor.atFence() || !item(array, depth, comma, inObject)) {
        repairs.add(Repair.CLOSING_BRACKET);
        return;
      }
      comma = false;
      afterComma = false;
    }
  }

  /** Reads an item; false when what stands here is not part of the list. */
  private boolean item(ArrayNode array, int depth, boolean comma, boolean inObject) {
    int start = cursor.position();
    strings.skipPrefix();
    char c = cursor.peek();
    boolean bare = !strings.isQuote() && c != '{' && c != '[';
    if (bare && !comma && !scalars.isNumberNext()) {
      return false;
    }
    boolean quoted = strings.isQuote();
    JsonNode value = any(depth, false);
    if (quoted && inObject && cursor.skipSpace() && cursor.peek() == ':') {
      // The next key of the object around: this list was never closed.
      cursor.back(start);
      return false;
    }
    missingComma(comma);
    if (value != null) {
      array.add(value);
    }
    return true;
  }

  /** A bracket of another kind closes what is around, if that is of its kind; else it is noise. */
  private boolean closesOuter(boolean outerIsOpen) {
    if (outerIsOpen) {
      repairs.add(Repair.CLOSING_BRACKET);
      return true;
    }
    cursor.next();
    repairs.add(Repair.EXTRA_BRACKET);
    return false;
  }

  private boolean skipNoise(char c) {
    if (cursor.startsWith("...") || c == '…') {
      repairs.add(Repair.ELLIPSIS);
      cursor.skip(c == '…' ? 1 : 3);
      return true;
    }
    if (c == ':' || c == ')' || c == '=' || c == '>' || c == '|') {
      repairs.add(Repair.STRAY);
      cursor.next();
      return true;
    }
    return false;
  }

  private void extraComma(boolean extra) {
    if (extra) {
      repairs.add(Repair.EXTRA_COMMA);
    }
  }

  private void missingComma(boolean comma) {
    if (!comma) {
      repairs.add(Repair.MISSING_COMMA);
    }
  }
}
