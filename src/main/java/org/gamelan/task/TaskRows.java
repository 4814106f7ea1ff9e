package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.gamelan.engine.ContextTrace;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.TaskStatus;
import org.gamelan.engine.Way;
import org.gamelan.failure.FailureSignature;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.Json;
import org.gamelan.json.RepairRung;
import org.gamelan.platform.Sql;
import org.gamelan.provider.TokenUsage;
import org.gamelan.workflow.StageKind;

/** Reads tasks and their stage runs from their tables. */
final class TaskRows {
  static final String COLUMNS =
      """
      id, title, description, input, complexity, priority, labels, deadline, source, pipeline,
        workflow, workflow_version, agent, status, reason, failure, created_by, created_at,
        started_at, finished_at, version, task_config, assignment_id, instance_id,
        wants, forked_from, forked_stage
      """;

  private static final String SELECT = "select " + COLUMNS + " from task";

  /**
   * The index of words is for finished tasks; the others are few. Their words are put together in
   * another order, which means the same: the planner would draw the two conditions together and use
   * no index.
   */
  static final String FOUND =
      """
       and (phase in ('s', 'f', 'c')
          and to_tsvector('simple', title || ' ' || description) @@ to_tsquery('simple', ?)
        or phase in ('p', 'o')
          and to_tsvector('simple', description || ' ' || title) @@ to_tsquery('simple', ?))
      """;

  private static final String STAGES =
      """
      select id, name, kind, status, attempt, round, branch, agent, model, waiting_for, output,
        case when raw_same then output::text else raw_output end as raw_output,
        repairs, failure, started_at, finished_at, tokens_in, tokens_out, cost, way, context,
        copied_from
      from stage
      """;

  private TaskRows() {}

  static Optional<Task> find(Connection connection, UUID id) throws SQLException {
    return Sql.find(connection, SELECT + " where id = ?", TaskRows::task, id);
  }

  /**
   * @throws NotFoundException when there is no task of this id
   */
  static Task require(Connection connection, UUID id) throws SQLException {
    return find(connection, id).orElseThrow(() -> new NotFoundException("task", id));
  }

  /**
   * Tasks in the order of their ids here, read at once.
   *
   * @throws NotFoundException when one is not there any more
   */
  static List<Task> inOrder(Connection connection, List<UUID> ids) throws SQLException {
    Map<UUID, Task> found = new HashMap<>();
    Sql.query(
            connection,
            SELECT + " where id = any (?)",
            TaskRows::task,
            (Object) ids.toArray(UUID[]::new))
        .forEach(task -> found.put(task.id(), task));
    for (UUID id : ids) {
      if (!found.containsKey(id)) {
        throw new NotFoundException("task", id);
      }
    }
    return ids.stream().map(found::get).toList();
  }

  /** What the task's agent instance remembered when it began; null without an instance. */
  static JsonNode memory(Connection connection, UUID id) throws SQLException {
    // An instance is named by few tasks, so this is not read with each of them.
    return Sql.find(
            connection, "select memory from task where id = ?", row -> json(row, "memory"), id)
        .orElse(null);
  }

  static List<Task> forks(Connection connection, UUID task, int limit) throws SQLException {
    return Sql.query(
        connection,
        SELECT + " where forked_from = ? order by id desc limit ?",
        TaskRows::task,
        task,
        limit);
  }

  /** What a task answered, if it succeeded. */
  static Optional<JsonNode> output(Connection connection, UUID id) throws SQLException {
    String sql =
        """
        select r.output from task t join stage_run r on r.task_id = t.id and r.id = t.result_run
        where t.id = ? and t.status = 'succeeded'
        """;
    return Sql.find(connection, sql, row -> json(row, "output"), id);
  }

  /** The newest tasks first, those created before {@code before} only. */
  static List<Task> list(Connection connection, TaskFilter filter, UUID before, int limit)
      throws SQLException {
    StringBuilder sql = new StringBuilder(SELECT).append(" where true");
    List<Object> values = new ArrayList<>();
    if (!filter.statuses().isEmpty()) {
      String[] statuses = filter.statuses().stream().map(TaskStatus::id).toArray(String[]::new);
      sql.append(" and status = any (?)")
          .append(" and phase = any (array(select task_phase(s) from unnest(?::text[]) s))");
      values.add(statuses);
      values.add(statuses);
    }
    if (filter.agent() != null) {
      sql.append(" and agent = ?");
      values.add(filter.agent());
    }
    String words = prefixQuery(filter.text());
    if (!words.isEmpty()) {
      sql.append(FOUND);
      values.add(words);
      values.add(words);
    }
    if (before != null) {
      sql.append(" and id < ?");
      values.add(before);
    }
    sql.append(" order by id desc limit ?");
    values.add(limit);
    return Sql.query(connection, sql.toString(), TaskRows::task, values.toArray());
  }

  /** Each word may be the beginning of one in the text; what is no letter or digit parts words. */
  private static String prefixQuery(String text) {
    if (text == null) {
      return "";
    }
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !word.isEmpty())
        .limit(10)
        .map(word -> word + ":*")
        .collect(Collectors.joining(" & "));
  }

  static Task task(ResultSet row) throws SQLException {
    return new Task(
        Sql.id(row, "id"),
        row.getString("title"),
        row.getString("description"),
        json(row, "input"),
        row.getInt("complexity"),
        row.getInt("priority"),
        labels(json(row, "labels")),
        Sql.instant(row, "deadline"),
        json(row, "source"),
        row.getString("pipeline"),
        row.getString("workflow"),
        row.getInt("workflow_version"),
        row.getString("agent"),
        TaskStatus.of(row.getString("status")),
        row.getString("reason"),
        as(row, "failure", FailureSignature.class),
        row.getString("created_by"),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "started_at"),
        Sql.instant(row, "finished_at"),
        row.getInt("version"),
        row.getString("task_config"),
        Sql.id(row, "assignment_id"),
        Sql.id(row, "instance_id"),
        wish(row.getString("wants")),
        Sql.id(row, "forked_from"),
        row.getString("forked_stage"));
  }

  private static Wish wish(String text) {
    return text == null ? null : Wish.parse(text);
  }

  private static List<String> labels(JsonNode labels) {
    List<String> words = new ArrayList<>();
    labels.forEach(label -> words.add(label.asText()));
    return words;
  }

  /** A task's stage runs in the order they began; those that have not begun come last. */
  static List<Stage> stages(Connection connection, UUID task) throws SQLException {
    return Sql.query(
        connection,
        STAGES + " where task_id = ? order by started_at nulls last, id limit 5000",
        TaskRows::stage,
        task);
  }

  static Optional<Stage> stage(Connection connection, UUID task, UUID run) throws SQLException {
    return Sql.find(
        connection, STAGES + " where task_id = ? and id = ?", TaskRows::stage, task, run);
  }

  /** The stage runs that had ended when a stage began, in the order they ended. */
  static List<Stage> finishedBefore(Connection connection, UUID task, Instant began)
      throws SQLException {
    return Sql.query(
        connection,
        STAGES + " where task_id = ? and finished_at <= ? order by finished_at, id limit 5000",
        TaskRows::stage,
        task,
        began);
  }

  private static Stage stage(ResultSet row) throws SQLException {
    RepairRung[] repairs = as(row, "repairs", RepairRung[].class);
    return new Stage(
        Sql.id(row, "id"),
        row.getString("name"),
        StageKind.of(row.getString("kind")),
        StageStatus.of(row.getString("status")),
        row.getInt("attempt"),
        row.getInt("round"),
        branch(row),
        row.getString("agent"),
        row.getString("model"),
        row.getString("waiting_for"),
        null,
        json(row, "output"),
        row.getString("raw_output"),
        repairs == null ? List.of() : List.of(repairs),
        as(row, "failure", FailureSignature.class),
        Sql.instant(row, "started_at"),
        Sql.instant(row, "finished_at"),
        new TokenUsage(row.getLong("tokens_in"), row.getLong("tokens_out")),
        row.getBigDecimal("cost"),
        as(row, "way", Way.class),
        as(row, "context", ContextTrace.class),
        Sql.id(row, "copied_from"));
  }

  private static String branch(ResultSet row) throws SQLException {
    String branch = row.getString("branch");
    return branch.isEmpty() ? null : branch;
  }

  private static JsonNode json(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : Json.parseOwn(text);
  }

  private static <T> T as(ResultSet row, String column, Class<T> type) throws SQLException {
    JsonNode json = json(row, column);
    return json == null ? null : Json.as(json, type);
  }
}
