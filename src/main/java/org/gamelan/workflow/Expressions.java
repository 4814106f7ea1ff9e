package org.gamelan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.el.ELContext;
import jakarta.el.ExpressionFactory;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;

/**
 * Expressions {@code #{…}} of manifests: restricted Jakarta Expression Language over the variables
 * {@code task}, {@code input}, {@code outputs}, {@code failure}, {@code attempt} and {@code
 * memory}, with the functions {@code has}, {@code size}, {@code lower} and {@code matches}.
 *
 * <p>Variables are plain values as {@link Values#of} makes them. What is missing is null. Nothing
 * can be called, changed or reached beyond the variables.
 */
public final class Expressions {
  private static final ExpressionFactory FACTORY = ExpressionFactory.newInstance();

  private Expressions() {}

  /**
   * The plain value of one expression.
   *
   * @param expression {@code #{…}} and nothing around it
   * @throws GamelanException {@code bad-expression}, when it is not allowed or cannot be evaluated
   */
  public static Object evaluate(String expression, Map<String, Object> variables) {
    return inside(expression, whole(expression), variables);
  }

  /**
   * Whether a condition holds. Null does not hold.
   *
   * @throws GamelanException {@code bad-expression}, also when the value is not true or false
   */
  public static boolean test(String expression, Map<String, Object> variables) {
    Object value = evaluate(expression, variables);
    if (value == null) {
      return false;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof String text && (text.equals("true") || text.equals("false"))) {
      return text.equals("true");
    }
    throw bad(expression, "the condition is neither true nor false", null);
  }

  /**
   * Fills in a template: every text in it may hold expressions. A text that is one single
   * expression becomes that value with its type; in any other text the values are written as text,
   * documents as JSON. A backslash before {@code #} keeps an expression as it is written.
   *
   * @throws GamelanException {@code bad-expression}
   */
  public static JsonNode interpolate(JsonNode template, Map<String, Object> variables) {
    if (template.isTextual()) {
      return text(template.textValue(), variables);
    }
    if (template.isObject()) {
      ObjectNode object = Json.object();
      template
          .properties()
          .forEach(field -> object.set(field.getKey(), interpolate(field.getValue(), variables)));
      return object;
    }
    if (template.isArray()) {
      ArrayNode array = Json.array();
      template.forEach(item -> array.add(interpolate(item, variables)));
      return array;
    }
    return template;
  }

  /**
   * Checks an expression without evaluating it.
   *
   * @throws GamelanException {@code bad-expression}
   */
  public static void check(String expression) {
    checkInside(expression, whole(expression));
  }

  /** An expression with its braces, which may be left out where nothing but one can stand. */
  public static String braced(String expression) {
    return expression.startsWith("#{") ? expression : "#{" + expression + "}";
  }

  /** What is wrong with one expression, if anything. */
  public static Optional<String> findFault(String expression) {
    return fault(() -> check(expression));
  }

  /** What is wrong with the texts of a template, by JSON pointer. */
  public static Map<String, String> findFaults(JsonNode template) {
    Map<String, String> faults = new LinkedHashMap<>();
    walk(
        "",
        template,
        (path, text) ->
            fault(() -> ExpressionText.parts(text).forEach(part -> checkPart(text, part)))
                .ifPresent(fault -> faults.put(path, fault)));
    return faults;
  }

  /** The stages whose outputs a template names as {@code outputs.NAME}. */
  public static Set<String> outputsIn(JsonNode template) {
    Set<String> stages = new LinkedHashSet<>();
    walkExpressions(
        template, (path, expression) -> stages.addAll(ExpressionSyntax.outputsIn(expression)));
    return stages;
  }

  /** What the texts of a template say that their author hardly means, by JSON pointer. */
  static Map<String, String> findSlips(JsonNode template) {
    Map<String, String> slips = new LinkedHashMap<>();
    walkExpressions(
        template,
        (path, expression) ->
            ExpressionSyntax.findSlip(expression).ifPresent(slip -> slips.putIfAbsent(path, slip)));
    return slips;
  }

  /** Visits each expression in the sound texts of a template, with the pointer of its text. */
  private static void walkExpressions(JsonNode template, Visitor visitor) {
    walk(
        "",
        template,
        (path, text) -> {
          if (fault(() -> ExpressionText.parts(text)).isEmpty()) {
            ExpressionText.parts(text).stream()
                .filter(ExpressionText.Part::isExpression)
                .forEach(part -> visitor.visit(path, part.text()));
          }
        });
  }

  private interface Visitor {
    void visit(String path, String text);
  }

  private static void walk(String path, JsonNode node, Visitor visitor) {
    if (node.isTextual()) {
      visitor.visit(path, node.textValue());
    } else if (node.isObject()) {
      node.properties()
          .forEach(field -> walk(Json.pointer(path, field.getKey()), field.getValue(), visitor));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        walk(path + "/" + i, node.get(i), visitor);
      }
    }
  }

  private static JsonNode text(String text, Map<String, Object> variables) {
    List<ExpressionText.Part> parts = ExpressionText.parts(text);
    if (parts.size() == 1 && parts.get(0).isExpression()) {
      return json(text, inside(text, parts.get(0).text(), variables));
    }
    StringBuilder filled = new StringBuilder();
    for (ExpressionText.Part part : parts) {
      filled.append(
          part.isExpression() ? written(text, inside(text, part.text(), variables)) : part.text());
    }
    return Json.array().textNode(filled.toString());
  }

  private static String written(String expression, Object value) {
    if (value == null) {
      return "";
    }
    JsonNode node = json(expression, value);
    return node.isTextual() ? node.textValue() : Json.write(node);
  }

  private static JsonNode json(String expression, Object value) {
    try {
      return Values.toJson(value);
    } catch (IllegalArgumentException e) {
      throw bad(expression, e.getMessage(), e);
    }
  }

  private static void checkPart(String text, ExpressionText.Part part) {
    if (part.isExpression()) {
      checkInside(text, part.text());
    }
  }

  /** The inside of a text that must be one expression. */
  private static String whole(String expression) {
    List<ExpressionText.Part> parts = ExpressionText.parts(expression.strip());
    if (parts.size() != 1 || !parts.get(0).isExpression()) {
      throw bad(expression, "an expression is written #{…}, with nothing around it", null);
    }
    return parts.get(0).text();
  }

  private static void checkInside(String expression, String inside) {
    ExpressionSyntax.findFault(inside)
        .ifPresent(
            fault -> {
              throw bad(expression, fault, null);
            });
    try {
      FACTORY.createValueExpression(
          new ExpressionContext(Map.of()), "#{" + inside + "}", Object.class);
    } catch (RuntimeException e) {
      throw bad(expression, "it is not complete or has a mistake", e);
    }
  }

  private static Object inside(String expression, String inside, Map<String, Object> variables) {
    checkInside(expression, inside);
    ELContext context = new ExpressionContext(variables);
    try {
      Object value =
          FACTORY
              .createValueExpression(context, "#{" + inside + "}", Object.class)
              .getValue(context);
      if (value instanceof Double number && !Double.isFinite(number)) {
        throw new ArithmeticException("the result is not a number, as after a division by zero");
      }
      return value;
    } catch (RuntimeException e) {
      Throwable cause = e.getCause() instanceof RuntimeException inner ? inner : e;
      throw bad(expression, String.valueOf(cause.getMessage()), e);
    }
  }

  private static Optional<String> fault(Runnable check) {
    try {
      check.run();
      return Optional.empty();
    } catch (GamelanException e) {
      return Optional.of(e.getMessage());
    }
  }

  static GamelanException bad(String expression, String reason, Throwable cause) {
    String shown = expression.length() > 200 ? expression.substring(0, 199) + "…" : expression;
    return new GamelanException(
        FailureKind.BAD_EXPRESSION, "The expression " + shown + " is wrong: " + reason, cause);
  }
}
