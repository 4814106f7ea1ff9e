package org.gamelan.engine;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.gamelan.platform.Span;
import org.gamelan.platform.Spans;
import org.gamelan.workflow.StageKind;

/**
 * One attempt of one stage, as far as a node that works on it needs to know it.
 *
 * @param slot the place of the task where it runs; the runs of a branch pass through one slot
 * @param id its id
 * @param task its task
 * @param name the stage
 * @param kind what the stage does
 * @param attempt from 1; a retry is a new run with the next number
 * @param round from 1; a revision starts a new one
 * @param branch the fork's branch it belongs to, or null
 * @param priority its task's
 * @param fence counted up with each lease of the slot; only the holder of the latest may finish it
 * @param startedAt when work on it began
 * @param resumed whether work on it began before: then some of its calls may be journaled
 */
public record StageRun(
    UUID slot,
    UUID id,
    UUID task,
    String name,
    StageKind kind,
    int attempt,
    int round,
    String branch,
    int priority,
    int fence,
    Instant startedAt,
    boolean resumed) {

  /** What every line of the log carries that is written while it runs. */
  Map<String, String> logFields() {
    String trace = Spans.traceOf(task);
    return trace == null
        ? Map.of("taskId", task.toString(), "stageId", id.toString(), "stage", name)
        : Map.of(
            "taskId", task.toString(), "stageId", id.toString(), "stage", name, "traceId", trace);
  }

  /** Says of its span which run it is. */
  void tell(Span span) {
    span.withOwn("task.id", task.toString())
        .withOwn("stage.id", id.toString())
        .withOwn("stage.name", name)
        .withOwn("stage.kind", kind.id())
        .withOwn("stage.attempt", attempt)
        .withOwn("stage.round", round)
        .withOwn("stage.branch", branch)
        .withOwn("stage.resumed", resumed);
  }
}
