package org.gamelan.workflow;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The global names that exist outside of the folder being checked. A kind of which nothing is said
 * is not checked.
 */
public final class Names {
  /** What a name may be the name of. */
  public enum Kind {
    AGENT,
    TOOL,
    MODEL,
    WORKFLOW,
    PIPELINE
  }

  /** Nothing is known, so no reference out of the folder is checked. */
  public static final Names UNCHECKED = new Names(Map.of());

  private final Map<Kind, Set<String>> known;

  private Names(Map<Kind, Set<String>> known) {
    this.known = known;
  }

  /** These names and no others of this kind exist outside of the folder. */
  public Names with(Kind kind, Set<String> names) {
    Map<Kind, Set<String>> more = new EnumMap<>(Kind.class);
    more.putAll(known);
    more.put(kind, Set.copyOf(names));
    return new Names(more);
  }

  /** All names of a kind, those of the folder included; none when the kind is not checked. */
  Optional<Set<String>> all(Kind kind, Set<String> ofFolder) {
    return Optional.ofNullable(known.get(kind))
        .map(
            outside -> {
              Set<String> all = new HashSet<>(outside);
              all.addAll(ofFolder);
              return all;
            });
  }
}
