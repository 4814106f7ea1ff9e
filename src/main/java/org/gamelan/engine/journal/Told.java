package org.gamelan.engine.journal;

import java.util.List;
import java.util.Objects;
import org.gamelan.engine.RunEvents;
import org.gamelan.engine.StageOutcome;
import org.gamelan.engine.StageRun;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.Step;
import org.gamelan.engine.TaskEvents;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.EventParts;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;
import org.gamelan.platform.Ids;

/**
 * What the end of a run tells. Most runs just succeed: then their row says it all and has a place
 * in the log itself (the view {@code event_log}), which takes a third of the bytes.
 *
 * @param leadsTo the stage that begins with it, empty at the end of the task, null where nothing
 *     else is told or the events stand apart
 * @param apart the events as a row of the log of their own; null where the run's row says it
 */
record Told(String leadsTo, String apart) {
  /** Of the end of the task. */
  private static final String END = "";

  /**
   * @param successor what takes the run's place in its slot, or null
   * @param events what is to be told, the run's own end first
   */
  static Told of(
      StageRun run, StageOutcome outcome, Step step, Step.Next successor, List<NewEvent> events) {
    boolean isPlain =
        outcome.status() == StageStatus.SUCCEEDED
            && outcome.failure() == null
            && (step.way() == null || step.way().next().isEmpty());
    if (isPlain && events.size() == 1) {
      return new Told(null, null);
    } else if (isPlain && events.size() == 2) {
      NewEvent second = events.get(1);
      if (second.equals(TaskEvents.changed(run.task(), TaskStatus.SUCCEEDED, null, null))) {
        return new Told(END, null);
      } else if (successor != null && begins(run, successor, second)) {
        return new Told(successor.name(), null);
      }
    }
    return new Told(null, Json.write(EventParts.write(events)));
  }

  /** Whether an event is the beginning of a run of which everything follows from the one before. */
  private static boolean begins(StageRun run, Step.Next next, NewEvent event) {
    return event.type().equals(RunEvents.STARTED)
        && next.id().equals(event.subject())
        && next.id().equals(Ids.after(run.id()))
        && next.attempt() == 1
        && next.round() == run.round()
        && Objects.equals(next.branch(), run.branch());
  }
}
