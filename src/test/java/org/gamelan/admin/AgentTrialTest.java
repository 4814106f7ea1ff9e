package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;

class AgentTrialTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private final AgentTrial trial = new AgentTrial(UUID.randomUUID(), "ann", NOW);

  @Test
  void piecesThatNobodyReadYetAreOneText() {
    trial.asking();
    trial.text("Hel");
    trial.text("lo");
    assertThat(trial.after(0))
        .containsExactly("{\"kind\":\"asking\"}", "{\"kind\":\"text\",\"text\":\"Hello\"}");
    trial.text("!");
    assertThat(trial.after(2)).containsExactly("{\"kind\":\"text\",\"text\":\"!\"}");
    assertThat(trial.after(3)).isEmpty();
  }

  @Test
  void whoComesBackGetsWhatWasMissed() {
    trial.text("one");
    trial.tool("files.read", "{}");
    trial.end(Json.object().put("status", "succeeded"), NOW);
    assertThat(trial.after(1)).hasSize(2);
    assertThat(trial.isEnded()).isTrue();
    assertThat(trial.endedBefore(NOW.plusSeconds(1))).isTrue();
    assertThat(trial.endedBefore(NOW)).isFalse();
  }

  @Test
  void whoWatchesIsToldUntilLeaving() {
    AtomicInteger told = new AtomicInteger();
    Runnable watcher = told::incrementAndGet;
    trial.watch(watcher);
    trial.text("one");
    trial.leave(watcher);
    trial.text("two");
    assertThat(told).hasValue(1);
  }

  @Test
  void endlessTextIsCutOff() {
    String piece = "x".repeat(100_000);
    for (int i = 0; i < 9; i++) {
      trial.text(piece);
    }
    List<String> told = trial.after(0);
    assertThat(Json.parse(told.get(0)).path("text").asText()).hasSize(500_000);
    assertThat(told).hasSize(1);
  }

  @Test
  void stoppingInterruptsTheTurnAndNobodyAfterIt() {
    assertThat(trial.begin()).isTrue();
    trial.stop();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    trial.leaveThread();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    trial.stop();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void whatWasStoppedBeforeDoesNotBegin() {
    trial.stop();
    assertThat(trial.begin()).isFalse();
    assertThat(trial.isStopped()).isTrue();
  }
}
