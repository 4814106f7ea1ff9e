package org.gamelan.json;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * Regular expressions whose matching takes time linear in the text (RE2 syntax: no look-around, no
 * back-references).
 */
public final class LinearPattern {
  private static final int MAX_LENGTH = 1_000;

  private final Pattern pattern;

  private LinearPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * @throws IllegalArgumentException when the expression is too long or not of RE2's syntax; the
   *     message says why
   */
  public static LinearPattern compile(String regex) {
    if (regex.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the regular expression is longer than " + MAX_LENGTH + " characters");
    }
    try {
      return new LinearPattern(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + regex + "' is not a regular expression in RE2 syntax: " + e.getDescription(), e);
    }
  }

  /** What is wrong with a regular expression, if anything. */
  public static Optional<String> findFault(String regex) {
    try {
      compile(regex);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Whether the expression matches some part of the text. */
  public boolean find(String text) {
    return pattern.matcher(text).find();
  }

  /** Whether the expression matches the whole text. */
  public boolean matches(String text) {
    return pattern.matcher(text).matches();
  }
}
