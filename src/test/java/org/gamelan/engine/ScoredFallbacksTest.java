package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.agent.AgentScore;
import org.gamelan.agent.AgentScores;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.FailureKind;
import org.gamelan.provider.CallLedger;
import org.gamelan.provider.RoutingNote;
import org.junit.jupiter.api.Test;

class ScoredFallbacksTest {
  private final CallLedger ledger = new CallLedger(null, Clock.systemUTC());
  private final Claimed claimed = Runs.aRun().claimed(1, null, "first", "second");
  private final UUID next = UUID.randomUUID();

  @Test
  void theFittestTakesOverAndTheNoteOfTheNextAttemptSaysWhy() {
    assertThat(choose(List.of("fit", "near"), true)).isEqualTo("fit");
    List<RoutingNote> notes = ledger.take(claimed.run().id()).notes();
    assertThat(notes).hasSize(1);
    RoutingNote note = notes.get(0);
    assertThat(note.stageRun()).isEqualTo(next);
    assertThat(note.by()).isEqualTo(RoutingNote.By.SCORE);
    assertThat(note.winner()).isEqualTo("fit");
    assertThat(note.reason())
        .isEqualTo("It is a fallback of 'writer', which failed: timeout. Of class test.");
    assertThat(note.candidates())
        .extracting(RoutingNote.Candidate::name)
        .containsExactly("writer", "fit", "near");
  }

  @Test
  void whereScoresSayNothingTheDefinitionsDoAndTheNoteSaysSo() {
    assertThat(choose(List.of("near", "fit"), false)).isEqualTo("near");
    assertThat(ledger.take(claimed.run().id()).notes())
        .extracting(RoutingNote::by)
        .containsExactly(RoutingNote.By.RULE);
  }

  private String choose(List<String> order, boolean scored) {
    return new ScoredFallbacks(
            new Ranked(order, scored),
            new MemoryJournal(),
            ledger,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
        .choose(claimed, List.of("near", "fit"), Runs.failure(FailureKind.TIMEOUT).failure(), next);
  }

  private record Ranked(List<String> order, boolean scored) implements AgentScores {
    @Override
    public List<AgentScore> of(String agent) {
      return List.of();
    }

    @Override
    public Optional<AgentScore> find(String agent, String taskClass) {
      return Optional.empty();
    }

    @Override
    public Ranking rank(List<String> agents, String taskClass, String otherwise) {
      return new Ranking(
          order,
          "Of class " + taskClass + ".",
          order.stream().map(name -> new RoutingNote.Candidate(name, 0.5, "measured")).toList(),
          scored);
    }
  }
}
