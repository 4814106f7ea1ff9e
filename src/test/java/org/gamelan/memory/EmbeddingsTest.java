package org.gamelan.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.gamelan.failure.FailureKind;
import org.gamelan.provider.CallOrigin;
import org.gamelan.provider.ModelCallException;
import org.gamelan.testing.TestClock;
import org.junit.jupiter.api.Test;

class EmbeddingsTest {
  private static final CallOrigin ORIGIN = new CallOrigin(null, null, "s", "a", Map.of());

  private final TestClock clock = new TestClock();
  private final EmbeddingModel model = new EmbeddingModel();
  private final Embeddings embeddings = model.embeddings("embed", clock);

  private static MemoryQuestion question(String text) {
    return new MemoryQuestion(text, ORIGIN, Duration.ofMinutes(1));
  }

  @Test
  void aQuestionIsAskedOnceAndItsWayIsTold() {
    Embeddings.Asked first = embeddings.ask(question("tables"));
    assertThat(first.note()).isEqualTo("by words and by vectors of 'embed'");
    assertThat(first.direction().orElseThrow().space()).endsWith("/m");
    embeddings.ask(question("tables"));
    assertThat(model.asked).hasSize(1);
  }

  @Test
  void withoutAModelOrSomebodyToAskForNobodyIsAsked() {
    assertThat(model.embeddings(null, clock).ask(question("x")).note()).isNull();
    assertThat(embeddings.ask(MemoryQuestion.ofWords("x")).note()).isNull();
    assertThat(embeddings.ask(question(" ")).note()).isNull();
    Embeddings unknown = model.embeddings("nobody", clock);
    assertThat(unknown.ask(question("x")).note()).contains("words alone", "'nobody'");
    assertThat(unknown.space()).isEmpty();
    assertThat(model.asked).isEmpty();
  }

  @Test
  void aModelThatIsDownIsLeftAloneForAWhileAndWordsDo() {
    model.down = FailureKind.NETWORK;
    Embeddings.Asked asked = embeddings.ask(question("x"));
    assertThat(asked.direction()).isEmpty();
    assertThat(asked.note()).isEqualTo("by words alone: It is down.");
    model.down = null;
    assertThat(embeddings.ask(question("y")).note()).isEqualTo("by words alone: It is down.");
    assertThat(model.asked).hasSize(1);
    clock.advance(Duration.ofSeconds(16));
    assertThat(embeddings.ask(question("y")).direction()).isPresent();
  }

  @Test
  void aTextThatIsRefusedAndABudgetThatIsSpentHoldNobodyElseUp() {
    model.refuses = text -> text.equals("x");
    assertThat(embeddings.ask(question("x")).note()).contains("Too long");
    assertThat(embeddings.ask(question("y")).direction()).isPresent();
    model.down = FailureKind.BUDGET;
    assertThat(embeddings.ask(question("z")).direction()).isEmpty();
    model.down = null;
    assertThat(embeddings.ask(question("z")).direction()).isPresent();
  }

  @Test
  void whoIsCancelledIsNotAnsweredByWords() {
    model.down = FailureKind.CANCELLED;
    assertThatThrownBy(() -> embeddings.ask(question("x"))).isInstanceOf(ModelCallException.class);
  }

  @Test
  void noCharacterIsHalvedWhereATextIsCut() {
    assertThat(Embeddings.cut("ab\uD83D\uDE00c", 3)).isEqualTo("ab");
    assertThat(Embeddings.cut("ab\uD83D\uDE00c", 4)).isEqualTo("ab\uD83D\uDE00");
    assertThat(Embeddings.cut(" ab ", 4)).isEqualTo("ab");
  }
}
