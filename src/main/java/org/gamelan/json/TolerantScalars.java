package org.gamelan.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers, literals and texts that nobody put in quotation marks. */
final class TolerantScalars {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]{0,399})(?:\\.[0-9]{1,400})?(?:[eE][-+]?[0-9]{1,3})?");
  private static final Pattern LOOSE =
      Pattern.compile("([-+]?)([0-9]{0,399})(?:\\.([0-9]{0,400}))?([eE][-+]?[0-9]{1,3})?");
  private static final int MAX_KEY = 200;
  private static final int MAX_VALUE = 40;
  private static final Set<String> LITERALS =
      Set.of("true", "false", "null", "True", "False", "None");

  private final TextCursor cursor;
  private final Set<Repair> repairs;

  TolerantScalars(TextCursor cursor, Set<Repair> repairs) {
    this.cursor = cursor;
    this.repairs = repairs;
  }

  /** Reads a key without quotation marks; empty when there is none here. */
  String key() {
    int start = cursor.position();
    while (isKeyPart(cursor.peek()) && cursor.position() - start < MAX_KEY) {
      cursor.next();
    }
    return cursor.since(start);
  }

  boolean isNumberNext() {
    char c = cursor.peek();
    return Character.isDigit(c)
        || ((c == '-' || c == '+' || c == '.') && Character.isDigit(cursor.peek(1)));
  }

  /**
   * Reads up to the next comma, bracket or line end.
   *
   * @param inObject whether a comma between digits may group thousands
   * @return nothing when the value was cut off
   */
  Optional<JsonNode> read(boolean inObject) {
    int start = cursor.position();
    while (!cursor.isAtEnd() && !endsBare(cursor.peek()) && !endsValue(start)) {
      cursor.next();
    }
    if (cursor.position() == start) {
      repairs.add(Repair.STRAY);
      cursor.skip(1);
      return Optional.empty();
    }
    String token = withoutEnd(cursor.since(start));
    if (cursor.isAtEnd()) {
      // Half of a number is another number, so it is better to have none.
      repairs.add(Repair.CUT_OFF);
      return literal(token);
    }
    if (inObject && groupsThousands(token)) {
      token = grouped(token);
    }
    return Optional.of(value(token));
  }

  private JsonNode value(String token) {
    if (NUMBER.matcher(token).matches()) {
      return number(token);
    }
    Optional<JsonNode> literal = literal(token);
    if (literal.isPresent()) {
      return literal.get();
    }
    String loose = loose(token);
    if (!loose.isEmpty()) {
      repairs.add(Repair.NUMBER);
      return number(loose);
    }
    repairs.add(Repair.UNQUOTED_TEXT);
    return Json.array().textNode(StorableText.clean(token));
  }

  private JsonNode number(String token) {
    try {
      return Json.parse(token);
    } catch (MalformedJsonException e) {
      repairs.add(Repair.UNQUOTED_TEXT);
      return Json.array().textNode(token);
    }
  }

  private Optional<JsonNode> literal(String token) {
    switch (token) {
      case "true", "false" -> {
        return Optional.of(BooleanNode.valueOf(token.equals("true")));
      }
      case "null" -> {
        return Optional.of(NullNode.getInstance());
      }
      case "True", "TRUE", "False", "FALSE" -> {
        repairs.add(Repair.LITERAL);
        return Optional.of(BooleanNode.valueOf(token.charAt(0) == 'T'));
      }
      case "None", "NULL", "Null", "nil", "undefined" -> {
        repairs.add(Repair.LITERAL);
        return Optional.of(NullNode.getInstance());
      }
      case "NaN", "nan", "Infinity", "-Infinity", "+Infinity", "inf", "-inf" -> {
        repairs.add(Repair.NOT_A_NUMBER);
        return Optional.of(NullNode.getInstance());
      }
      default -> {
        return Optional.empty();
      }
    }
  }

  /** A number in another language's notation as JSON writes it; empty when it is none. */
  private static String loose(String token) {
    if (token.matches("0[xX][0-9a-fA-F]{1,64}")) {
      return new BigInteger(token.substring(2), 16).toString();
    }
    String plain = token.matches("[0-9]{1,3}(_[0-9]{3}){1,100}") ? token.replace("_", "") : token;
    Matcher matcher = LOOSE.matcher(plain);
    if (!matcher.matches()) {
      return "";
    }
    String whole = matcher.group(2);
    String fraction = matcher.group(3) == null ? "" : matcher.group(3);
    boolean leadingZero = whole.length() > 1 && whole.startsWith("0");
    if (leadingZero || (whole.isEmpty() && fraction.isEmpty())) {
      return "";
    }
    return ("-".equals(matcher.group(1)) ? "-" : "")
        + (whole.isEmpty() ? "0" : whole)
        + (fraction.isEmpty() ? "" : "." + fraction)
        + (matcher.group(4) == null ? "" : matcher.group(4));
  }

  /** Whether {@code 1,234} stands here: a comma and exactly three digits that are no key. */
  private boolean groupsThousands(String token) {
    return cursor.peek() == ','
        && token.matches("-?[1-9][0-9]{0,2}")
        && Character.isDigit(cursor.peek(1))
        && Character.isDigit(cursor.peek(2))
        && Character.isDigit(cursor.peek(3))
        && !Character.isLetterOrDigit(cursor.peek(4))
        && cursor.peek(4) != ':';
  }

  private String grouped(String token) {
    StringBuilder digits = new StringBuilder(token);
    while (cursor.peek() == ',' && Character.isDigit(cursor.peek(1))) {
      cursor.next();
      while (Character.isDigit(cursor.peek())) {
        digits.append(cursor.next());
      }
    }
    repairs.add(Repair.NUMBER);
    return digits.toString();
  }

  private boolean endsBare(char c) {
    if (c == ',' || c == '，' || c == '}' || c == ']' || c == '\n' || c == '\r') {
      return true;
    }
    boolean comment = c == '#' || (c == '/' && (cursor.peek(1) == '/' || cursor.peek(1) == '*'));
    return comment && cursor.position() > 0 && isBlankBefore();
  }

  /** Whether a whole number or literal stands before this place and something else begins here. */
  private boolean endsValue(int start) {
    char c = cursor.peek();
    boolean other = c == ';' || (isBlankBefore() && "\"'{[“".indexOf(c) >= 0);
    if (!other || cursor.position() == start || cursor.position() - start > MAX_VALUE) {
      return false;
    }
    String token = cursor.since(start).stripTrailing();
    return NUMBER.matcher(token).matches() || LITERALS.contains(token);
  }

  /** Without spaces at the end, those of other scripts included. */
  private String withoutEnd(String token) {
    int end = token.length();
    while (end > 0
        && (token.charAt(end - 1) <= ' ' || TextCursor.isOddSpace(token.charAt(end - 1)))) {
      end--;
    }
    if (!token.substring(end).isBlank()) {
      repairs.add(Repair.WHITESPACE);
    }
    return token.substring(0, end);
  }

  private boolean isBlankBefore() {
    char before = cursor.peek(-1);
    return before == ' ' || before == '\t';
  }

  private static boolean isKeyPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '$' || c == '.' || c == '@';
  }
}
