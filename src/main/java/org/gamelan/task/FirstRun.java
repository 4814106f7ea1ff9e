package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.Plan;
import org.gamelan.engine.Room;
import org.gamelan.engine.RunEvents;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.engine.RunState;
import org.gamelan.engine.StageRun;
import org.gamelan.engine.TaskEvents;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.EventParts;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;

/**
 * A task about to be stored with its first run and the word of it.
 *
 * @param id the task's
 * @param run its first run's
 * @param task what was asked for
 * @param start how it begins
 * @param blueprint what it is pinned to
 * @param lease under which its first run begins with it; null where it is left to the queue
 */
record FirstRun(
    UUID id, UUID run, NewTask task, TaskStart start, UUID blueprint, Room.Lease lease) {
  private static final String TASK =
      """
      insert into task (id, title, description, input, complexity, priority, labels, deadline,
        source, pipeline, workflow, workflow_version, agent, blueprint_id, status, reason,
        wants, placed, created_by, key_id, started_at)
      values (?, ?, ?, ?::json, ?, ?, ?::jsonb, ?, ?::json, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        case when ? then statement_timestamp() end)
      """;

  private static final String RUN =
      """
      insert into stage_work (slot, run_id, task_id, name, kind, status, waiting_for, priority,
        node_id, epoch, fence, ready_at, started_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp(),
        case when ? then statement_timestamp() end)
      """;

  private static final String WORD =
      "insert into event (topic, type, subject, task_id, data) values (?, ?, ?, ?, ?::json)";

  /** A task, its first run and the word of it, at once. */
  static final String INSERT =
      "with made as (%s returning %s), run as (%s), told as (%s) select * from made"
          .formatted(TASK, TaskRows.COLUMNS, RUN, WORD);

  /** The same for many in a row, which are read afterwards. */
  static final String INSERT_MANY = "with made as (%s), run as (%s) %s".formatted(TASK, RUN, WORD);

  /** Who asks, and with which key. */
  record Asker(String name, Optional<UUID> key) {}

  /** What the statements take. */
  Object[] values(Asker asker) {
    Plan plan = start.plan();
    boolean pending = start.status() == TaskStatus.PENDING;
    StageRun first = stageRun(null);
    List<NewEvent> told = told(asker, first);
    boolean single = told.size() == 1;
    return new Object[] {
      id,
      task.title(),
      task.description(),
      text(task.input()),
      task.complexity(),
      task.priority(),
      Json.write(labels()),
      task.deadline(),
      text(task.source()),
      plan.pipeline(),
      plan.blueprint().workflow().name(),
      plan.blueprint().workflow().version(),
      plan.agent(),
      blueprint,
      (isBegun() ? TaskStatus.RUNNING : start.status()).id(),
      start.reason(),
      start.wish() == null ? null : start.wish().text(),
      start.isPlaced(),
      asker.name(),
      asker.key().orElse(null),
      isBegun(),
      first.slot(),
      first.id(),
      id,
      first.name(),
      first.kind().id(),
      isBegun() ? "running" : pending ? "waiting" : "ready",
      pending ? "agent" : null,
      task.priority(),
      isBegun() ? lease.node() : null,
      isBegun() ? lease.epoch() : null,
      isBegun() ? first.fence() : 0,
      isBegun(),
      TaskEvents.TOPIC,
      single ? TaskEvents.CREATED : null,
      single ? id : null,
      id,
      Json.write(single ? told.get(0).data() : EventParts.write(told))
    };
  }

  boolean isBegun() {
    return lease != null;
  }

  /**
   * The run as whoever claims it would get it.
   *
   * @param startedAt as it is stored
   */
  Claimed claimed(Asker asker, Instant startedAt) {
    RunState.Task seen =
        new RunState.Task(
            id,
            task.title(),
            task.description(),
            known(task.input()),
            task.complexity(),
            task.priority(),
            labels(),
            known(task.source()),
            asker.key().orElse(null),
            null,
            start.plan().pipeline());
    RunState state = RunState.of(seen, start.plan().blueprint(), List.of());
    return new Claimed(stageRun(startedAt), null, state);
  }

  private StageRun stageRun(Instant startedAt) {
    Plan plan = start.plan();
    String stage = plan.blueprint().start();
    return new StageRun(
        run,
        run,
        id,
        stage,
        plan.blueprint().stage(stage).kind(),
        1,
        1,
        null,
        task.priority(),
        1,
        startedAt,
        false);
  }

  private JsonNode labels() {
    return Json.tree(task.labels());
  }

  private List<NewEvent> told(Asker asker, StageRun first) {
    List<NewEvent> told = new ArrayList<>(3);
    told.add(new NewEvent(TaskEvents.TOPIC, TaskEvents.CREATED, id, id, word(asker)));
    if (isBegun()) {
      told.add(TaskEvents.changed(id, TaskStatus.RUNNING, null, null));
      told.add(RunEvents.stageStarted(first));
    }
    return told;
  }

  private ObjectNode word(Asker asker) {
    Plan plan = start.plan();
    ObjectNode data = Json.object().put("status", start.status().id()).put("title", task.title());
    data.put("workflow", plan.blueprint().workflow().name());
    if (plan.agent() != null) {
      data.put("agent", plan.agent());
    }
    if (start.reason() != null) {
      data.put("reason", start.reason());
    }
    return data.put("by", asker.name());
  }

  private static String text(JsonNode json) {
    return known(json) == null ? null : Json.write(json);
  }

  private static JsonNode known(JsonNode json) {
    return json == null || json.isNull() ? null : json;
  }
}
