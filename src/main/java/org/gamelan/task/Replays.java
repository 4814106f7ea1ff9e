package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.Branch;
import org.gamelan.engine.RecordedOverrides;
import org.gamelan.engine.RecordedRun;
import org.gamelan.engine.Replay;
import org.gamelan.engine.RunState;
import org.gamelan.engine.StageMemory;
import org.gamelan.engine.TaskStatus;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.Json;
import org.gamelan.json.JsonDifference;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;
import org.gamelan.provider.CallLedger;

/**
 * Replays finished tasks: nothing is stored of it and nothing outside is touched. What it reads it
 * reads at once; a few at a time on each node.
 */
@ApplicationScoped
public class Replays {
  private static final int AT_ONCE = 2;
  private static final long MOST_BYTES = 64L << 20;
  private static final int MOST_DIFFERENCES = 50;

  private static final String SIZE =
      """
      select count(*) as runs,
        coalesce(sum(octet_length(output::text) * case when raw_same then 2 else 1 end), 0)
          + coalesce(sum(octet_length(raw_output)), 0)
          + coalesce((select sum(octet_length(c.answer::text)) from stage_call c
              where c.stage_run_id = any (array(select id from stage_run where task_id = ?))), 0)
          as bytes
      from stage_run where task_id = ?
      """;

  private static final String CALLS =
      """
      select stage_run_id, number, answer from stage_call
      where stage_run_id = any (array(select id from stage_run where task_id = ?))
        and finished_at is not null and number >= 0
      """;

  private static final String OVERRIDES =
      """
      select r.stage_run_id, r.kind, r.winner, r.candidates -> 0 ->> 'name' as own,
        coalesce(o.value, s.value::json) as input
      from routing r left join task_override o on o.id = r.override_id and o.kind = 'input'
        left join standing_override s on s.id = r.override_id and s.kind = 'input'
      where r.task_id = ? and r.decided_by = 'override' and r.stage_run_id is not null
      order by r.at
      """;

  private final Database database;
  private final TaskQueries queries;
  private final CurrentPlans plans;
  private final CallLedger ledger;
  private final StageMemory memory;
  private final AgentRegistry agents;
  private final EngineConfig config;
  private final Semaphore places = new Semaphore(AT_ONCE);

  protected Replays() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public Replays(
      Database database,
      TaskQueries queries,
      CurrentPlans plans,
      CallLedger ledger,
      StageMemory memory,
      AgentRegistry agents,
      EngineConfig config) {
    this.database = database;
    this.queries = queries;
    this.plans = plans;
    this.ledger = ledger;
    this.memory = memory;
    this.agents = agents;
    this.config = config;
  }

  /** What is recorded of a task. */
  private record Recorded(
      Task task,
      RunState.Task facts,
      Blueprint blueprint,
      List<RecordedRun> runs,
      Map<UUID, Map<Integer, JsonNode>> calls,
      RecordedOverrides overrides,
      JsonNode output) {}

  /**
   * Replays a task.
   *
   * @param current whether by the definitions of today instead of those it is pinned to
   * @throws NotFoundException when there is no such task
   * @throws ConflictException when it has not ended, or is too long to be replayed
   * @throws GamelanException of kind {@code rate-limit} when enough replays are under way
   */
  public ReplayReport replay(UUID id, boolean current) {
    if (!places.tryAcquire()) {
      throw new GamelanException(
          FailureKind.RATE_LIMIT,
          AT_ONCE + " replays are under way on this server; try again in a moment.");
    }
    try {
      ledger.flush();
      Recorded recorded = database.inTransaction(tx -> read(tx.connection(), id));
      Blueprint blueprint =
          current ? plans.of(recorded.task(), "definitions") : recorded.blueprint();
      Replay.Outcome outcome =
          new Replay(
                  recorded.facts(),
                  recorded.blueprint(),
                  blueprint,
                  recorded.calls(),
                  recorded.overrides(),
                  memory.byWordsAlone(),
                  config)
              .of(recorded.runs());
      return report(recorded, outcome, current);
    } finally {
      places.release();
    }
  }

  private Recorded read(Connection connection, UUID id) throws SQLException {
    Task task = TaskRows.find(connection, id).orElseThrow(() -> new NotFoundException("task", id));
    if (!task.status().isFinished()) {
      throw new ConflictException(
          "A task that is %s cannot be replayed; wait until it has ended."
              .formatted(task.status().id()));
    }
    checkSize(connection, id);
    Map<UUID, Map<Integer, JsonNode>> calls = new HashMap<>();
    Sql.query(
        connection,
        CALLS,
        row ->
            calls
                .computeIfAbsent(Sql.id(row, "stage_run_id"), run -> new HashMap<>())
                .put(row.getInt("number"), Json.parseOwn(row.getString("answer"))),
        id);
    List<RecordedRun> runs =
        TaskRows.stages(connection, id).stream()
            .filter(stage -> stage.finishedAt() != null)
            .sorted(Comparator.comparing(Stage::finishedAt).thenComparing(Stage::id))
            .map(Replays::recorded)
            .toList();
    return new Recorded(
        task,
        TaskQueries.facts(connection, task),
        queries.blueprint(connection, id),
        runs,
        calls,
        overrides(connection, id),
        TaskRows.output(connection, id).orElse(null));
  }

  private RecordedOverrides overrides(Connection connection, UUID id) throws SQLException {
    Map<UUID, JsonNode> inputs = new HashMap<>();
    Map<UUID, String> next = new HashMap<>();
    Map<UUID, List<RecordedOverrides.Worker>> workers = new HashMap<>();
    Sql.query(
        connection,
        OVERRIDES,
        row -> {
          UUID run = Sql.id(row, "stage_run_id");
          String winner = row.getString("winner");
          String own = row.getString("own");
          String input = row.getString("input");
          switch (row.getString("kind")) {
            case "input" -> {
              if (input != null) {
                inputs.put(run, Json.parseOwn(input));
              }
            }
            case "next" -> {
              if (winner != null) {
                next.put(run, winner);
              }
            }
            default -> {
              if (winner != null && own != null) {
                boolean agent = row.getString("kind").equals("agent");
                worker(own, agent ? winner : null, agent ? null : winner)
                    .ifPresent(
                        worker ->
                            workers.computeIfAbsent(run, any -> new ArrayList<>()).add(worker));
              }
            }
          }
          return run;
        },
        id);
    return new RecordedOverrides(inputs, next, workers);
  }

  /** An agent that is gone cannot be told of; then that of the definitions stands for it. */
  private Optional<RecordedOverrides.Worker> worker(String own, String agent, String model) {
    if (agent == null) {
      return Optional.of(new RecordedOverrides.Worker(own, null, model));
    }
    return agents.find(agent).map(other -> new RecordedOverrides.Worker(own, other, null));
  }

  private static void checkSize(Connection connection, UUID id) throws SQLException {
    record Size(int runs, long bytes) {}
    Size size =
        Sql.find(
                connection, SIZE, row -> new Size(row.getInt("runs"), row.getLong("bytes")), id, id)
            .orElseThrow();
    if (size.runs() > Replay.MOST_RUNS || size.bytes() > MOST_BYTES) {
      throw new ConflictException(
          "The task has %d stage runs with %d MiB; up to %d runs with %d MiB can be replayed."
              .formatted(size.runs(), size.bytes() >> 20, Replay.MOST_RUNS, MOST_BYTES >> 20));
    }
  }

  private static RecordedRun recorded(Stage stage) {
    return new RecordedRun(
        stage.id(),
        stage.name(),
        stage.kind(),
        stage.status(),
        stage.attempt(),
        stage.round(),
        stage.branch() == null ? Branch.MAIN : stage.branch(),
        stage.model(),
        stage.output(),
        stage.rawOutput(),
        stage.repairs(),
        stage.failure(),
        stage.way(),
        stage.startedAt(),
        stage.finishedAt(),
        stage.copiedFrom() != null);
  }

  private static ReplayReport report(Recorded recorded, Replay.Outcome outcome, boolean current) {
    Task task = recorded.task();
    boolean cancelled = task.status() == TaskStatus.CANCELLED;
    List<JsonDifference> differences = cancelled ? List.of() : ends(recorded, outcome);
    List<JsonNode> unrecorded = cancelled ? List.of() : outcome.unrecorded();
    int different = (int) outcome.stages().stream().filter(stage -> !stage.same()).count();
    return new ReplayReport(
        task.id(),
        current ? "current" : "pinned",
        different == 0 && differences.isEmpty() && unrecorded.isEmpty(),
        outcome.stages().size(),
        different,
        differences,
        unrecorded,
        outcome.stages());
  }

  private static List<JsonDifference> ends(Recorded recorded, Replay.Outcome outcome) {
    ObjectNode then = Json.object().put("status", recorded.task().status().id());
    ObjectNode now = Json.object();
    if (outcome.status() != null) {
      now.put("status", outcome.status().id());
    }
    if (recorded.output() != null) {
      then.set("output", recorded.output());
    }
    if (outcome.output() != null) {
      now.set("output", Json.parseOwn(Json.write(outcome.output())));
    }
    return JsonDifference.between("", then, now, MOST_DIFFERENCES);
  }
}
