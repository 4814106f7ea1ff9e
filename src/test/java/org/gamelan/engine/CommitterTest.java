package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.json.Json;
import org.gamelan.platform.DatabaseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitterTest {
  private final MemoryJournal journal = new MemoryJournal();
  private final EngineConfig config =
      new EngineConfig(
          java.util.UUID.randomUUID(),
          "test",
          10,
          10,
          Duration.ofSeconds(10),
          1024,
          100,
          Duration.ofDays(1));
  private final BlockingQueue<StageOutcome> ended = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> lost = new LinkedBlockingQueue<>();
  private final Committer committer =
      new Committer(
          journal,
          new EngineNode(config, journal),
          (ending, committed) -> {
            if (committed == null) {
              lost.add(true);
            } else {
              ended.add(journal.outcome(ending.completion().run().id()));
            }
          },
          runs -> {});
  private final Thread thread = new Thread(committer);

  @AfterEach
  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  private void add(String text) {
    Claimed claimed = Runs.aRun().claimed(1, null, "first");
    StageOutcome outcome = StageOutcome.succeeded(Json.object().put("text", text));
    committer.add(
        new Committer.Ending(
            new Flight(claimed),
            new Completion(claimed.run(), claimed.state(), outcome, Step.succeed(), true, 1)));
  }

  private StageOutcome next() throws InterruptedException {
    return ended.poll(5, TimeUnit.SECONDS);
  }

  @Test
  void whatEndsTogetherSharesACommit() throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      add("done");
    }
    thread.start();
    for (int i = 0; i < 50; i++) {
      assertThat(next().status()).isEqualTo(StageStatus.SUCCEEDED);
    }
    assertThat(journal.commits()).isEqualTo(1);
  }

  @Test
  void aDatabaseThatIsAwayDelaysButLosesNothing() throws InterruptedException {
    journal.failWith(new DatabaseException(new SQLException("gone", "08006")), 2);
    add("done");
    thread.start();
    assertThat(next().status()).isEqualTo(StageStatus.SUCCEEDED);
  }

  @Test
  void whatBreaksUnexpectedlyIsGivenBackAndTheNextIsCommitted() throws InterruptedException {
    journal.failWith(new IllegalStateException("broken"), 1);
    add("lost");
    thread.start();
    assertThat(lost.poll(5, TimeUnit.SECONDS)).isTrue();
    add("done");
    assertThat(next().status()).isEqualTo(StageStatus.SUCCEEDED);
  }

  @Test
  void oneRefusedResultFailsItsStageAndNoOther() throws InterruptedException {
    journal.refuse("poison");
    add("good");
    add("poison");
    add("good");
    thread.start();
    assertThat(List.of(next().status(), next().status(), next().status()))
        .containsExactlyInAnyOrder(
            StageStatus.SUCCEEDED, StageStatus.FAILED, StageStatus.SUCCEEDED);
  }

  @Test
  void aRunThatIsNotOursAnyMoreIsDropped() throws InterruptedException {
    journal.passLeasesOn();
    add("late");
    thread.start();
    assertThat(lost.poll(5, TimeUnit.SECONDS)).isTrue();
    assertThat(ended).isEmpty();
  }
}
