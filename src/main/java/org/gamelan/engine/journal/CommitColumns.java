package org.gamelan.engine.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.engine.StageOutcome;
import org.gamelan.engine.StageRun;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.Step;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.FailureSignature;
import org.gamelan.json.Json;
import org.gamelan.platform.SqlTable;
import org.gamelan.provider.CallRecord;
import org.gamelan.provider.CallRows;

/** What one commit writes: the rows of {@link CommitText}. */
final class CommitColumns {
  private static final int NEXT = 9;

  private final boolean alone;
  private final SqlTable.Rows ended = CommitText.ENDED.rows();
  private final SqlTable.Rows more = CommitText.MORE.rows();
  private final SqlTable.Rows moved = CommitText.MOVED.rows();
  private final SqlTable.Rows calls = CallRows.CALLS.rows();
  private boolean onlyHops = true;
  private boolean toldApart;
  private boolean keepsCalls;

  /**
   * @param alone whether nothing can be written beside the statement and with it
   */
  CommitColumns(boolean alone) {
    this.alone = alone;
  }

  /**
   * A run that ended or was put off.
   *
   * @param call the call that is kept with it, or null
   * @param successor what takes its place in its slot, or null
   * @param first the state in which that begins, or null
   * @param events what its end tells
   */
  void ended(
      Completion completion,
      CallRecord call,
      Step.Next successor,
      StageStatus first,
      List<NewEvent> events) {
    StageRun run = completion.run();
    StageOutcome outcome = completion.outcome();
    Step step = completion.step();
    FailureSignature failure = outcome.failure();
    Step.Parting parting = step.meeting() instanceof Step.Parting it ? it : null;
    List<Object> row = new ArrayList<>();
    String output = text(outcome.output());
    Told told = Told.of(run, outcome, step, successor, events);
    boolean isSame = output != null && output.equals(outcome.rawOutput());
    Collections.addAll(
        row,
        run.slot(),
        run.fence(),
        run.id(),
        run.task(),
        run.name(),
        run.kind().id(),
        outcome.status().id(),
        run.attempt(),
        run.round(),
        branch(run.branch()),
        run.startedAt().toString(),
        agent(outcome),
        output,
        isSame ? null : outcome.rawOutput(),
        isSame,
        outcome.repairs().isEmpty() ? null : Json.write(Json.tree(outcome.repairs())),
        outcome.model(),
        tokens(outcome.tokens().input()),
        tokens(outcome.tokens().output()),
        outcome.cost() == null ? null : outcome.cost().toPlainString(),
        failure == null ? null : Json.write(Json.tree(failure)),
        waitingFor(outcome),
        outcome.retryAfter() == null ? 0 : millis(outcome.retryAfter().toMillis()),
        step.way() == null ? null : Json.write(Json.tree(step.way())),
        parting == null ? null : parting.expected(),
        parting == null ? null : parting.arrived(),
        outcome.context() == null ? null : Json.write(Json.tree(outcome.context())),
        told.apart(),
        told.leadsTo(),
        millis(completion.millis()),
        call == null ? null : call.provider(),
        call == null ? null : call.model(),
        call == null ? null : call.latencyMs(),
        call == null ? null : tokens(call.tokens().cached()));
    Collections.addAll(row, successor == null ? new Object[NEXT] : columns(successor, first));
    ended.add(row.toArray());
    toldApart |= told.apart() != null;
    keepsCalls |= call != null;
    onlyHops &= successor != null && parting == null;
  }

  private static String agent(StageOutcome outcome) {
    boolean told = outcome.agent() != null || outcome.failure() == null;
    return told ? outcome.agent() : outcome.failure().agent();
  }

  private static String waitingFor(StageOutcome outcome) {
    return switch (outcome.status()) {
      case INDETERMINATE -> "decision";
      case WAITING -> "approval";
      case READY -> outcome.failure().kind().id();
      default -> null;
    };
  }

  private static Integer tokens(long count) {
    return count == 0 ? null : millis(count);
  }

  private static int millis(long count) {
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  private static String branch(String branch) {
    return branch == null ? "" : branch;
  }

  /** What follows in a slot of its own. */
  void more(StageRun parent, StageStatus status, Step.Next successor) {
    List<Object> row = new ArrayList<>();
    Collections.addAll(row, parent.slot(), parent.task(), parent.priority());
    Collections.addAll(row, columns(successor, status));
    more.add(row.toArray());
  }

  private static Object[] columns(Step.Next next, StageStatus status) {
    return new Object[] {
      next.id(),
      next.name(),
      next.kind().id(),
      status.id(),
      next.attempt(),
      next.round(),
      branch(next.branch()),
      millis(next.delay().toMillis()),
      next.agent()
    };
  }

  void moved(
      StageRun run, TaskStatus status, String reason, FailureSignature failure, UUID result) {
    moved.add(
        run.slot(),
        run.task(),
        status == null ? null : status.id(),
        reason,
        failure == null ? null : Json.write(Json.tree(failure)),
        result,
        status != null && status.isFinished());
  }

  void calls(List<CallRecord> made) {
    made.forEach(call -> calls.add(CallRows.row(call)));
  }

  private static String text(JsonNode json) {
    return json == null ? null : Json.write(json);
  }

  CommitText statement() {
    return new CommitText(
        ended.size() == 1,
        onlyHops && more.isEmpty() && moved.isEmpty(),
        toldApart,
        Math.min(calls.size(), 2),
        alone && keepsCalls);
  }

  /** The values of the parameters of {@link #statement}. */
  Object[] values(UUID node, long epoch) {
    CommitText statement = statement();
    List<Object> values = new ArrayList<>();
    values.add(node);
    values.add(epoch);
    ended.addTo(values, statement.single());
    if (!statement.onlyHops()) {
      more.addTo(values, false);
      moved.addTo(values, false);
    }
    if (!calls.isEmpty()) {
      calls.addTo(values, calls.size() == 1);
    }
    return values.toArray();
  }
}
