package org.gamelan.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gamelan.failure.Suggestions;

/**
 * Collects problems while manifests are checked, each once and not without end. Those of one file
 * never hide those of another: of each file the first ones are kept, and it is told where more were
 * left out.
 */
public final class Problems {
  /** The most of one file; the last one tells that there are more. */
  static final int MAX_OF_FILE = 500;

  /** Above this, only the first problem of each further file is kept. */
  static final int MAX = 5_000;

  /** However many files there are. */
  private static final int MAX_EVER = 20_000;

  private final Set<Problem> found = new LinkedHashSet<>();
  private final Map<String, Integer> byFile = new HashMap<>();
  private final Map<String, Problem> more = new HashMap<>();

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
    if (isFull(file)) {
      error(file, at, rule, "There is no " + what + " '" + name + "'");
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
    sorted.addAll(more.values());
    sorted.sort(Problem.IN_ORDER);
    return List.copyOf(sorted);
  }

  private void add(Problem problem) {
    if (found.contains(problem)) {
      return;
    }
    if (!isFull(problem.file())) {
      found.add(problem);
      byFile.merge(problem.file(), 1, Integer::sum);
    } else if (found.size() < MAX_EVER) {
      more.merge(problem.file(), cut(problem), (told, next) -> told.isError() ? told : next);
    }
  }

  private boolean isFull(String file) {
    int known = byFile.getOrDefault(file, 0);
    return known >= MAX_OF_FILE - 1
        || (known > 0 && found.size() >= MAX)
        || found.size() >= MAX_EVER;
  }

  /** Stands for what is left out, and is an error when that is. */
  private static Problem cut(Problem left) {
    return new Problem(
        left.severity(),
        left.file(),
        left.line(),
        left.column(),
        Rule.TOO_MANY,
        "There are more problems in this file than are told",
        "mend the others first");
  }
}
