package org.gamelan.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The import table of {@code docs/architecture.md}: which feature may import which others. */
record ImportTable(Map<String, Set<String>> rows) {

  private static final String FENCE = "```";

  /** Doors stand above every feature and never know each other. */
  private static final Set<String> DOORS = Set.of("api", "admin");

  /** Beside the application, started before it or in front of it. */
  private static final Set<String> BESIDE = Set.of("launcher", "bench");

  static ImportTable read(Path document) throws IOException {
    String text = Files.readString(document);
    int start = text.indexOf(FENCE + "imports");
    if (start < 0) {
      throw new IllegalStateException(document + " has no fenced block named imports");
    }
    int from = text.indexOf('\n', start) + 1;
    Map<String, Set<String>> rows = new LinkedHashMap<>();
    for (String line : text.substring(from, text.indexOf(FENCE, from)).split("\n")) {
      String[] sides = line.split("->", 2);
      if (sides.length == 2 && !sides[0].contains(",") && !sides[1].contains("(")) {
        rows.put(sides[0].trim(), words(sides[1]));
      }
    }
    return new ImportTable(rows);
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.trim().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Whether the feature is one the table speaks of. */
  boolean knows(String feature) {
    return rows.containsKey(feature) || DOORS.contains(feature) || BESIDE.contains(feature);
  }

  /** Says why one feature may not import the other; empty when it may. */
  Optional<String> objection(String from, String to) {
    if (from.equals(to)) {
      return Optional.empty();
    }
    if (DOORS.contains(from)) {
      return rows.containsKey(to) ? Optional.empty() : Optional.of(from + " may not know " + to);
    }
    if (rows.getOrDefault(from, Set.of()).contains(to)) {
      return Optional.empty();
    }
    return Optional.of(
        from + " may import " + rows.getOrDefault(from, Set.of()) + ", but not " + to);
  }
}
