package org.gamelan.tool;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name somebody most likely meant. */
final class Suggestion {
  private Suggestion() {}

  /** A sentence with the nearest name, or with all of them where none is near. */
  static String among(Collection<String> names, String asked) {
    Optional<String> nearest =
        names.stream()
            .min(Comparator.comparingInt(name -> distance(name, asked)))
            .filter(name -> distance(name, asked) <= Math.max(2, asked.length() / 3));
    if (nearest.isPresent()) {
      return " Did you mean '" + nearest.get() + "'?";
    }
    return names.isEmpty() ? "" : " There are: " + String.join(", ", names) + ".";
  }

  /** Levenshtein's: how many letters have to be changed, put in or taken out. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
