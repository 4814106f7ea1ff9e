package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.TaskStatus;
import org.junit.jupiter.api.Test;

class StageRowTest {
  private static final Instant NOW = ATask.CREATED.plusSeconds(20);

  @Test
  void barsLieWithinTheTimeOfTheTask() {
    List<StageRow> rows =
        StageRow.of(
            ATask.in(TaskStatus.RUNNING),
            List.of(
                ATask.stage("a", StageStatus.SUCCEEDED, 1, ATask.CREATED.plusSeconds(5), null),
                ATask.stage("b", StageStatus.RUNNING, 1, ATask.CREATED.plusSeconds(10), null)),
            NOW);

    assertThat(rows.get(0).bar()).isEqualTo("left:25.00%;width:25.00%");
    assertThat(rows.get(1).bar()).isEqualTo("left:50.00%;width:50.00%");
    assertThat(rows.get(1).isOpen()).isTrue();
    assertThat(rows.get(0).duration()).isEqualTo("5 s");
  }

  @Test
  void aStageThatHasNotBegunHasNoBar() {
    StageRow row =
        StageRow.of(
                ATask.in(TaskStatus.QUEUED),
                List.of(ATask.stage("a", StageStatus.READY, 1, null, null)),
                NOW)
            .get(0);

    assertThat(row.isBegun()).isFalse();
    assertThat(row.duration()).isEmpty();
    assertThat(row.tokens()).isEmpty();
  }

  @Test
  void aClockThatIsBehindDoesNotPushBarsOut() {
    StageRow row =
        StageRow.of(
                ATask.in(TaskStatus.RUNNING),
                List.of(ATask.stage("a", StageStatus.RUNNING, 1, NOW.plusSeconds(60), null)),
                NOW)
            .get(0);

    assertThat(row.left() + Math.min(row.width(), 100 - row.left())).isLessThanOrEqualTo(100);
  }
}
