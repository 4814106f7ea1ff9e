package org.gamelan.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;

/** Rows of agent instances, with what they have in hand. */
final class InstanceRows {
  private static final int DOING = 20;
  private static final String UNFINISHED = " t.phase in ('p', 'o')";

  private static final String INSTANCES =
      """
      select i.id, i.agent, i.assignment_id, i.state, i.succeeded, i.failed, i.cancelled,
        i.created_at, i.last_active_at, a.retiring_since, c.name as config_name,
        (select json_object_agg(m.key, m.value::json) from (%s) m) as memory,
        (select count(*) from task t where t.instance_id = i.id and %s) as unfinished
      from agent_instance i
        join agent_assignment a on a.id = i.assignment_id
        left join task_config c on c.id = a.task_config_id
      """
          .formatted(InstanceMemory.KEYS.formatted("i.id"), UNFINISHED);

  private static final String TASKS =
      """
      select i.id as instance, t.id, t.title, t.status,
        (select min(s.name) from stage_work s where s.task_id = t.id and s.status = 'running')
          as stage
      from unnest(?::uuid[]) as i (id)
        cross join lateral (
          select t.id, t.title, t.status from task t
          where t.instance_id = i.id and %s order by t.id limit %d) as t
      order by t.id
      """
          .formatted(UNFINISHED, DOING);

  private InstanceRows() {}

  static List<AgentInstance> ofAgent(Connection connection, String agent, UUID after, int limit)
      throws SQLException {
    return list(
        connection,
        " where i.agent = ? and (?::uuid is null or i.id > ?) order by i.id limit ?",
        agent,
        after,
        after,
        limit);
  }

  static List<AgentInstance> ofConfig(Connection connection, UUID config, int limit)
      throws SQLException {
    return list(
        connection, " where a.task_config_id = ? order by i.agent, i.id limit ?", config, limit);
  }

  private static List<AgentInstance> list(Connection connection, String which, Object... values)
      throws SQLException {
    List<AgentInstance> instances =
        Sql.query(connection, INSTANCES + which, InstanceRows::instance, values);
    Map<UUID, List<AgentInstance.Doing>> doing =
        doing(connection, instances.stream().map(AgentInstance::id).toArray(UUID[]::new));
    return instances.stream()
        .map(instance -> with(instance, doing.getOrDefault(instance.id(), List.of())))
        .toList();
  }

  private static Map<UUID, List<AgentInstance.Doing>> doing(Connection connection, UUID[] ids)
      throws SQLException {
    Map<UUID, List<AgentInstance.Doing>> doing = new HashMap<>();
    Sql.query(
        connection,
        TASKS,
        row ->
            doing
                .computeIfAbsent(Sql.id(row, "instance"), id -> new ArrayList<>())
                .add(
                    new AgentInstance.Doing(
                        Sql.id(row, "id"),
                        row.getString("title"),
                        row.getString("status"),
                        row.getString("stage"))),
        (Object) ids);
    return doing;
  }

  private static AgentInstance with(AgentInstance it, List<AgentInstance.Doing> doing) {
    return new AgentInstance(
        it.id(),
        it.agent(),
        it.assignment(),
        it.taskConfig(),
        it.status(),
        doing,
        it.unfinished(),
        it.succeeded(),
        it.failed(),
        it.cancelled(),
        it.state(),
        it.memory(),
        it.createdAt(),
        it.lastActiveAt());
  }

  private static AgentInstance instance(ResultSet row) throws SQLException {
    int unfinished = row.getInt("unfinished");
    String status = unfinished > 0 ? "busy" : "idle";
    return new AgentInstance(
        Sql.id(row, "id"),
        row.getString("agent"),
        Sql.id(row, "assignment_id"),
        row.getString("config_name"),
        row.getTimestamp("retiring_since") == null ? status : Assignment.RETIRING,
        List.of(),
        unfinished,
        row.getLong("succeeded"),
        row.getLong("failed"),
        row.getLong("cancelled"),
        Json.parseOwn(row.getString("state")),
        memory(row.getString("memory")),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "last_active_at"));
  }

  /** What an instance remembers, the engine's own keys always among it. */
  static JsonNode memory(Connection connection, UUID instance) throws SQLException {
    return Sql.find(
            connection,
            "select json_object_agg(m.key, m.value::json) as memory from ("
                + InstanceMemory.KEYS.formatted("?")
                + ") m",
            row -> memory(row.getString("memory")),
            instance)
        .orElseGet(InstanceMemory::empty);
  }

  private static JsonNode memory(String stored) {
    return stored == null ? InstanceMemory.empty() : InstanceMemory.whole(Json.parseOwn(stored));
  }

  /** Those of these instances that have unfinished tasks. */
  static Set<UUID> busy(Connection connection, UUID[] instances) throws SQLException {
    return new HashSet<>(
        Sql.query(
            connection,
            "select distinct t.instance_id from task t where t.instance_id = any (?) and"
                + UNFINISHED,
            row -> Sql.id(row, "instance_id"),
            (Object) instances));
  }
}
