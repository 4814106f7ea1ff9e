package org.gamelan.failure;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what somebody may have meant. */
public final class Suggestions {
  private static final int MAX_LISTED = 12;
  private static final int MAX_LENGTH = 40;

  /** Above this, looking for what was meant would take too long. */
  private static final int MAX_KNOWN = 1_000;

  private static final int MIN_BEGINNING = 3;

  private Suggestions() {}

  /** The known name that a wrong one most looks like, or the only one it is the beginning of. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    if (name.length() > MAX_LENGTH || known.size() > MAX_KNOWN) {
      return Optional.empty();
    }
    String plain = plain(name);
    int limit = name.length() < 2 ? 0 : Math.max(1, (name.length() + 1) / 3);
    return known.stream()
        .filter(it -> it.length() <= MAX_LENGTH && !it.equals(name))
        .filter(it -> Math.abs(plain.length() - plain(it).length()) <= limit)
        .filter(it -> distance(plain, plain(it)) <= limit)
        .min(
            Comparator.<String>comparingInt(it -> distance(plain, plain(it)))
                .thenComparing(Comparator.naturalOrder()))
        .or(() -> begunWith(plain, known));
  }

  private static Optional<String> begunWith(String plain, Collection<String> known) {
    if (plain.length() < MIN_BEGINNING) {
      return Optional.empty();
    }
    List<String> begun = known.stream().filter(it -> plain(it).startsWith(plain)).toList();
    return begun.size() == 1 ? Optional.of(begun.get(0)) : Optional.empty();
  }

  /** Names in order, shortened when there are many. */
  public static String list(Collection<String> names) {
    String listed = names.stream().sorted().limit(MAX_LISTED).collect(Collectors.joining(", "));
    return names.size() > MAX_LISTED ? listed + ", …" : listed;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** Edits (insert, delete, replace, swap neighbours) that lead from one text to the other. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
