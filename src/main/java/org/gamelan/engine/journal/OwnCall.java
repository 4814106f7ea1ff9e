package org.gamelan.engine.journal;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.engine.StageOutcome;
import org.gamelan.engine.StageStatus;
import org.gamelan.provider.CallRecord;

/**
 * The call of a model whose account the row of its run keeps: most runs that call one succeed with
 * the first call, and its account says little that the run does not.
 */
final class OwnCall {
  /** Calls of whole days are added up some hours after those days: no run may come later. */
  private static final Duration RECENT = Duration.ofHours(1);

  private OwnCall() {}

  /** The call, if the run made this one alone and it says the same as the run. */
  static Optional<CallRecord> of(Completion completion) {
    StageOutcome outcome = completion.outcome();
    List<CallRecord> calls = completion.calls().calls();
    if (calls.size() != 1 || outcome.status() != StageStatus.SUCCEEDED) {
      return Optional.empty();
    }
    CallRecord call = calls.get(0);
    boolean isSame =
        call.outcome().equals(CallRecord.SUCCEEDED)
            && completion.run().id().equals(call.stageRun())
            && completion.run().task().equals(call.task())
            && Objects.equals(call.agent(), outcome.agent())
            && call.alias().equals(outcome.model())
            && call.tokens().input() == outcome.tokens().input()
            && call.tokens().output() == outcome.tokens().output()
            && isSame(call.cost(), outcome.cost());
    Instant began = completion.run().startedAt();
    boolean isOfItsDay =
        began.isAfter(Instant.now().minus(RECENT)) && day(began).equals(day(call.at()));
    return isSame && isOfItsDay ? Optional.of(call) : Optional.empty();
  }

  private static boolean isSame(BigDecimal one, BigDecimal other) {
    if (one == null) {
      return other == null;
    }
    return other != null && one.compareTo(other) == 0;
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
