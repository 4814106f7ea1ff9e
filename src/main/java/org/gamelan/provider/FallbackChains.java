package org.gamelan.provider;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.failure.InvalidInputException;

/** Refuses fallbacks that lead nowhere, or back to where they began. */
final class FallbackChains {
  private FallbackChains() {}

  /**
   * @param models every version of every alias, the newest of each first
   * @throws InvalidInputException naming the whole way of a circle
   */
  static void check(Collection<Model> models, ModelDraft draft) {
    Map<String, List<String>> fallbacks = new HashMap<>();
    models.forEach(model -> fallbacks.putIfAbsent(model.name(), model.fallbacks()));
    fallbacks.put(draft.name(), draft.fallbacks() == null ? List.of() : draft.fallbacks());
    for (String fallback : fallbacks.get(draft.name())) {
      if (!fallbacks.containsKey(alias(fallback))) {
        throw new InvalidInputException("fallbacks", "there is no model '" + fallback + "'");
      }
    }
    List<String> way = new ArrayList<>(List.of(draft.name()));
    if (leadsBack(draft.name(), fallbacks, way)) {
      throw new InvalidInputException("fallbacks", "go in a circle: " + String.join(" -> ", way));
    }
  }

  private static boolean leadsBack(
      String start, Map<String, List<String>> fallbacks, List<String> way) {
    for (String fallback : fallbacks.getOrDefault(alias(way.get(way.size() - 1)), List.of())) {
      String next = alias(fallback);
      boolean seen = way.contains(next);
      if (seen && !next.equals(start)) {
        continue;
      }
      way.add(next);
      if (next.equals(start) || leadsBack(start, fallbacks, way)) {
        return true;
      }
      way.remove(way.size() - 1);
    }
    return false;
  }

  private static String alias(String fallback) {
    int at = fallback.indexOf('@');
    return at < 0 ? fallback : fallback.substring(0, at);
  }
}
