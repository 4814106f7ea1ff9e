package org.gamelan.engine.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.gamelan.engine.StageOutcome;
import org.gamelan.engine.StageRun;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.Step;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.FailureSignature;
import org.gamelan.json.Json;

/** The rows of one commit, as the parallel arrays that {@code unnest} takes. */
final class CommitColumns {
  private final List<Object[]> done = new ArrayList<>();
  private final List<Object[]> created = new ArrayList<>();
  private final List<Object[]> moved = new ArrayList<>();
  private final List<Object[]> events = new ArrayList<>();

  void done(StageRun run, StageOutcome outcome) {
    done.add(
        new Object[] {
          run.id(),
          run.fence(),
          outcome.status().id(),
          text(outcome.output()),
          outcome.rawOutput(),
          outcome.repairs().isEmpty() ? null : Json.write(Json.tree(outcome.repairs())),
          outcome.agent(),
          outcome.model(),
          tokens(outcome.tokens().input()),
          tokens(outcome.tokens().output()),
          outcome.cost() == null ? null : outcome.cost().toPlainString(),
          outcome.failure() == null ? null : Json.write(Json.tree(outcome.failure())),
          waitingFor(outcome),
          outcome.retryAfter() == null
              ? 0
              : (int) Math.min(outcome.retryAfter().toMillis(), Integer.MAX_VALUE)
        });
  }

  private static String waitingFor(StageOutcome outcome) {
    return switch (outcome.status()) {
      case INDETERMINATE -> "decision";
      case READY -> outcome.failure().kind().id();
      default -> null;
    };
  }

  private static Integer tokens(long count) {
    return count == 0 ? null : (int) Math.min(count, Integer.MAX_VALUE);
  }

  void created(UUID parent, StageRun run, StageStatus status, Step.Next next, String waitingFor) {
    created.add(
        new Object[] {
          parent,
          run.id(),
          run.task(),
          run.name(),
          run.kind().id(),
          status.id(),
          run.attempt(),
          run.round(),
          run.branch(),
          run.priority(),
          (int) Math.min(next.delay().toMillis(), Integer.MAX_VALUE),
          next.agent(),
          waitingFor
        });
  }

  void moved(
      StageRun run, TaskStatus status, String reason, FailureSignature failure, UUID result) {
    moved.add(
        new Object[] {
          run.id(),
          run.task(),
          status == null ? null : status.id(),
          reason,
          failure == null ? null : Json.write(Json.tree(failure)),
          result,
          status != null && status.isFinished()
        });
  }

  void event(UUID parent, NewEvent event) {
    events.add(
        new Object[] {parent, event.type(), event.subject(), event.task(), text(event.data())});
  }

  private static String text(JsonNode json) {
    return json == null ? null : Json.write(json);
  }

  Object[] values(UUID node, long epoch) {
    List<Object> values = new ArrayList<>();
    Class<?> id = UUID.class;
    Class<?> text = String.class;
    Class<?> number = Integer.class;
    addColumns(
        values, done, id, number, text, text, text, text, text, text, number, number, text, text,
        text, number);
    values.add(node);
    values.add(epoch);
    addColumns(
        values, created, id, id, id, text, text, text, number, number, text, number, number, text,
        text);
    addColumns(values, moved, id, id, text, text, text, id, Boolean.class);
    addColumns(values, events, id, text, id, id, text);
    return values.toArray();
  }

  private static void addColumns(List<Object> values, List<Object[]> rows, Class<?>... types) {
    for (int column = 0; column < types.length; column++) {
      Object[] array = (Object[]) java.lang.reflect.Array.newInstance(types[column], rows.size());
      for (int row = 0; row < array.length; row++) {
        array[row] = rows.get(row)[column];
      }
      values.add(array);
    }
  }
}
