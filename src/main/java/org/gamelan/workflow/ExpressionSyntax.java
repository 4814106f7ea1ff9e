package org.gamelan.workflow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gamelan.failure.Suggestions;
import org.gamelan.json.LinearPattern;

/**
 * Lets through only that part of the expression language that manifests may use: variables, keys,
 * indexes, literals, operators and our own functions. Everything that could call, assign or reach a
 * class is refused by its tokens, before an expression is given to the language's implementation.
 */
final class ExpressionSyntax {
  static final int MAX_LENGTH = 2_000;

  /** The variables of an expression. */
  static final Set<String> VARIABLES =
      new LinkedHashSet<>(List.of("task", "input", "outputs", "failure", "attempt", "memory"));

  private static final Set<String> WORDS =
      Set.of(
          "and", "or", "not", "eq", "ne", "lt", "gt", "le", "ge", "div", "mod", "empty", "true",
          "false", "null");
  private static final Set<String> COMPARISONS =
      Set.of("==", "!=", "<", ">", "<=", ">=", "eq", "ne", "lt", "gt", "le", "ge");
  private static final Set<String> UNARY = Set.of("not", "!", "empty", "-");
  private static final Set<String> TRUTHS = Set.of("true", "false", "not", "!", "empty");
  private static final int MAX_TOKENS = 300;
  private static final int MAX_CONCATENATIONS = 20;
  private static final int MAX_DEPTH = 30;

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*+(?:(?<word>[A-Za-z_][A-Za-z0-9_]*)"
              + "|(?<text>'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\")"
              + "|(?<number>[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?)"
              + "|(?<sign>->|\\+=|==|!=|<=|>=|&&|\\|\\||[-+*/%<>!?:.,=;()\\[\\]{}]))",
          Pattern.DOTALL);

  private final List<String> tokens = new ArrayList<>();
  private final Set<String> outputs = new LinkedHashSet<>();
  private int depth;
  private int concatenations;

  private ExpressionSyntax() {}

  /** What is wrong with the inside of {@code #{…}}, if anything. */
  static Optional<String> findFault(String inside) {
    ExpressionSyntax syntax = new ExpressionSyntax();
    return syntax.tokenize(inside).or(syntax::findFault);
  }

  /** The stages whose outputs the inside of a sound {@code #{…}} names. */
  static Set<String> outputsIn(String inside) {
    ExpressionSyntax syntax = new ExpressionSyntax();
    return syntax.tokenize(inside).or(syntax::findFault).isPresent() ? Set.of() : syntax.outputs;
  }

  /**
   * What the inside of a sound {@code #{…}} says that its author hardly means: {@code not a == b}
   * is {@code (not a) == b} in this language, which is false whenever {@code b} is a text.
   */
  static Optional<String> findSlip(String inside) {
    ExpressionSyntax syntax = new ExpressionSyntax();
    return syntax.tokenize(inside).or(syntax::findFault).isPresent()
        ? Optional.empty()
        : syntax.findSlip();
  }

  private Optional<String> findSlip() {
    for (int i = 0; i < tokens.size(); i++) {
      if (!isDenial(i)) {
        continue;
      }
      int end = endOfOperand(i);
      boolean truth = TRUTHS.contains(token(end + 1));
      if (COMPARISONS.contains(token(end)) && !truth) {
        return Optional.of(
            "'%s' takes only what directly follows it, so %s is compared with (%s)"
                .formatted(tokens.get(i), token(end + 1), written(i, end)));
      }
    }
    return Optional.empty();
  }

  private boolean isDenial(int i) {
    boolean key = ".".equals(token(i - 1));
    return !key && ("not".equals(tokens.get(i)) || "!".equals(tokens.get(i)));
  }

  /** Where the operand ends that a unary operator takes. */
  private int endOfOperand(int operator) {
    int i = operator;
    while (UNARY.contains(token(i))) {
      i++;
    }
    int open = 0;
    while (i < tokens.size()) {
      String token = tokens.get(i);
      boolean opens = "(".equals(token) || "[".equals(token);
      open += opens ? 1 : ")".equals(token) || "]".equals(token) ? -1 : 0;
      i++;
      String next = token(i);
      if (open == 0 && !".".equals(token) && !Set.of(".", "[", "(").contains(next)) {
        return i;
      }
    }
    return i;
  }

  private String written(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (String token : tokens.subList(from, to)) {
      boolean word = isWord(token) && !text.isEmpty();
      text.append(word && Character.isLetter(text.charAt(text.length() - 1)) ? " " : "");
      text.append(token);
    }
    return text.toString();
  }

  private Optional<String> tokenize(String inside) {
    if (inside.isBlank()) {
      return Optional.of("the expression is empty");
    }
    if (inside.length() > MAX_LENGTH) {
      return Optional.of("the expression is longer than " + MAX_LENGTH + " characters");
    }
    Matcher matcher = TOKEN.matcher(inside);
    String rest = inside.stripTrailing();
    int at = 0;
    while (at < rest.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        return Optional.of("'" + inside.substring(at).strip().charAt(0) + "' is not allowed here");
      }
      tokens.add(matcher.group().strip());
      at = matcher.end();
      if (tokens.size() > MAX_TOKENS) {
        return Optional.of("the expression is too long");
      }
    }
    return Optional.empty();
  }

  private Optional<String> findFault() {
    for (int i = 0; i < tokens.size(); i++) {
      Optional<String> fault =
          isWord(tokens.get(i)) ? findWordFault(i) : findSignFault(tokens.get(i), i);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private Optional<String> findWordFault(int i) {
    String word = tokens.get(i);
    boolean called = "(".equals(token(i + 1));
    if (".".equals(token(i - 1))) {
      return called ? Optional.of("methods cannot be called: '" + word + "(…)'") : Optional.empty();
    }
    if (WORDS.contains(word)) {
      return Optional.empty();
    }
    if (called) {
      return ExpressionFunctions.NAMES.contains(word)
          ? findPatternFault(i)
          : Optional.of(
              "there is no function '" + word + "'" + hint(word, ExpressionFunctions.NAMES));
    }
    if (!VARIABLES.contains(word)) {
      return Optional.of("there is no variable '" + word + "'" + hint(word, VARIABLES));
    }
    if ("outputs".equals(word) && ".".equals(token(i + 1)) && isWord(token(i + 2))) {
      outputs.add(token(i + 2));
    }
    return Optional.empty();
  }

  /** A pattern that is written out can be checked before anything runs. */
  private Optional<String> findPatternFault(int i) {
    int open = 0;
    int end = i + 1;
    while (end < tokens.size()) {
      open += "(".equals(token(end)) ? 1 : ")".equals(token(end)) ? -1 : 0;
      if (open == 0) {
        break;
      }
      end++;
    }
    String last = token(end - 1);
    boolean written =
        ",".equals(token(end - 2)) && !last.isEmpty() && "'\"".indexOf(last.charAt(0)) >= 0;
    return "matches".equals(token(i)) && written
        ? LinearPattern.findFault(last.substring(1, last.length() - 1).replaceAll("\\\\(.)", "$1"))
        : Optional.empty();
  }

  private Optional<String> findSignFault(String sign, int i) {
    switch (sign) {
      case "->" -> {
        return Optional.of("lambda expressions are not allowed");
      }
      case "=" -> {
        return Optional.of("assignments are not allowed; compare with '=='");
      }
      case ";" -> {
        return Optional.of("only one expression is allowed");
      }
      case "{", "}" -> {
        return Optional.of("'" + sign + "' is not allowed inside an expression");
      }
      case "+=" -> concatenations++;
      case "(", "[" -> depth++;
      case ")", "]" -> depth--;
      default -> {
        return Optional.empty();
      }
    }
    if (concatenations > MAX_CONCATENATIONS || depth > MAX_DEPTH) {
      return Optional.of("the expression is too complicated");
    }
    boolean callsResult =
        "(".equals(sign) && (")".equals(token(i - 1)) || "]".equals(token(i - 1)));
    return callsResult ? Optional.of("methods cannot be called") : Optional.empty();
  }

  private String token(int i) {
    return i >= 0 && i < tokens.size() ? tokens.get(i) : "";
  }

  private static boolean isWord(String token) {
    return !token.isEmpty() && (Character.isLetter(token.charAt(0)) || token.charAt(0) == '_');
  }

  private static String hint(String word, Set<String> known) {
    return Suggestions.nearest(word, known)
        .map(it -> ", did you mean '" + it + "'?")
        .orElse("; known: " + String.join(", ", known));
  }
}
