package org.gamelan.workflow;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.gamelan.json.LinearPattern;

/** The functions of expressions. Public because the expression language calls them. */
public final class ExpressionFunctions {
  static final Set<String> NAMES = new LinkedHashSet<>(List.of("has", "size", "lower", "matches"));

  private ExpressionFunctions() {}

  /** Whether a list has an element, a mapping a key, or a text a part; null has nothing. */
  public static Object has(Object in, Object what) {
    if (in instanceof Collection<?> list) {
      return list.stream().anyMatch(it -> same(it, what));
    }
    if (in instanceof Map<?, ?> map) {
      return what != null && map.containsKey(what.toString());
    }
    return in instanceof String text && what != null && text.contains(what.toString());
  }

  /** How many elements, keys or characters; 0 for null. */
  public static Object size(Object of) {
    if (of instanceof Collection<?> list) {
      return (long) list.size();
    }
    if (of instanceof Map<?, ?> map) {
      return (long) map.size();
    }
    if (of == null) {
      return 0L;
    }
    if (of instanceof String text) {
      return (long) text.length();
    }
    throw new IllegalArgumentException("size(…) takes a list, a mapping or a text");
  }

  /** A text in lower case; null stays null. */
  public static Object lower(Object text) {
    return text == null ? null : text.toString().toLowerCase(Locale.ROOT);
  }

  /** Whether a regular expression (RE2 syntax) matches the whole of a text; null never matches. */
  public static Object matches(Object text, Object regex) {
    return text != null
        && regex != null
        && LinearPattern.compile(regex.toString()).matches(text.toString());
  }

  static Method method(String name) {
    return Arrays.stream(ExpressionFunctions.class.getMethods())
        .filter(it -> it.getName().equals(name) && NAMES.contains(name))
        .findFirst()
        .orElse(null);
  }

  private static boolean same(Object a, Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return new BigDecimal(x.toString()).compareTo(new BigDecimal(y.toString())) == 0;
    }
    return a == null ? b == null : a.equals(b);
  }
}
