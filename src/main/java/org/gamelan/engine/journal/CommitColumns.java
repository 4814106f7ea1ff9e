package org.gamelan.engine.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.gamelan.engine.StageOutcome;
import org.gamelan.engine.StageRun;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.Step;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.EventParts;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.FailureSignature;
import org.gamelan.json.Json;

/** The rows of one commit, as the parallel arrays that {@code unnest} takes. */
final class CommitColumns {
  private static final Class<?> ID = UUID.class;
  private static final Class<?> TEXT = String.class;
  private static final Class<?> NUMBER = Integer.class;
  private static final Class<?> BOOLEAN = Boolean.class;

  private static final Class<?>[] NEXT = {ID, TEXT, TEXT, TEXT, NUMBER, NUMBER, TEXT, NUMBER, TEXT};

  private final Table ended =
      new Table(
          ID, NUMBER, ID, ID, TEXT, TEXT, TEXT, NUMBER, NUMBER, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT,
          TEXT, NUMBER, NUMBER, TEXT, TEXT, TEXT, NUMBER, TEXT, NUMBER, NUMBER, TEXT);
  private final Table next = new Table(NEXT);
  private final Table more = new Table(ID, ID, NUMBER);
  private final Table moreNext = new Table(NEXT);
  private final Table moved = new Table(ID, ID, TEXT, TEXT, TEXT, ID, BOOLEAN);
  private final Table events = new Table(ID, ID, TEXT);

  /** Rows of the same columns. */
  private static final class Table {
    private final Class<?>[] types;
    private final List<Object[]> rows = new ArrayList<>();

    Table(Class<?>... types) {
      this.types = types;
    }

    void add(Object... row) {
      rows.add(row);
    }

    void addTo(List<Object> values) {
      for (int column = 0; column < types.length; column++) {
        Object[] array = (Object[]) Array.newInstance(types[column], rows.size());
        for (int row = 0; row < array.length; row++) {
          array[row] = rows.get(row)[column];
        }
        values.add(array);
      }
    }
  }

  /**
   * A run that ended or was put off.
   *
   * @param step what follows
   * @param successor what takes its place in its slot, or null
   * @param first the state in which that begins, or null
   */
  void ended(
      StageRun run, StageOutcome outcome, Step step, Step.Next successor, StageStatus first) {
    FailureSignature failure = outcome.failure();
    Step.Parting parting = step.meeting() instanceof Step.Parting it ? it : null;
    ended.add(
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
        text(outcome.output()),
        outcome.rawOutput(),
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
        outcome.context() == null ? null : Json.write(Json.tree(outcome.context())));
    if (successor == null) {
      next.add(new Object[NEXT.length]);
    } else {
      next.add(columns(successor, first));
    }
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
    more.add(parent.slot(), parent.task(), parent.priority());
    moreNext.add(columns(successor, status));
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

  /** What the end of a run tells, in one row of the log. */
  void events(StageRun run, List<NewEvent> told) {
    events.add(run.slot(), run.task(), Json.write(EventParts.write(told)));
  }

  private static String text(JsonNode json) {
    return json == null ? null : Json.write(json);
  }

  Object[] values(UUID node, long epoch) {
    List<Object> values = new ArrayList<>();
    ended.addTo(values);
    next.addTo(values);
    values.add(node);
    values.add(epoch);
    values.add(node);
    values.add(epoch);
    more.addTo(values);
    moreNext.addTo(values);
    moved.addTo(values);
    events.addTo(values);
    return values.toArray();
  }
}
