package org.gamelan.workflow;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares conditions as text. */
final class Conditions {
  private Conditions() {}

  /** Whether one of the conditions is the opposite of another, so that one of them always holds. */
  static boolean haveComplement(List<PlacedEdge> ways) {
    Set<String> conditions =
        ways.stream().map(it -> normal(it.edge().when())).collect(Collectors.toSet());
    return conditions.stream()
        .anyMatch(
            it ->
                conditions.contains("not " + it)
                    || conditions.contains("not (" + it + ")")
                    || conditions.contains("not(" + it + ")"));
  }

  /** The inside of {@code #{…}}, with single spaces and {@code not} for {@code !}. */
  private static String normal(String condition) {
    String inside = condition.strip();
    if (inside.length() < 3 || !inside.endsWith("}")) {
      return inside;
    }
    inside = inside.substring(2, inside.length() - 1).strip().replaceAll("\\s+", " ");
    return inside.startsWith("!") && !inside.startsWith("!=")
        ? "not " + inside.substring(1).strip()
        : inside;
  }
}
