package org.gamelan.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The vectors of the entries of one node, and which are still to be made. Not thread-safe. */
final class NodeVectors {
  private final Map<UUID, EmbeddedEntry> vectors = new HashMap<>();
  private final Map<UUID, Due> due = new LinkedHashMap<>();
  private String seen;

  /** When a vector is to be made, and how often its text was refused. */
  private record Due(Instant at, int refusals) {}

  /** What was made of an entry counts no more. */
  void written(UUID entry) {
    vectors.remove(entry);
    due.remove(entry);
    due.put(entry, new Due(Instant.MIN, 0));
  }

  void forgotten(UUID entry) {
    vectors.remove(entry);
    due.remove(entry);
  }

  /** The entries whose time has come; they are not due again before they are given back. */
  Map<UUID, Integer> take(String space, int most, Instant now) {
    if (!space.equals(seen)) {
      renew(space);
    }
    Map<UUID, Integer> taken = new LinkedHashMap<>();
    List<UUID> all = new ArrayList<>(due.keySet());
    for (UUID id : all) {
      if (taken.size() == most) {
        break;
      }
      if (!due.get(id).at().isAfter(now)) {
        taken.put(id, due.remove(id).refusals());
      }
    }
    return taken;
  }

  /** Vectors of other spaces count no more. */
  private void renew(String space) {
    seen = space;
    vectors.values().stream()
        .filter(embedded -> !embedded.direction().space().equals(space))
        .map(EmbeddedEntry::id)
        .toList()
        .forEach(this::written);
  }

  void keep(EmbeddedEntry entry) {
    vectors.put(entry.id(), entry);
  }

  /** Unless it was written again meanwhile. */
  void giveBack(UUID entry, int refusals, Instant at) {
    due.putIfAbsent(entry, new Due(at, refusals));
  }

  /** How near an entry is, if that is known. */
  Optional<Double> nearness(UUID entry, Direction question) {
    return Optional.ofNullable(vectors.get(entry))
        .map(EmbeddedEntry::direction)
        .filter(direction -> direction.space().equals(question.space()))
        .filter(direction -> direction.vector().length == question.vector().length)
        .map(direction -> MemoryVector.cosine(direction.vector(), question.vector()));
  }

  /**
   * How long a text that was refused is left alone: half a minute, then twice as long each time.
   */
  static Duration pause(int refusals) {
    Duration longer = Duration.ofSeconds(30).multipliedBy(1L << Math.min(refusals, 12));
    return longer.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1) : longer;
  }
}
