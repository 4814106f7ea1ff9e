package org.gamelan.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.gamelan.json.Json;
import org.gamelan.platform.Ids;
import org.junit.jupiter.api.Test;

class ReciprocalRanksTest {
  private final MemoryEntry a = entry("ann", "a");
  private final MemoryEntry b = entry("ann", "b");
  private final MemoryEntry c = entry("ann", "c");
  private final MemoryEntry x = entry("ben", "x");

  private static MemoryEntry entry(String owner, String text) {
    return new MemoryEntry(
        Ids.next(),
        new MemoryPlace(MemoryOwner.ofAgent(owner), MemoryBackend.POSTGRES),
        null,
        Json.tree(text),
        List.of(),
        MemorySource.ofPerson("me"),
        Instant.EPOCH,
        Instant.EPOCH,
        null,
        0);
  }

  @Test
  void whatBothRankingsLikeComesFirstAndWhatOneAloneKnowsIsKept() {
    assertThat(ReciprocalRanks.merge(9, List.of(a, b), List.of(c, b))).startsWith(b).hasSize(3);
    assertThat(ReciprocalRanks.merge(1, List.of(a, b), List.of(c, b))).containsExactly(b);
    assertThat(ReciprocalRanks.merge(9, List.of(a, b), List.of())).containsExactly(a, b);
  }

  @Test
  void eachOwnerIsRankedByItself() {
    List<RankedMemory> words = List.of(ranked(a), ranked(b), ranked(x));
    List<RankedMemory> near = List.of(ranked(x), ranked(b), ranked(c));
    List<RankedMemory> merged = ReciprocalRanks.merge(2, MemoryEntry::owner, words, near);
    assertThat(merged).hasSize(3).extracting(RankedMemory::entry).contains(x, b);
    assertThat(merged.get(0).entry()).isEqualTo(b);
    assertThat(merged)
        .filteredOn(ranked -> ranked.entry().equals(x))
        .first()
        .satisfies(ranked -> assertThat(ranked.score()).isEqualTo(2.0 / 61));
  }

  @Test
  void whatIsOnlyNewComesLast() {
    List<RankedMemory> words =
        List.of(new RankedMemory(a, 1, false), new RankedMemory(b, 0.9, false));
    List<RankedMemory> merged =
        ReciprocalRanks.merge(9, MemoryEntry::owner, words, List.of(ranked(c), ranked(b)));
    assertThat(merged).extracting(RankedMemory::entry).containsExactly(c, b, a);
  }

  private static RankedMemory ranked(MemoryEntry entry) {
    return new RankedMemory(entry, 0.5);
  }
}
