package org.gamelan.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.Runs;
import org.gamelan.engine.Way;
import org.gamelan.failure.InvalidInputException;
import org.junit.jupiter.api.Test;

class CopiedRunTest {
  private final Blueprint blueprint = Runs.aRun().blueprint("a", "b", "c");

  private static CopiedRun run(String name, Way way, List<String> deciders) {
    return new CopiedRun(UUID.randomUUID(), name, "agent", way, Instant.EPOCH, deciders);
  }

  private static Way to(String stage, int edge) {
    return new Way(List.of(new Way.Taken(stage, edge, null)), null, false, null, null, null);
  }

  private void fits(CopiedRun run) {
    CopiedRun.requireFit(List.of(run), blueprint);
  }

  @Test
  void whereSomebodySentARunHasToBeThereStill() {
    fits(run("a", to("c", Way.JUMP), null));
    assertThatThrownBy(() -> fits(run("a", to("d", Way.JUMP), null)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'a' is another stage or leads elsewhere");
  }

  @Test
  void edgesHaveToLeadWhereTheyLed() {
    fits(run("a", to("b", 0), null));
    assertThatThrownBy(() -> fits(run("a", to("c", 0), null)))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> fits(run("a", to("c", 7), null)))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void howThePipelineWasChosenIsInNoDefinitions() {
    fits(run("select-pipeline", null, null));
    assertThatThrownBy(() -> fits(run("gone", null, null)))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void whatPeopleDecidedCountsForTheSameAndForOthersOnly() {
    CopiedRun plain = run("a", null, null);
    CopiedRun decided = run("b", null, List.of("ann", "bob"));
    CopiedRun expired = run("c", null, List.of());
    List<CopiedRun> all = List.of(plain, decided, expired);
    assertThat(CopiedRun.decidedOtherwise(all, false, "carl")).isEmpty();
    assertThat(CopiedRun.decidedOtherwise(all, false, "bob")).contains(decided);
    assertThat(CopiedRun.decidedOtherwise(all, true, "carl")).contains(decided);
    assertThat(CopiedRun.decidedOtherwise(List.of(plain, expired), true, "carl")).contains(expired);
    assertThat(CopiedRun.decidedOtherwise(List.of(plain), true, "bob")).isEmpty();
  }
}
