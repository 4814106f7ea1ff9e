package org.gamelan.manifest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gamelan.failure.Suggestions;

/** Collects problems while manifests are checked, each once and not without end. */
public final class Problems {
  private static final int MAX = 500;

  private final Set<Problem> found = new LinkedHashSet<>();

  public void error(String file, Position at, Rule rule, String message) {
    error(file, at, rule, message, null);
  }

  /**
   * @param suggestion what to do about it, or null
   */
  public void error(String file, Position at, Rule rule, String message, String suggestion) {
    add(new Problem(Severity.ERROR, file, at.line(), at.column(), rule, message, suggestion));
  }

  /**
   * @param suggestion what to do about it, or null
   */
  public void warning(String file, Position at, Rule rule, String message, String suggestion) {
    add(new Problem(Severity.WARNING, file, at.line(), at.column(), rule, message, suggestion));
  }

  /** Tells that a name is not known and which one may have been meant. */
  public void unknown(
      String file, Position at, Rule rule, String what, String name, Set<String> known) {
    if (found.size() >= MAX) {
      return;
    }
    Optional<String> nearest = Suggestions.nearest(name, known);
    String suggestion =
        nearest
            .map(it -> "did you mean '" + it + "'?")
            .orElseGet(() -> known.isEmpty() ? null : "known: " + Suggestions.list(known));
    error(file, at, rule, "There is no " + what + " '" + name + "'", suggestion);
  }

  public void addAll(List<Problem> problems) {
    problems.forEach(this::add);
  }

  /** What was found, by file and from top to bottom. */
  public List<Problem> sorted() {
    List<Problem> sorted = new ArrayList<>(found);
    sorted.sort(Problem.IN_ORDER);
    return List.copyOf(sorted);
  }

  private void add(Problem problem) {
    if (found.size() < MAX) {
      found.add(problem);
    }
  }
}
