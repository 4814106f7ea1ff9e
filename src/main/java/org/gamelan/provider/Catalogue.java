package org.gamelan.provider;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** All model aliases and their providers at one moment: immutable, swapped whole. */
public final class Catalogue {
  public static final Catalogue EMPTY = new Catalogue(List.of());

  private final Map<String, ModelEntry> models;

  /**
   * @param entries every version of every alias
   */
  public Catalogue(Collection<ModelEntry> entries) {
    Map<String, ModelEntry> byName = new HashMap<>();
    for (ModelEntry entry : entries) {
      byName.put(entry.name() + "@" + entry.number(), entry);
      byName.merge(entry.name(), entry, (a, b) -> a.number() >= b.number() ? a : b);
    }
    models = Map.copyOf(byName);
  }

  /** Finds by {@code name} the newest version, by {@code name@version} that one. */
  public Optional<ModelEntry> find(String alias) {
    return Optional.ofNullable(models.get(alias));
  }

  /** The aliases there are, without versions, in order. */
  public Collection<String> aliases() {
    TreeSet<String> names = new TreeSet<>();
    models.values().forEach(entry -> names.add(entry.name()));
    return names;
  }
}
