package org.gamelan.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.platform.Ids;
import org.gamelan.provider.ModelCallException;
import org.junit.jupiter.api.Test;

class VectorWorkTest {
  private static final MemoryOwner ANN = MemoryOwner.ofAgent("ann");

  private final EmbeddingModel model = new EmbeddingModel();
  private final Embeddings embeddings = model.embeddings("embed", Clock.systemUTC());
  private final NodeMemory memory =
      new NodeMemory(Clock.systemUTC(), new MemoryConfig(100, 99, 99, Optional.of("embed")));
  private final VectorWork work = new VectorWork(embeddings, List.of(memory));

  private void put(String text) {
    MemoryPlace place = new MemoryPlace(ANN, MemoryBackend.IN_MEMORY);
    MemorySource source = MemorySource.ofPerson("me");
    memory.remember(
        new MemoryEntry(
            Ids.next(), place, null, Json.tree(text), List.of(), source, null, null, null, 0),
        99,
        true);
  }

  private List<String> near(String text) {
    Direction question =
        new Direction(
            embeddings.space().orElseThrow(), MemoryVector.of(EmbeddingModel.letters(text)));
    return memory.nearest(List.of(ANN), question, 99).stream()
        .map(ranked -> ranked.entry().text())
        .toList();
  }

  @Test
  void allThatIsDueIsDoneInGroups() {
    for (int i = 0; i < 70; i++) {
      put("note");
    }
    put("table");
    assertThat(work.doAll()).isEqualTo(71);
    assertThat(model.asked).extracting(List::size).containsExactly(32, 32, 7);
    assertThat(near("bleat")).hasSize(71).startsWith("table");
    assertThat(work.doAll()).isZero();
  }

  @Test
  void whatIsRefusedHoldsNothingElseUp() {
    model.refuses = text -> text.startsWith("bad");
    put("bad one");
    put("good");
    put("better");
    work.doAll();
    assertThat(near("x")).containsExactlyInAnyOrder("good", "better");
    model.asked.clear();
    work.doAll();
    assertThat(model.asked).isEmpty();
  }

  @Test
  void aModelThatRefusesEverythingIsNotAskedForEach() {
    model.refuses = text -> true;
    for (int i = 0; i < 30; i++) {
      put("note " + i);
    }
    assertThatThrownBy(work::doAll).isInstanceOf(ModelCallException.class);
    assertThat(model.asked).hasSize(4);
    model.refuses = text -> false;
    work.doAll();
    assertThat(near("note")).hasSize(27);
  }

  @Test
  void whatCouldNotBeDoneWhileTheModelWasDownIsDoneAfterwards() {
    model.down = FailureKind.SERVER_ERROR;
    put("one");
    put("two");
    assertThatThrownBy(work::doAll).isInstanceOf(ModelCallException.class);
    assertThat(near("one")).isEmpty();
    model.down = null;
    assertThat(work.doAll()).isEqualTo(2);
    assertThat(near("one")).startsWith("one");
  }

  @Test
  void withoutAKnownModelNothingIsTaken() {
    put("one");
    Embeddings unknown = model.embeddings("nobody", Clock.systemUTC());
    assertThat(new VectorWork(unknown, List.of(memory)).doAll()).isZero();
    assertThat(work.doAll()).isEqualTo(1);
  }
}
