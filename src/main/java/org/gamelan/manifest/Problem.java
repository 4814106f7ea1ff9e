package org.gamelan.manifest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.Comparator;

/**
 * One fault of a manifest.
 *
 * @param severity whether it makes the manifest invalid
 * @param file the file it is in
 * @param line where, from 1
 * @param column where, from 1
 * @param rule which rule was broken
 * @param message what is wrong, one sentence
 * @param suggestion what to do about it, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    Severity severity,
    String file,
    int line,
    int column,
    Rule rule,
    String message,
    String suggestion) {

  /** By file, then from top to bottom. */
  public static final Comparator<Problem> IN_ORDER =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::rule)
          .thenComparing(Problem::message);

  @JsonIgnore
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  public static boolean hasErrors(Collection<Problem> problems) {
    return problems.stream().anyMatch(Problem::isError);
  }

  /** As compilers print it: {@code file:line:column: error: message [rule]}. */
  @Override
  public String toString() {
    String advice = suggestion == null ? "" : " (" + suggestion + ")";
    return "%s:%d:%d: %s: %s%s [%s]"
        .formatted(file, line, column, severity.id(), message, advice, rule.id());
  }
}
