package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.gamelan.assignment.AssignedTasks;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;

/** Tells an agent instance of a task of its that somebody's steering has ended. */
final class InstanceEnds {
  private static final String ENDED =
      """
      select t.id, t.status, t.input, (select r.output from stage_run r
        where r.task_id = t.id and r.id = t.result_run) as output
      from task t
      where t.id = any (?) and t.instance_id is not null
        and t.status in ('succeeded', 'failed', 'cancelled')
      """;

  private InstanceEnds() {}

  /** Does nothing for a task that goes on, or that no instance does. */
  static void tell(Connection connection, UUID task) throws SQLException {
    tell(connection, List.of(task));
  }

  /** The same for several. */
  static void tell(Connection connection, List<UUID> tasks) throws SQLException {
    List<AssignedTasks.Ended> ended =
        Sql.query(
            connection,
            ENDED,
            row ->
                new AssignedTasks.Ended(
                    Sql.id(row, "id"),
                    row.getString("status"),
                    json(row.getString("input")),
                    json(row.getString("output"))),
            (Object) tasks.toArray(UUID[]::new));
    AssignedTasks.ended(connection, ended);
  }

  private static JsonNode json(String text) {
    return text == null ? null : Json.parseOwn(text);
  }
}
