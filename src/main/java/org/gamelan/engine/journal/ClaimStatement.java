package org.gamelan.engine.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.gamelan.assignment.InstanceMemory;
import org.gamelan.engine.BlueprintStore;
import org.gamelan.engine.Finished;
import org.gamelan.engine.RunEvents;
import org.gamelan.engine.RunJournal.Claim;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.engine.RunState;
import org.gamelan.engine.StageRun;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.TaskEvents;
import org.gamelan.engine.TaskStatus;
import org.gamelan.engine.Way;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;
import org.gamelan.workflow.StageKind;

/**
 * Takes leases. Tasks are locked before their stage runs, as everywhere, so that nobody waits in a
 * circle; a task that somebody else has locked is passed over this time.
 */
final class ClaimStatement {
  /**
   * The planner takes it that hardly anything is ready, which is nearly always so. That must not
   * cost anything when much is: rows are looked up one by one by their keys, never one list held
   * against another.
   */
  private static final String CLAIM =
      """
      with due as (
        select slot, task_id, started_at is not null as resumed from stage_work
        where status = 'ready' and not hold and ready_at <= statement_timestamp()
        order by priority desc, ready_at
        limit ?),
      locked as (
        select t.id, t.status from (select distinct task_id from due) d
          cross join lateral (
            select id, status from task
            where id = d.task_id and status || '' in ('queued', 'running', 'waiting')
            for no key update skip locked) t),
      started as (
        update task set status = 'running', started_at = coalesce(started_at, clock_timestamp()),
          reason = null, version = version + 1,
          memory = case when instance_id is null or memory is not null then memory
            else (select coalesce(json_object_agg(m.key, m.value::json), '{}'::json)
              from (%s) m) end
        where id = any (array(select id from locked where status <> 'running'))),
      taken as materialized (
        select due.slot, due.resumed, locked.status <> 'running' as first
        from due join locked on locked.id = due.task_id),
      claimed as (
        update stage_work set status = 'running', node_id = ?, epoch = ?, fence = fence + 1,
          waiting_for = null, failure = null, started_at = coalesce(started_at, clock_timestamp())
        where slot = any (array(select slot from taken)) and status = 'ready'
        returning slot, run_id, task_id, name, kind, attempt, round, branch, priority, fence, agent,
          started_at, ready_at)
      select claimed.*, taken.resumed, taken.first, found.due
      from (select count(*) as due from due) found
        left join (claimed join taken on taken.slot = claimed.slot) on true
      """
          .formatted(InstanceMemory.KEYS.formatted("task.instance_id"));

  private static final String TASKS =
      """
      select id, title, description, input, complexity, priority, labels, source, key_id,
        memory, pipeline, overridden, blueprint_id
      from task where id = any (?)
      """;

  private static final String HISTORY =
      """
      select task_id, name, branch, round, status, way,
        case when status = 'succeeded' then output end as output,
        case when way is not null or status = 'failed' then failure end as failure,
        started_at, finished_at
      from stage_run
      where task_id = any (?)
      order by task_id, finished_at, id
      """;

  private final BlueprintStore blueprints;

  ClaimStatement(BlueprintStore blueprints) {
    this.blueprints = blueprints;
  }

  private record Row(StageRun run, String agent, boolean first, Instant readyAt) {}

  Claim run(Connection connection, UUID node, long epoch, int max) throws SQLException {
    AtomicInteger due = new AtomicInteger();
    List<Row> rows =
        new ArrayList<>(
            Sql.query(
                connection,
                CLAIM,
                row -> {
                  due.set(row.getInt("due"));
                  return row.getObject("slot") == null ? null : row(row);
                },
                max,
                node,
                epoch));
    rows.removeIf(Objects::isNull);
    boolean more = due.get() == max || due.get() > rows.size();
    if (rows.isEmpty()) {
      return new Claim(List.of(), more);
    }
    rows.sort(
        Comparator.<Row>comparingInt(row -> -row.run().priority()).thenComparing(Row::readyAt));
    UUID[] tasks = rows.stream().map(row -> row.run().task()).distinct().toArray(UUID[]::new);
    Map<UUID, RunState> states = states(connection, tasks);
    EventLog.append(connection, events(rows));
    List<Claimed> claimed =
        rows.stream()
            .map(row -> new Claimed(row.run(), row.agent(), states.get(row.run().task())))
            .toList();
    return new Claim(claimed, more);
  }

  private static Row row(ResultSet row) throws SQLException {
    StageRun run =
        new StageRun(
            Sql.id(row, "slot"),
            Sql.id(row, "run_id"),
            Sql.id(row, "task_id"),
            row.getString("name"),
            StageKind.of(row.getString("kind")),
            row.getInt("attempt"),
            row.getInt("round"),
            branch(row),
            row.getInt("priority"),
            row.getInt("fence"),
            Sql.instant(row, "started_at"),
            row.getBoolean("resumed"));
    return new Row(
        run, row.getString("agent"), row.getBoolean("first"), Sql.instant(row, "ready_at"));
  }

  private static String branch(ResultSet row) throws SQLException {
    String branch = row.getString("branch");
    return branch.isEmpty() ? null : branch;
  }

  private static List<NewEvent> events(List<Row> rows) {
    List<NewEvent> events = new ArrayList<>();
    for (Row row : rows) {
      if (row.first()) {
        events.add(TaskEvents.changed(row.run().task(), TaskStatus.RUNNING, null, null));
      }
      events.add(RunEvents.stageStarted(row.run()));
    }
    return events;
  }

  private Map<UUID, RunState> states(Connection connection, UUID[] tasks) throws SQLException {
    Map<UUID, List<Finished>> histories = new HashMap<>();
    Sql.query(
        connection,
        HISTORY,
        row ->
            histories
                .computeIfAbsent(Sql.id(row, "task_id"), id -> new ArrayList<>())
                .add(finished(row)),
        (Object) tasks);
    Map<UUID, RunState> states = new HashMap<>();
    List<UUID> overridden = new ArrayList<>();
    Sql.query(
        connection,
        TASKS,
        row -> {
          RunState.Task task = task(row);
          if (row.getBoolean("overridden")) {
            overridden.add(task.id());
          }
          return states.put(
              task.id(),
              RunState.of(
                  task,
                  blueprints.require(connection, Sql.id(row, "blueprint_id")),
                  histories.getOrDefault(task.id(), List.of())));
        },
        (Object) tasks);
    OverrideRows.of(connection, overridden)
        .forEach(
            (task, overrides) ->
                states.computeIfPresent(task, (id, state) -> state.overriddenBy(overrides)));
    return states;
  }

  private static Finished finished(ResultSet row) throws SQLException {
    JsonNode way = json(row, "way");
    return new Finished(
        row.getString("name"),
        row.getString("branch"),
        row.getInt("round"),
        StageStatus.of(row.getString("status")),
        json(row, "output"),
        way == null ? null : Json.as(way, Way.class),
        json(row, "failure"),
        Sql.instant(row, "started_at"),
        Sql.instant(row, "finished_at"));
  }

  private static RunState.Task task(ResultSet row) throws SQLException {
    return new RunState.Task(
        Sql.id(row, "id"),
        row.getString("title"),
        row.getString("description"),
        json(row, "input"),
        row.getInt("complexity"),
        row.getInt("priority"),
        json(row, "labels"),
        json(row, "source"),
        Sql.id(row, "key_id"),
        json(row, "memory"),
        row.getString("pipeline"));
  }

  private static JsonNode json(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : Json.parseOwn(text);
  }
}
