package org.gamelan.task;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.platform.Sql;

/** What was made of requests that clients may repeat. */
final class IdempotencyRows {
  private static final String FIND =
      """
      select key, task_id, body_hash = ? as same from idempotency_key
      where owner = ? and key = any (?) and created_at >= clock_timestamp() - interval '24 hours'
      """;

  private static final String REMEMBER =
      """
      insert into idempotency_key (owner, key, body_hash, task_id)
        select ?, made.key, ?, made.task from unnest(?::text[], ?::uuid[]) as made (key, task)
      on conflict (owner, key) do update set
        body_hash = case when idempotency_key.created_at < clock_timestamp() - interval '24 hours'
          then excluded.body_hash else idempotency_key.body_hash end,
        task_id = case when idempotency_key.created_at < clock_timestamp() - interval '24 hours'
          then excluded.task_id else idempotency_key.task_id end,
        created_at = case when idempotency_key.created_at < clock_timestamp() - interval '24 hours'
          then excluded.created_at else idempotency_key.created_at end
      returning key, task_id, body_hash = ? as same
      """;

  private IdempotencyRows() {}

  /**
   * The tasks that an earlier request has made, in their order; none unless it made all of them.
   *
   * @throws InvalidInputException when that request had another body
   */
  static List<Task> made(Connection connection, Idempotency promise, int tasks)
      throws SQLException {
    List<String> keys = promise.keys(tasks);
    Map<String, UUID> made =
        byKey(
            Sql.query(
                connection,
                FIND,
                IdempotencyRows::promised,
                promise.bodyHash(),
                promise.owner(),
                keys.toArray(String[]::new)));
    return made.size() < tasks
        ? List.of()
        : TaskRows.inOrder(connection, keys.stream().map(made::get).toList());
  }

  /**
   * Remembers which tasks a request makes.
   *
   * @return the tasks of its promise, in their order: those given, or those of an earlier request
   * @throws InvalidInputException when that request had another body
   */
  static List<UUID> remember(Connection connection, Idempotency promise, List<UUID> tasks)
      throws SQLException {
    List<String> keys = promise.keys(tasks.size());
    Map<String, UUID> kept =
        byKey(
            Sql.query(
                connection,
                REMEMBER,
                IdempotencyRows::promised,
                promise.owner(),
                promise.bodyHash(),
                keys.toArray(String[]::new),
                tasks.toArray(UUID[]::new),
                promise.bodyHash()));
    return keys.stream().map(kept::get).toList();
  }

  private static Map<String, UUID> byKey(List<Map.Entry<String, UUID>> rows) {
    Map<String, UUID> all = new HashMap<>();
    rows.forEach(row -> all.put(row.getKey(), row.getValue()));
    return all;
  }

  private static Map.Entry<String, UUID> promised(ResultSet row) throws SQLException {
    if (!row.getBoolean("same")) {
      throw new InvalidInputException(
          "Idempotency-Key", "was used with another body before; use a new key");
    }
    return Map.entry(row.getString("key"), Sql.id(row, "task_id"));
  }
}
