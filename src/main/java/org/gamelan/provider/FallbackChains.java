package org.gamelan.provider;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gamelan.failure.InvalidInputException;

/** Refuses fallbacks that lead nowhere, or back to where they began. */
final class FallbackChains {
  private final Map<String, List<String>> fallbacks = new HashMap<>();
  private final Map<String, Integer> newest = new HashMap<>();

  private FallbackChains() {}

  /**
   * @param models every version of every alias
   * @param draft what one version is to be
   * @param number that version
   * @throws InvalidInputException naming the whole way of a circle
   */
  static void check(Collection<Model> models, ModelDraft draft, int number) {
    FallbackChains chains = new FallbackChains();
    models.forEach(model -> chains.put(model.name(), model.number(), model.fallbacks()));
    List<String> own = draft.fallbacks() == null ? List.of() : draft.fallbacks();
    chains.put(draft.name(), number, own);
    for (String fallback : own) {
      if (chains.version(fallback).isEmpty()) {
        throw new InvalidInputException("fallbacks", "there is no model '" + fallback + "'");
      }
    }
    List<String> way = new ArrayList<>(List.of(draft.name()));
    if (chains.leadsBack(draft.name(), own, way, new HashSet<>())) {
      throw new InvalidInputException("fallbacks", "go in a circle: " + String.join(" -> ", way));
    }
  }

  private void put(String name, int number, List<String> its) {
    fallbacks.put(name + "@" + number, its);
    newest.merge(name, number, Math::max);
  }

  /** Any version of where it began counts as back: one chain asks each alias once. */
  private boolean leadsBack(String start, List<String> next, List<String> way, Set<String> seen) {
    for (String fallback : next) {
      Optional<String> version = version(fallback);
      if (version.isPresent() && seen.add(version.get())) {
        way.add(fallback);
        if (name(fallback).equals(start)
            || leadsBack(start, fallbacks.get(version.get()), way, seen)) {
          return true;
        }
        way.remove(way.size() - 1);
      }
    }
    return false;
  }

  /** The version an alias stands for, or nothing when there is none. */
  private Optional<String> version(String alias) {
    String full = alias.contains("@") ? alias : alias + "@" + newest.get(alias);
    return fallbacks.containsKey(full) ? Optional.of(full) : Optional.empty();
  }

  private static String name(String alias) {
    int at = alias.indexOf('@');
    return at < 0 ? alias : alias.substring(0, at);
  }
}
