package org.gamelan.provider;

import java.util.Locale;
import java.util.Set;

/** Turns providers' names of models into names of aliases. */
final class AliasNames {
  private static final int LONGEST = 63;

  private AliasNames() {}

  /** The alias for a model: lower case, what is not allowed becomes {@code -}. */
  static String of(String model) {
    String name =
        model
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_.-]+", "-")
            .replaceAll("-{2,}", "-")
            .replaceAll("^[_.-]+", "");
    if (name.isEmpty() || !Character.isLetter(name.charAt(0))) {
      name = "model-" + name;
    }
    return cut(name, LONGEST);
  }

  /** The same, or with a number behind it when that one is taken. */
  static String free(String model, Set<String> taken) {
    String name = of(model);
    String candidate = name;
    for (int number = 2; taken.contains(candidate); number++) {
      String suffix = "-" + number;
      candidate = cut(name, LONGEST - suffix.length()) + suffix;
    }
    return candidate;
  }

  private static String cut(String name, int longest) {
    String some = name.length() <= longest ? name : name.substring(0, longest);
    return some.replaceAll("[_.-]+$", "");
  }
}
