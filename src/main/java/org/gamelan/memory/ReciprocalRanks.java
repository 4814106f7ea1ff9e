package org.gamelan.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Makes one ranking of several whose scores cannot be compared: reciprocal rank fusion (source:
 * Cormack, Clarke and Büttcher, SIGIR 2009). An entry's place in each ranking counts, so what is
 * good in both comes first.
 */
final class ReciprocalRanks {
  /** Keeps the first places from counting for everything; the authors' own value. */
  private static final int CALM = 60;

  /** What is new and nothing else comes behind all that was found. */
  private static final double LEAST = 1e-6;

  private ReciprocalRanks() {}

  /** Of several rankings over all; at most so many. */
  static List<MemoryEntry> merge(int most, List<MemoryEntry> one, List<MemoryEntry> other) {
    return merge(most, entry -> "", unscored(one), unscored(other)).stream()
        .map(RankedMemory::entry)
        .toList();
  }

  private static List<RankedMemory> unscored(List<MemoryEntry> entries) {
    return entries.stream().map(entry -> new RankedMemory(entry, 0)).toList();
  }

  /**
   * Of several rankings within each group.
   *
   * @param each how many entries of each group
   * @param group what an entry is ranked within, such as its owner
   * @param one the best of each group first
   * @param other the same by other means
   * @return the best of each group first, the scores those of the fusion
   */
  static List<RankedMemory> merge(
      int each,
      Function<MemoryEntry, Object> group,
      List<RankedMemory> one,
      List<RankedMemory> other) {
    Map<Object, Map<UUID, RankedMemory>> groups = new LinkedHashMap<>();
    count(one, group, groups);
    count(other, group, groups);
    List<RankedMemory> merged = new ArrayList<>();
    for (Map<UUID, RankedMemory> entries : groups.values()) {
      entries.values().stream()
          .sorted(Comparator.comparingDouble(RankedMemory::score).reversed())
          .limit(each)
          .forEach(merged::add);
    }
    return merged;
  }

  private static void count(
      List<RankedMemory> ranking,
      Function<MemoryEntry, Object> group,
      Map<Object, Map<UUID, RankedMemory>> groups) {
    Map<Object, Integer> places = new HashMap<>();
    for (RankedMemory ranked : ranking) {
      MemoryEntry entry = ranked.entry();
      Object its = group.apply(entry);
      int place = places.merge(its, 1, Integer::sum);
      double score = (ranked.found() ? 1.0 : LEAST) / (CALM + place);
      groups
          .computeIfAbsent(its, any -> new LinkedHashMap<>())
          .merge(
              entry.id(),
              new RankedMemory(entry, score),
              (before, now) -> new RankedMemory(entry, before.score() + score));
    }
  }
}
