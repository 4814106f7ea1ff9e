package org.gamelan.engine.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gamelan.engine.TaskOverride;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;

/** Reads what people decided for single tasks; only of tasks that are marked to have any. */
final class OverrideRows {
  /** A task has a bounded number of them that were not taken back. */
  private static final String OF_TASKS =
      """
      select o.task_id, o.id, o.kind, o.stage, o.agent, o.value,
        o.kind = 'next' and exists (select from routing r where r.override_id = o.id) as used
      from task_override o
      where o.task_id = any (?) and o.removed_at is null
        and (o.expires_at is null or o.expires_at > clock_timestamp())
      order by o.id
      """;

  private OverrideRows() {}

  /** By task, in the order they were made; those that have none are left out. */
  static Map<UUID, List<TaskOverride>> of(Connection connection, List<UUID> tasks)
      throws SQLException {
    Map<UUID, List<TaskOverride>> all = new HashMap<>();
    if (tasks.isEmpty()) {
      return all;
    }
    Sql.query(
        connection,
        OF_TASKS,
        row ->
            all.computeIfAbsent(Sql.id(row, "task_id"), id -> new ArrayList<>())
                .add(
                    new TaskOverride(
                        Sql.id(row, "id"),
                        TaskOverride.Kind.find(row.getString("kind")).orElseThrow(),
                        row.getString("stage"),
                        row.getString("agent"),
                        Json.parseOwn(row.getString("value")),
                        row.getBoolean("used"))),
        (Object) tasks.toArray(UUID[]::new));
    return all;
  }
}
