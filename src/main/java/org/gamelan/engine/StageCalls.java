package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.gamelan.agent.CallJournal;
import org.gamelan.engine.RunCalls.OpenCall;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.provider.CallLedger;
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
  private Runnable keeping;
  private boolean kept;

  StageCalls(RunCalls journal, StageRun run, ApprovalStore approvals) {
    this.journal = journal;
    this.run = run;
    this.approvals = approvals;
  }

  /**
   * How the run was arranged if it has done something before that it goes on with: what was decided
   * since then is for others.
   */
  Optional<Arrangement> arrangement() {
    Map<Integer, JsonNode> before = earlier();
    if (before.isEmpty()) {
      return Optional.empty();
    }
    JsonNode kept = before.get(RunCalls.ARRANGEMENT);
    return Optional.of(kept == null ? Arrangement.NONE : Json.as(kept, Arrangement.class));
  }

  /**
   * @param keep makes durable how the run is arranged, before its first call is
   */
  void arranged(Runnable keep) {
    keeping = keep;
  }

  @Override
  public ToolConsent consent(int number) {
    CallConsent consent = new CallConsent(approvals, run.id(), number);
    return new ToolConsent() {
      @Override
      public Optional<Answer> answer(Question asked) {
        return consent.answer(asked);
      }

      @Override
      public GamelanException ask(Question question) {
        keepArrangement();
        keepThatNothingWas();
        return consent.ask(question);
      }
    };
  }

  @Override
  public Optional<JsonNode> finished(int number) {
    return Optional.ofNullable(earlier().get(number));
  }

  private Map<Integer, JsonNode> earlier() {
    if (earlier == null) {
      earlier = run.resumed() ? journal.finishedCalls(run.id()) : Map.of();
    }
    return earlier;
  }

  private synchronized void keepArrangement() {
    if (keeping != null) {
      keeping.run();
      keeping = null;
      kept = true;
    }
  }

  /** Who is asked says yes to this very call, so nothing may come in between that changes it. */
  private synchronized void keepThatNothingWas() {
    if (!kept && earlier().isEmpty()) {
      journal.arrange(run.id(), Json.tree(Arrangement.NONE), CallLedger.Entries.NONE);
      kept = true;
    }
  }

  @Override
  public void starting(int number, String name, ToolEffect effect) {
    if (effect != ToolEffect.EXTERNAL) {
      return;
    }
    keepArrangement();
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
    keepArrangement();
    journal.finishCall(run.id(), number, name, ToolEffect.NONE.name(), answer);
  }
}
