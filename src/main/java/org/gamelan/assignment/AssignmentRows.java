package org.gamelan.assignment;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;

/**
 * Rows of assignments. Whoever gives an instance a task, ends one or lets it retire locks the
 * assignment first, so that none of them misses the other.
 */
final class AssignmentRows {
  static final String TOPIC = "agents";

  private static final String SELECT =
      """
      select a.id, a.agent, a.task_config_id, a.created_by, a.created_at, a.retiring_since,
        c.name as config_name, i.id as instance_id
      from agent_assignment a
        join agent_instance i on i.assignment_id = a.id
        left join task_config c on c.id = a.task_config_id
      """;

  /**
   * Of those that fit, of those with room, the instance that was used longest ago; those that
   * others are choosing just now are passed.
   */
  private static final String CHOOSE =
      """
      update agent_instance set last_active_at = clock_timestamp()
      where id = (
        select i.id from unnest(?::text[], ?::int[], ?::bool[]) as c (agent, capacity, fits)
          join agent_assignment a on a.agent = c.agent
          join agent_instance i on i.assignment_id = a.id
        where a.task_config_id = ? and a.retiring_since is null
        order by not c.fits, c.capacity is not null and c.capacity <= (select count(*) from task t
            where t.placed and t.finished_at is null and t.agent = c.agent),
          i.last_active_at nulls first, i.id
        limit 1 for no key update of i %s)
      returning assignment_id
      """;

  private AssignmentRows() {}

  static List<Assignment> ofAgent(Connection connection, String agent, UUID after, int limit)
      throws SQLException {
    return Sql.query(
        connection,
        SELECT + " where a.agent = ? and (?::uuid is null or a.id > ?) order by a.id limit ?",
        AssignmentRows::assignment,
        agent,
        after,
        after,
        limit);
  }

  static Optional<Assignment> find(Connection connection, UUID id) throws SQLException {
    return Sql.find(connection, SELECT + " where a.id = ?", AssignmentRows::assignment, id);
  }

  /** The one of an agent and a config that takes tasks. */
  static Optional<Assignment> findActive(Connection connection, String agent, UUID config)
      throws SQLException {
    return Sql.find(
        connection,
        SELECT + " where a.agent = ? and a.task_config_id = ? and a.retiring_since is null",
        AssignmentRows::assignment,
        agent,
        config);
  }

  private static Assignment assignment(ResultSet row) throws SQLException {
    boolean retiring = row.getTimestamp("retiring_since") != null;
    return new Assignment(
        Sql.id(row, "id"),
        row.getString("agent"),
        row.getString("config_name"),
        Sql.id(row, "task_config_id"),
        Sql.id(row, "instance_id"),
        retiring ? Assignment.RETIRING : Assignment.ACTIVE,
        row.getString("created_by"),
        Sql.instant(row, "created_at"));
  }

  static int countActive(Connection connection, String agent) throws SQLException {
    String sql = "select count(*) from agent_assignment where agent = ? and retiring_since is null";
    return Sql.find(connection, sql, row -> row.getInt(1), agent).orElse(0);
  }

  /** The agents that a config is assigned to, some of them. */
  static List<String> agentsOf(Connection connection, UUID config, int limit) throws SQLException {
    return Sql.query(
        connection,
        """
        select agent from agent_assignment where task_config_id = ? and retiring_since is null
        order by agent limit ?
        """,
        row -> row.getString(1),
        config,
        limit);
  }

  /** The names of the first few agents that configs are assigned to, by config. */
  static Map<UUID, List<String>> agentsOf(Connection connection, UUID[] configs)
      throws SQLException {
    Map<UUID, List<String>> agents = new HashMap<>();
    Sql.query(
        connection,
        """
        select task_config_id, (array_agg(agent order by agent))[1:5] as agents
        from agent_assignment where task_config_id = any (?) and retiring_since is null
        group by task_config_id
        """,
        row ->
            agents.put(
                Sql.id(row, "task_config_id"),
                List.of((String[]) row.getArray("agents").getArray())),
        (Object) configs);
    return agents;
  }

  /**
   * The id of the assignment to use next, if any agent of these has one of this config.
   *
   * @param complexity the task's; agents whose range has it come first
   */
  static Optional<UUID> choose(
      Connection connection, UUID config, List<AgentDefinition> agents, int complexity)
      throws SQLException {
    String[] names = agents.stream().map(AgentDefinition::name).toArray(String[]::new);
    Integer[] capacities = agents.stream().map(AgentDefinition::capacity).toArray(Integer[]::new);
    Boolean[] fitting =
        agents.stream()
            .map(
                agent -> agent.minComplexity() <= complexity && complexity <= agent.maxComplexity())
            .toArray(Boolean[]::new);
    for (String passing : List.of("skip locked", "")) {
      Optional<UUID> chosen =
          Sql.find(
              connection,
              CHOOSE.formatted(passing),
              row -> Sql.id(row, "assignment_id"),
              names,
              capacities,
              fitting,
              config);
      if (chosen.isPresent()) {
        return chosen;
      }
    }
    return Optional.empty();
  }

  /** Makes an assignment and its instance; false when the agent has one of this config already. */
  static boolean insert(Connection connection, UUID id, UUID instance, Assignment assignment)
      throws SQLException {
    int made =
        Sql.update(
            connection,
            """
            insert into agent_assignment (id, agent, task_config_id, created_by)
            values (?, ?, ?, ?) on conflict do nothing
            """,
            id,
            assignment.agent(),
            assignment.taskConfigId(),
            assignment.createdBy());
    if (made == 0) {
      return false;
    }
    Sql.update(
        connection,
        "insert into agent_instance (id, agent, assignment_id) values (?, ?, ?)",
        instance,
        assignment.agent(),
        id);
    tell(connection, List.of(changed(id, assignment.agent(), Assignment.ACTIVE)));
    return true;
  }

  /** Takes assignments that still take tasks out of service, and those away that have none. */
  static List<UUID> retireAllOf(Connection connection, UUID config) throws SQLException {
    return retire(connection, " task_config_id = ? and retiring_since is null", config);
  }

  /** The same for all that an agent has. */
  static List<UUID> retireAllOf(Connection connection, String agent) throws SQLException {
    return retire(connection, " agent = ? and retiring_since is null", agent);
  }

  /** Takes an assignment out of service, and away if it has no task; tells whether it is gone. */
  static boolean retire(Connection connection, UUID id) throws SQLException {
    return retire(connection, " id = ?", id).contains(id);
  }

  private static List<UUID> retire(Connection connection, String which, Object value)
      throws SQLException {
    UUID[] locked =
        Sql.query(
                connection,
                "select id from agent_assignment where" + which + " order by id for no key update",
                row -> Sql.id(row, "id"),
                value)
            .toArray(UUID[]::new);
    List<NewEvent> events =
        Sql.query(
            connection,
            """
            update agent_assignment set retiring_since = clock_timestamp()
            where id = any (?) and retiring_since is null
            returning id, agent
            """,
            row -> changed(Sql.id(row, "id"), row.getString("agent"), Assignment.RETIRING),
            (Object) locked);
    tell(connection, events);
    return removeRetired(connection, locked);
  }

  /** Takes away those of these assignments that retire and have no unfinished task any more. */
  static List<UUID> removeRetired(Connection connection, UUID[] ids) throws SQLException {
    List<UUID> gone = new ArrayList<>();
    List<NewEvent> events =
        Sql.query(
            connection,
            """
            delete from agent_assignment a
            where a.id = any (?) and a.retiring_since is not null and not exists (
              select from task t join agent_instance i on i.id = t.instance_id
              where i.assignment_id = a.id
                and t.phase in ('p', 'o'))
            returning a.id, a.agent
            """,
            row -> {
              gone.add(Sql.id(row, "id"));
              return changed(Sql.id(row, "id"), row.getString("agent"), "gone");
            },
            (Object) ids);
    tell(connection, events);
    return gone;
  }

  private static NewEvent changed(UUID id, String agent, String status) {
    return new NewEvent(
        TOPIC,
        "assignment.changed",
        id,
        null,
        Json.object().put("agent", agent).put("status", status));
  }

  private static void tell(Connection connection, List<NewEvent> events) throws SQLException {
    EventLog.append(connection, events);
  }
}
