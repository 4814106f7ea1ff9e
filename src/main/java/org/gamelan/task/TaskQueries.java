package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.BlueprintStore;
import org.gamelan.engine.Branch;
import org.gamelan.engine.Finished;
import org.gamelan.engine.RunState;
import org.gamelan.engine.StageInputs;
import org.gamelan.engine.StageStatus;
import org.gamelan.event.EventLog;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;
import org.gamelan.provider.TokenUsage;

/** Everything that is read of tasks. */
@ApplicationScoped
public class TaskQueries {
  private static final String COUNTS =
      """
      select
        count(*) filter (where status = 'pending') as pending,
        count(*) filter (where status = 'queued') as queued,
        count(*) filter (where status = 'running') as running,
        count(*) filter (where status = 'waiting') as waiting,
        count(*) filter (where status = 'paused') as paused,
        (select count(*) from task where status = 'failed'
          and finished_at > statement_timestamp() - interval '24 hours') as failed_today,
        (select count(*) from task where status = 'succeeded'
          and finished_at > statement_timestamp() - interval '24 hours') as succeeded_today,
        (select count(*) from task
          where finished_at > statement_timestamp() - interval '1 hour') as finished_last_hour
      from task where phase in ('p', 'o')
      """;

  private static final String RESULT =
      """
      select sum(tokens_in) as tokens_in, sum(tokens_out) as tokens_out, sum(cost) as cost,
        (select r.output from task t
          join stage_run r on r.task_id = t.id and r.id = t.result_run
          where t.id = ? and t.status = 'succeeded') as output
      from stage_run where task_id = ?
      """;

  private static final String OTHER_INPUTS =
      """
      select r.stage_run_id, coalesce(o.value, s.value::json) as value
      from routing r left join task_override o on o.id = r.override_id
        left join standing_override s on s.id = r.override_id
      where r.task_id = ? and r.kind = 'input' and coalesce(o.kind, s.kind) = 'input'
      """;

  private final Database database;
  private final BlueprintStore blueprints;
  private final EngineConfig config;
  private final EventLog log;

  protected TaskQueries() {
    this(null, null, null, null);
  }

  @Inject
  public TaskQueries(
      Database database, BlueprintStore blueprints, EngineConfig config, EventLog log) {
    this.log = log;
    this.database = database;
    this.blueprints = blueprints;
    this.config = config;
  }

  public Optional<Task> find(UUID id) {
    return database.inTransaction(tx -> TaskRows.find(tx.connection(), id));
  }

  /**
   * A task that has to exist.
   *
   * @throws NotFoundException when it does not
   */
  public Task require(UUID id) {
    return find(id).orElseThrow(() -> new NotFoundException("task", id));
  }

  /**
   * Tasks, the newest first.
   *
   * @param before the last task already seen, or null to begin with the newest
   * @param limit how many at most
   */
  public List<Task> list(TaskFilter filter, UUID before, int limit) {
    return database.inTransaction(tx -> TaskRows.list(tx.connection(), filter, before, limit));
  }

  /**
   * The tasks that were forked from one, the newest first.
   *
   * @param limit how many at most
   */
  public List<Task> forks(UUID task, int limit) {
    return database.inTransaction(tx -> TaskRows.forks(tx.connection(), task, limit));
  }

  public TaskCounts counts() {
    return database.inTransaction(
        tx ->
            Sql.find(
                    tx.connection(),
                    COUNTS,
                    row ->
                        new TaskCounts(
                            row.getLong("pending"),
                            row.getLong("queued"),
                            row.getLong("running"),
                            row.getLong("waiting"),
                            row.getLong("paused"),
                            row.getLong("failed_today"),
                            row.getLong("succeeded_today"),
                            row.getLong("finished_last_hour")))
                .orElseThrow());
  }

  /** What a task is pinned to. */
  public Blueprint blueprint(UUID task) {
    return database.inTransaction(tx -> blueprint(tx.connection(), task));
  }

  Blueprint blueprint(Connection connection, UUID task) throws SQLException {
    UUID id =
        Sql.find(
                connection,
                "select blueprint_id from task where id = ?",
                row -> Sql.id(row, "blueprint_id"),
                task)
            .orElseThrow(() -> new NotFoundException("task", task));
    return blueprints.require(connection, id);
  }

  /** A task's stage runs without their inputs, in the order they began. */
  public List<Stage> stages(UUID task) {
    return database.inTransaction(tx -> TaskRows.stages(tx.connection(), task));
  }

  /**
   * A task's stage runs with their inputs, in the order they began.
   *
   * @throws NotFoundException when there is no such task
   */
  public List<Stage> stagesWithInputs(UUID id) {
    return database.inTransaction(
        tx -> {
          Task task =
              TaskRows.find(tx.connection(), id)
                  .orElseThrow(() -> new NotFoundException("task", id));
          Blueprint blueprint = blueprint(tx.connection(), id);
          return withInputs(
              new Facts(facts(tx.connection(), task), blueprint, inputs(tx.connection(), id)),
              TaskRows.stages(tx.connection(), id));
        });
  }

  /**
   * One stage run with its input.
   *
   * @throws NotFoundException when there is no such task
   */
  public Optional<Stage> stageWithInput(UUID id, UUID run) {
    return database.inTransaction(
        tx -> {
          Connection connection = tx.connection();
          Task task =
              TaskRows.find(connection, id).orElseThrow(() -> new NotFoundException("task", id));
          Optional<Stage> stage = TaskRows.stage(connection, id, run);
          if (stage.isEmpty() || stage.get().startedAt() == null) {
            return stage;
          }
          List<Stage> earlier = TaskRows.finishedBefore(connection, id, stage.get().startedAt());
          Facts facts =
              new Facts(facts(connection, task), blueprint(connection, id), inputs(connection, id));
          return Optional.of(withInput(facts, earlier, stage.get()));
        });
  }

  /**
   * What inputs are derived from.
   *
   * @param inputs what took the place of the inputs of some runs, by their ids
   */
  private record Facts(RunState.Task task, Blueprint blueprint, Map<UUID, JsonNode> inputs) {}

  private static Map<UUID, JsonNode> inputs(Connection connection, UUID task) throws SQLException {
    Map<UUID, JsonNode> inputs = new HashMap<>();
    Sql.query(
        connection,
        OTHER_INPUTS,
        row -> inputs.put(Sql.id(row, "stage_run_id"), Json.parseOwn(row.getString("value"))),
        task);
    return inputs;
  }

  private List<Stage> withInputs(Facts facts, List<Stage> stages) {
    List<Stage> byEnd =
        stages.stream()
            .filter(stage -> stage.finishedAt() != null)
            .sorted(Comparator.comparing(Stage::finishedAt).thenComparing(Stage::id))
            .toList();
    return stages.stream().map(stage -> withInput(facts, byEnd, stage)).toList();
  }

  private Stage withInput(Facts facts, List<Stage> byEnd, Stage stage) {
    boolean begun =
        stage.startedAt() != null && facts.blueprint().stages().containsKey(stage.name());
    if (!begun) {
      return stage;
    }
    StageInputs.Given given =
        StageInputs.given(
            seen(facts, byEnd, stage),
            stage.name(),
            stage.attempt(),
            facts.inputs().get(stage.id()),
            config.contextTokens());
    return stage.withInput(given.input(), given.context());
  }

  private static RunState seen(Facts facts, List<Stage> byEnd, Stage stage) {
    List<Finished> seen =
        byEnd.stream()
            .takeWhile(earlier -> !earlier.finishedAt().isAfter(stage.startedAt()))
            .map(TaskQueries::finished)
            .toList();
    String branch = stage.branch() == null ? Branch.MAIN : stage.branch();
    return RunState.of(facts.task(), facts.blueprint(), seen).seenFrom(branch, stage.name());
  }

  /** What a later retry set aside had counted before. */
  private static Finished finished(Stage stage) {
    boolean counted = stage.status() == StageStatus.SKIPPED && stage.output() != null;
    return new Finished(
        stage.name(),
        stage.branch() == null ? Branch.MAIN : stage.branch(),
        stage.round(),
        counted ? StageStatus.SUCCEEDED : stage.status(),
        stage.output(),
        stage.way(),
        stage.failure() == null ? null : Json.tree(stage.failure()));
  }

  static RunState.Task facts(Connection connection, Task task) throws SQLException {
    return new RunState.Task(
        task.id(),
        task.title(),
        task.description(),
        task.input(),
        task.complexity(),
        task.priority(),
        Json.tree(task.labels()),
        task.source(),
        null,
        task.instance() == null ? null : TaskRows.memory(connection, task.id()));
  }

  /**
   * What came out of a task.
   *
   * @throws NotFoundException when there is no such task
   */
  public TaskResult result(UUID id) {
    Task task = require(id);
    return database.inTransaction(
        tx ->
            Sql.find(
                    tx.connection(),
                    RESULT,
                    row -> {
                      String output = row.getString("output");
                      return new TaskResult(
                          task.status(),
                          output == null ? null : Json.parseOwn(output),
                          task.failure(),
                          new TokenUsage(row.getLong("tokens_in"), row.getLong("tokens_out")),
                          row.getBigDecimal("cost"));
                    },
                    id,
                    id)
                .orElseThrow());
  }

  /**
   * A task's history, the oldest first.
   *
   * @param after id of the last update already seen, or null to begin with the first
   * @param limit how many at most
   */
  public List<TaskUpdate> updates(UUID task, String after, int limit) {
    require(task);
    return log.ofTask(task, after, limit).stream().map(TaskUpdate::of).toList();
  }

  /**
   * A task's history, the newest first.
   *
   * @param before id of the oldest update already seen, or null to begin with the newest
   * @param limit how many at most
   */
  public List<TaskUpdate> latestUpdates(UUID task, String before, int limit) {
    return log.latestOfTask(task, before, limit).stream().map(TaskUpdate::of).toList();
  }
}
