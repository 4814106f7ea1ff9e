package org.gamelan.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;

/** The events that running a task makes. Small: what is large is fetched by who needs it. */
public final class RunEvents {
  public static final String STARTED = "stage.started";

  private RunEvents() {}

  public static NewEvent stageStarted(StageRun run) {
    return new NewEvent(TaskEvents.TOPIC, STARTED, run.id(), run.task(), stage(run, "running"));
  }

  public static NewEvent stageFinished(StageRun run, StageOutcome outcome, Way way, long millis) {
    ObjectNode data = stage(run, outcome.status().id());
    if (way != null && !way.next().isEmpty()) {
      way.next().forEach(taken -> data.withArray("next").add(taken.stage()));
    }
    if (outcome.agent() != null) {
      data.put("agent", outcome.agent());
    }
    data.put("durationMs", millis);
    if (outcome.failure() != null) {
      data.put("failure", outcome.failure().kind().id());
      data.put("message", outcome.failure().message());
    }
    return new NewEvent(TaskEvents.TOPIC, "stage.finished", run.id(), run.task(), data);
  }

  /** Of a run whose branch is not wanted any more. */
  public static NewEvent stageCancelled(StageRun run) {
    return new NewEvent(
        TaskEvents.TOPIC, "stage.finished", run.id(), run.task(), stage(run, "cancelled"));
  }

  /**
   * @param reason what it waits for, in one sentence
   */
  public static NewEvent stageWaits(StageRun run, String reason) {
    ObjectNode data = stage(run, "waiting");
    data.put("message", reason);
    return new NewEvent(TaskEvents.TOPIC, "stage.waiting", run.id(), run.task(), data);
  }

  private static ObjectNode stage(StageRun run, String status) {
    ObjectNode data = Json.object();
    data.put("stage", run.name());
    data.put("kind", run.kind().id());
    data.put("status", status);
    if (run.attempt() > 1) {
      data.put("attempt", run.attempt());
    }
    if (run.branch() != null) {
      data.put("branch", run.branch());
    }
    if (run.round() > 1) {
      data.put("round", run.round());
    }
    return data;
  }
}
