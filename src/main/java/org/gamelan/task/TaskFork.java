package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.Branch;
import org.gamelan.engine.TaskEvents;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;

/** Stores a fork: the task, copies of what the other had finished by then, its first run. */
final class TaskFork {
  private static final int MOST_COPIES = 5_000;

  /** The first attempt of a stage's latest round that still counts. */
  private static final String START =
      """
      select name, kind, round, branch, started_at from stage
      where task_id = ? and name = ? and status not in ('cancelled', 'skipped')
      order by round desc, attempt limit 1
      """;

  /** The latest stage that had begun when a run ended, whose copies do not hold that run. */
  private static final String BEFORE =
      """
      select name from (select distinct on (name) name, started_at from stage
        where task_id = ? and branch = '' and status not in ('cancelled', 'skipped')
        order by name, round desc, attempt) s
      where started_at < ? order by started_at desc limit 1
      """;

  private static final String INSERT =
      """
      insert into task (id, title, description, input, complexity, priority, labels, deadline,
        source, pipeline, workflow, workflow_version, task_config, agent, blueprint_id, status,
        reason, wants, placed, created_by, key_id, forked_from, forked_stage)
      select ?, ?, description, ?::json, complexity, priority, labels, deadline, source, pipeline,
        ?, ?, task_config, agent, ?, ?, ?, ?, ?, ?, ?, id, ?
      from task where id = ?
      """;

  private static final String COPY =
      """
      insert into stage_run (id, task_id, name, kind, status, attempt, round, branch, agent, model,
        started_at, finished_at, output, raw_output, raw_same, repairs, failure, way,
        copied_from)
      select c.id, ?, s.name, s.kind, s.status, s.attempt, s.round, s.branch, s.agent, s.model,
        s.started_at, s.finished_at,
        case when ? and s.kind = 'input' then ?::json else s.output end,
        s.raw_output, s.raw_same, s.repairs, s.failure, s.way, s.id
      from stage_run s join unnest(?::uuid[], ?::uuid[]) as c(id, original) on c.original = s.id
      where s.task_id = ?
      """;

  private static final String BEGIN =
      """
      insert into stage_work (slot, run_id, task_id, name, kind, status, waiting_for, round,
        priority, ready_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp())
      """;

  private final Connection connection;
  private final Task source;
  private final ForkStart start;

  TaskFork(Connection connection, Task source, ForkStart start) {
    this.connection = connection;
    this.source = source;
    this.start = start;
  }

  private record First(String name, String kind, int round, String branch, Instant startedAt) {
    static First of(ResultSet row) throws SQLException {
      return new First(
          row.getString("name"),
          row.getString("kind"),
          row.getInt("round"),
          row.getString("branch"),
          Sql.instant(row, "started_at"));
    }
  }

  /**
   * Stores it.
   *
   * @param reason why it waits, or null when it begins at once
   * @return its first run
   */
  UUID create(
      UUID fork, UUID pin, Blueprint blueprint, String reason, String by, Optional<UUID> key)
      throws SQLException {
    First first = first();
    List<CopiedRun> done =
        Sql.query(
            connection,
            CopiedRun.SELECT,
            CopiedRun::of,
            source.id(),
            first.startedAt(),
            MOST_COPIES + 1);
    if (done.size() > MOST_COPIES) {
      throw new InvalidInputException(
          "fromStage", "more than " + MOST_COPIES + " stage runs came before; begin earlier");
    }
    if (start.current()) {
      CopiedRun.requireFit(done, blueprint);
    }
    requireOwnDecisions(done, by);
    TaskStatus status = reason == null ? TaskStatus.QUEUED : TaskStatus.PENDING;
    insert(fork, pin, blueprint, status, reason, by, key);
    copy(fork, done);
    UUID run = begin(fork, first, blueprint, reason != null);
    EventLog.append(connection, List.of(created(fork, status, reason, by)));
    return run;
  }

  private First first() throws SQLException {
    First first =
        Sql.find(connection, START, First::of, source.id(), start.stage())
            .filter(it -> it.startedAt() != null)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "fromStage", "the task has not come to '" + start.stage() + "'"));
    if (!first.branch().isEmpty()) {
      throw new InvalidInputException(
          "fromStage",
          "'%s' is in the branch '%s', whose siblings would be without it; fork from '%s' or from"
                  .formatted(first.name(), first.branch(), Branch.outermost(first.branch()))
              + " a stage before it");
    }
    return first;
  }

  /**
   * @throws InvalidInputException when people decided on something else, or for somebody else
   */
  private void requireOwnDecisions(List<CopiedRun> done, String by) throws SQLException {
    Optional<CopiedRun> otherwise = CopiedRun.decidedOtherwise(done, start.other(), by);
    if (otherwise.isPresent()) {
      CopiedRun run = otherwise.get();
      String why =
          start.other()
              ? "people decided '%s' on other input or definitions"
              : "you decided '%s' yourself, which cannot count for a task of your own";
      String instead =
          Sql.find(connection, BEFORE, row -> row.getString("name"), source.id(), run.finishedAt())
              .map("fork from '%s' or a stage before it"::formatted)
              .orElse("make a new task");
      throw new InvalidInputException(
          "fromStage", why.formatted(run.name()) + "; so that it is asked anew, " + instead);
    }
  }

  private void insert(
      UUID fork,
      UUID pin,
      Blueprint blueprint,
      TaskStatus status,
      String reason,
      String by,
      Optional<UUID> key)
      throws SQLException {
    boolean alone = source.wish() != null;
    Sql.update(
        connection,
        INSERT,
        fork,
        start.title(),
        text(start.input()),
        blueprint.workflow().name(),
        blueprint.workflow().version(),
        pin,
        status.id(),
        reason,
        alone ? Wish.named(source.agent()).text() : null,
        alone && reason == null,
        by,
        key.orElse(null),
        start.stage(),
        source.id());
  }

  private void copy(UUID fork, List<CopiedRun> done) throws SQLException {
    // Runs that ended at the same time follow each other by their ids.
    UUID[] ids =
        Stream.generate(Ids::next)
            .limit(done.size())
            .sorted(Comparator.comparing(UUID::toString))
            .toArray(UUID[]::new);
    Sql.update(
        connection,
        COPY,
        fork,
        start.changed(),
        text(start.input()),
        ids,
        done.stream().map(CopiedRun::id).toArray(UUID[]::new),
        source.id());
  }

  private UUID begin(UUID fork, First first, Blueprint blueprint, boolean waits)
      throws SQLException {
    UUID run = Ids.next();
    Sql.update(
        connection,
        BEGIN,
        run,
        run,
        fork,
        first.name(),
        blueprint.stage(first.name()).kind().id(),
        waits ? "waiting" : "ready",
        waits ? "agent" : null,
        first.round(),
        source.priority());
    return run;
  }

  private NewEvent created(UUID fork, TaskStatus status, String reason, String by) {
    ObjectNode data = Json.object().put("status", status.id()).put("title", start.title());
    data.put("workflow", source.workflow());
    if (source.agent() != null) {
      data.put("agent", source.agent());
    }
    if (reason != null) {
      data.put("reason", reason);
    }
    data.put("by", by).put("forkedFrom", source.id().toString()).put("fromStage", start.stage());
    return new NewEvent(TaskEvents.TOPIC, TaskEvents.CREATED, fork, fork, data);
  }

  private static String text(JsonNode json) {
    return json == null || json.isNull() ? null : Json.write(json);
  }
}
