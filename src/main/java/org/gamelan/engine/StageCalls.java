package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.gamelan.agent.CallJournal;
import org.gamelan.engine.RunCalls.OpenCall;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.tool.ToolConsent;
import org.gamelan.tool.ToolEffect;

/** The calls inside one stage run, kept in the journal. Read only when a run is a resumed one. */
final class StageCalls implements CallJournal {
  /** An external call had begun before a crash, and nobody knows whether it came to its end. */
  static final class UnknownOutcomeException extends GamelanException {
    private static final long serialVersionUID = 1L;

    UnknownOutcomeException(String call) {
      super(
          FailureKind.TOOL,
          "The call of '"
              + call
              + "' had begun when its server stopped; whether it took effect is unknown.");
    }
  }

  private final RunCalls journal;
  private final StageRun run;
  private final ApprovalStore approvals;
  private Map<Integer, JsonNode> earlier;

  StageCalls(RunCalls journal, StageRun run, ApprovalStore approvals) {
    this.journal = journal;
    this.run = run;
    this.approvals = approvals;
  }

  @Override
  public ToolConsent consent(int number) {
    return new CallConsent(approvals, run.id(), number);
  }

  @Override
  public Optional<JsonNode> finished(int number) {
    if (earlier == null) {
      earlier = run.resumed() ? journal.finishedCalls(run.id()) : Map.of();
    }
    return Optional.ofNullable(earlier.get(number));
  }

  @Override
  public void starting(int number, String name, ToolEffect effect) {
    if (effect != ToolEffect.EXTERNAL) {
      return;
    }
    Optional<OpenCall> begun = journal.startCall(run.id(), number, name, effect.name());
    if (begun.isPresent() && begun.get().failedBy() != null) {
      throw new GamelanException(
          FailureKind.TOOL,
          "The call of '%s' of unknown outcome was declared failed by '%s'."
              .formatted(begun.get().name(), begun.get().failedBy()));
    } else if (begun.isPresent()) {
      throw new UnknownOutcomeException(begun.get().name());
    }
  }

  @Override
  public void finished(int number, String name, JsonNode answer) {
    journal.finishCall(run.id(), number, name, ToolEffect.NONE.name(), answer);
  }
}
