package org.gamelan.engine;

import java.time.Duration;
import java.util.List;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.FailureKind;
import org.gamelan.workflow.StageDefinition;

/** What a stage that took too long is told to have come to. */
final class Timeouts {
  private Timeouts() {}

  static Duration of(Claimed claimed) {
    StageDefinition stage = claimed.state().blueprint().stages().get(claimed.run().name());
    return stage == null ? StageDefinition.DEFAULT_TIMEOUT : StageExecution.timeout(stage);
  }

  /** A stage that came to a good end although it was interrupted keeps it. */
  static StageOutcome outcome(Claimed claimed, StageOutcome outcome) {
    if (outcome.status() != StageStatus.FAILED) {
      return outcome;
    }
    StageDefinition stage = claimed.state().blueprint().stages().get(claimed.run().name());
    return StageOutcome.failed(
        Failures.signature(
            claimed,
            stage,
            FailureKind.TIMEOUT,
            "The stage took longer than its time limit of " + of(claimed).toSeconds() + " s.",
            List.of(outcome.failure().message())),
        null);
  }
}
