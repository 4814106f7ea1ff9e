package org.gamelan.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.failure.ConflictException;
import org.gamelan.json.Json;
import org.gamelan.platform.Ids;
import org.gamelan.testing.TestClock;
import org.junit.jupiter.api.Test;

class NodeMemoryTest {
  private static final MemoryOwner ANN = MemoryOwner.ofAgent("ann");
  private static final MemoryOwner BEN = MemoryOwner.ofAgent("ben");
  private static final int MOST = 4;

  private final TestClock clock = new TestClock();
  private final NodeMemory memory =
      new NodeMemory(clock, new MemoryConfig(100, MOST, 6, Optional.of("embed")));

  private MemoryEntry put(MemoryOwner owner, String key, String value) {
    return memory.remember(entry(Ids.next(), owner, key, value, null), MOST, true);
  }

  private MemoryEntry entry(
      UUID id, MemoryOwner owner, String key, String value, Instant expiresAt) {
    clock.advance(Duration.ofSeconds(1));
    return new MemoryEntry(
        id,
        new MemoryPlace(owner, MemoryBackend.IN_MEMORY),
        key,
        Json.tree(value),
        List.of("tag"),
        MemorySource.ofPerson("me"),
        null,
        null,
        expiresAt,
        0);
  }

  @Test
  void aKeyHasOneValueTheLatest() {
    MemoryEntry first = put(ANN, "colour", "red");
    MemoryEntry second = put(ANN, "colour", "blue");
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.version()).isEqualTo(1);
    assertThat(second.createdAt()).isEqualTo(first.createdAt());
    assertThat(memory.ofKey(List.of(ANN, BEN), "colour"))
        .singleElement()
        .extracting(MemoryEntry::text)
        .isEqualTo("blue");
    assertThatThrownBy(
            () -> memory.remember(entry(Ids.next(), ANN, "colour", "x", null), MOST, false))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("PUT /memory/" + first.id());
  }

  @Test
  void theSameNoteTwiceIsOne() {
    UUID id = Ids.next();
    memory.remember(entry(id, ANN, null, "once", null), MOST, true);
    memory.remember(entry(id, ANN, null, "once", null), MOST, true);
    assertThat(memory.recall(List.of(ANN), "once", 9)).hasSize(1);
  }

  @Test
  void anOwnerHasRoomForSoManyAndTheNodeForAll() {
    for (int i = 0; i < MOST; i++) {
      put(ANN, null, "note " + i);
    }
    assertThatThrownBy(() -> put(ANN, null, "one too many"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("has 4 entries");
    for (int i = 0; i < MOST; i++) {
      put(BEN, null, "other " + i);
    }
    assertThat(texts(memory.recall(List.of(ANN), "", 9))).containsExactly("note 3", "note 2");
    assertThat(memory.recall(List.of(BEN), "", 9)).hasSize(MOST);
  }

  @Test
  void whatHasExpiredIsGoneAndFreesItsKey() {
    memory.remember(
        entry(Ids.next(), ANN, "k", "short", clock.instant().plusSeconds(60)), MOST, true);
    clock.advance(Duration.ofMinutes(2));
    assertThat(memory.recall(List.of(ANN), "", 9)).isEmpty();
    MemoryEntry anew = memory.remember(entry(Ids.next(), ANN, "k", "anew", null), MOST, false);
    assertThat(anew.version()).isZero();
    assertThat(memory.tidy()).isEqualTo(1);
    assertThat(texts(memory.keyed(List.of(ANN), 9))).containsExactly("anew");
  }

  @Test
  void nobodySeesWhatOthersRemember() {
    put(ANN, "secret", "of ann");
    assertThat(memory.recall(List.of(BEN), "ann", 9)).isEmpty();
    assertThat(memory.relevant(List.of(BEN), List.of("ann"), 9)).isEmpty();
    assertThat(memory.keyed(List.of(BEN), 9)).isEmpty();
  }

  @Test
  void whatSharesWordsComesFirstThenWhatIsNew() {
    put(ANN, null, "round tables of oak");
    put(ANN, null, "chairs");
    clock.advance(Duration.ofDays(3));
    put(ANN, null, "lamps");
    List<String> ranked = new ArrayList<>();
    memory
        .relevant(List.of(ANN), List.of("round", "tables"), 2)
        .forEach(each -> ranked.add(each.entry().text()));
    assertThat(ranked).containsExactly("round tables of oak", "lamps");
  }

  @Test
  void aListGoesOnWhereItEnded() {
    for (int i = 0; i < MOST; i++) {
      put(ANN, null, "note " + i);
    }
    MemoryFilter all = new MemoryFilter(null, "ann", null, "tag");
    List<MemoryEntry> first = memory.list(all, MemoryCursor.START, 3);
    MemoryEntry last = first.get(2);
    MemoryCursor behind = new MemoryCursor(last.updatedAt(), last.id(), 3);
    assertThat(texts(first)).containsExactly("note 3", "note 2", "note 1");
    assertThat(texts(memory.list(all, behind, 3))).containsExactly("note 0");
    MemoryFilter words = new MemoryFilter(MemoryScope.AGENT, null, "note", null);
    assertThat(memory.list(words, new MemoryCursor(null, null, 3), 3)).hasSize(1);
  }

  @Test
  void aChangeNeedsTheVersionThatWasSeen() {
    MemoryEntry seen = put(ANN, "a", "one");
    put(ANN, "b", "two");
    MemoryEntry changed = entry(seen.id(), ANN, "a", "three", null);
    assertThat(memory.change(changed, 7)).isEmpty();
    assertThat(memory.change(changed, 0).orElseThrow().text()).isEqualTo("three");
    MemoryEntry taken = entry(seen.id(), ANN, "b", "four", null);
    assertThatThrownBy(() -> memory.change(taken, 1)).isInstanceOf(ConflictException.class);
    assertThat(memory.forgetAll(ANN)).isEqualTo(2);
    assertThat(memory.find(seen.id())).isEmpty();
  }

  private static Direction towards(float... parts) {
    return new Direction("s", MemoryVector.of(parts));
  }

  private void embed(Unembedded entry, Direction direction) {
    memory.keep(List.of(new EmbeddedEntry(entry.id(), entry.version(), direction)));
  }

  @Test
  void theNearestComesFirstAndWhatWasChangedHasNoVectorBeforeItIsMadeAnew() {
    put(ANN, "north", "up");
    put(ANN, null, "east");
    put(BEN, null, "of ben");
    List<Unembedded> due = memory.takeUnembedded("s", 9);
    assertThat(due)
        .extracting(Unembedded::text)
        .containsExactly("north: up tag", "east tag", "of ben tag");
    assertThat(memory.takeUnembedded("s", 9)).isEmpty();
    embed(due.get(0), towards(0, 1));
    embed(due.get(1), towards(1, 0));
    embed(due.get(2), towards(1, 1));
    List<RankedMemory> near = memory.nearest(List.of(ANN), towards(1, 3), 9);
    assertThat(near).extracting(ranked -> ranked.entry().text()).containsExactly("up", "east");
    assertThat(memory.nearest(List.of(ANN), towards(1, 3, 5), 9)).isEmpty();
    assertThat(memory.nearest(List.of(ANN), new Direction("t", towards(1, 3).vector()), 9))
        .isEmpty();

    put(ANN, "north", "down");
    embed(due.get(0), towards(0, 1));
    assertThat(memory.nearest(List.of(ANN), towards(0, 1), 9)).hasSize(1);
    List<Unembedded> again = memory.takeUnembedded("s", 9);
    assertThat(again).extracting(Unembedded::text).containsExactly("north: down tag");
    embed(again.get(0), towards(0, -1));
    assertThat(memory.nearest(List.of(ANN), towards(0, -1), 1))
        .singleElement()
        .satisfies(ranked -> assertThat(ranked.score()).isCloseTo(1, within(0.001)));
    memory.forgetAll(ANN);
    assertThat(memory.nearest(List.of(ANN), towards(0, 1), 9)).isEmpty();
  }

  @Test
  void anotherModelMakesAllVectorsAnewAndARefusedTextIsTriedShorterAndLater() {
    put(ANN, null, "x".repeat(9_000));
    Unembedded first = memory.takeUnembedded("s", 9).get(0);
    assertThat(first.text()).hasSize(8_000);
    memory.giveBack(List.of(first), true);
    assertThat(memory.takeUnembedded("s", 9)).isEmpty();
    clock.advance(Duration.ofSeconds(31));
    Unembedded second = memory.takeUnembedded("s", 9).get(0);
    assertThat(second.text()).hasSize(4_000);
    memory.giveBack(List.of(second), false);
    embed(memory.takeUnembedded("s", 9).get(0), towards(1));
    assertThat(memory.takeUnembedded("s", 9)).isEmpty();
    assertThat(memory.takeUnembedded("other", 9)).hasSize(1);
  }

  private static List<String> texts(List<MemoryEntry> entries) {
    return entries.stream().map(MemoryEntry::text).toList();
  }
}
