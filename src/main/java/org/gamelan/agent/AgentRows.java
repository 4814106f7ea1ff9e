package org.gamelan.agent;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;

/** Rows of agents and their versions. */
final class AgentRows {
  /** Versions kept of one agent; older ones go. */
  static final int MOST_VERSIONS = 200;

  private static final String HEADS =
      "select name, number, hash from agent_head where name = any (?)";

  /** Only content that differs from the last of its name is counted, whoever comes first. */
  private static final String RAISE =
      """
      insert into agent_head (name, id, number, hash)
      select * from unnest(?::text[], ?::uuid[], ?::int[], ?::text[]) as given (name, id, number, hash)
      order by name
      on conflict (name) do update
        set number = agent_head.number + 1, hash = excluded.hash, changed_at = clock_timestamp()
        where agent_head.hash <> excluded.hash
      returning name, number
      """;

  private static final String VERSIONS =
      """
      insert into agent_version (name, number, definition, source, origin)
      select name, number, definition::json, source, origin
      from unnest(?::text[], ?::int[], ?::text[], ?::text[], ?::text[])
        as given (name, number, definition, source, origin)
      """;

  private static final String TRIM =
      """
      delete from agent_version v using unnest(?::text[], ?::int[]) as newest (name, number)
      where v.name = newest.name and v.number <= newest.number - ?
      """;

  private static final String ADMIN =
      """
      select a.name, a.definition, a.retiring_at is not null as retiring, h.number
      from agent a join agent_head h on h.name = a.name order by a.name limit ?
      """;

  private static final String SWITCHES =
      "select name, enabled from agent_head where enabled is not null limit 100000";

  private AgentRows() {}

  /** The number and the hash of a name's present version. */
  record Head(int number, String hash) {}

  static Map<String, Head> heads(Connection connection, Collection<String> names)
      throws SQLException {
    Map<String, Head> heads = new HashMap<>();
    Sql.query(
        connection,
        HEADS,
        row ->
            heads.put(row.getString("name"), new Head(row.getInt("number"), row.getString("hash"))),
        (Object) names.toArray(String[]::new));
    return heads;
  }

  /** Counts those whose content changed, keeps what they say, and gives their new numbers. */
  static Map<String, Integer> raise(Connection connection, List<AgentDefinition> definitions)
      throws SQLException {
    int size = definitions.size();
    String[] names = new String[size];
    UUID[] ids = new UUID[size];
    Integer[] first = new Integer[size];
    String[] hashes = new String[size];
    for (int i = 0; i < size; i++) {
      AgentDefinition definition = definitions.get(i);
      names[i] = definition.name();
      ids[i] = AgentEntry.idOf(definition.name());
      first[i] = 1;
      hashes[i] = AgentHashes.of(definition);
    }
    Map<String, Integer> raised = new HashMap<>();
    Sql.query(
        connection,
        RAISE,
        row -> raised.put(row.getString("name"), row.getInt("number")),
        names,
        ids,
        first,
        hashes);
    keep(
        connection,
        definitions.stream()
            .filter(definition -> raised.containsKey(definition.name()))
            .map(definition -> definition.withVersion(raised.get(definition.name())))
            .toList());
    return raised;
  }

  private static void keep(Connection connection, List<AgentDefinition> versions)
      throws SQLException {
    if (versions.isEmpty()) {
      return;
    }
    List<String[]> columns = new ArrayList<>();
    Integer[] numbers = versions.stream().map(AgentDefinition::version).toArray(Integer[]::new);
    columns.add(versions.stream().map(AgentDefinition::name).toArray(String[]::new));
    columns.add(versions.stream().map(it -> Json.write(it.content())).toArray(String[]::new));
    columns.add(versions.stream().map(AgentDefinition::source).toArray(String[]::new));
    columns.add(versions.stream().map(AgentDefinition::origin).toArray(String[]::new));
    Sql.update(
        connection,
        VERSIONS,
        columns.get(0),
        numbers,
        columns.get(1),
        columns.get(2),
        columns.get(3));
    if (versions.stream().anyMatch(it -> it.version() > MOST_VERSIONS)) {
      Sql.update(connection, TRIM, columns.get(0), numbers, MOST_VERSIONS);
    }
  }

  static AdminLayer admin(Connection connection, int limit) throws SQLException {
    Map<String, AdminLayer.AdminAgent> agents = new HashMap<>();
    Sql.query(connection, ADMIN, row -> agents.put(row.getString("name"), adminAgent(row)), limit);
    Map<String, Boolean> switches = new HashMap<>();
    Sql.query(
        connection,
        SWITCHES,
        row -> switches.put(row.getString("name"), row.getBoolean("enabled")));
    return new AdminLayer(agents, switches);
  }

  private static AdminLayer.AdminAgent adminAgent(ResultSet row) throws SQLException {
    return new AdminLayer.AdminAgent(
        AgentDefinition.of(
            Json.parseOwn(row.getString("definition")),
            row.getInt("number"),
            AgentSource.ADMIN.id(),
            null),
        row.getBoolean("retiring"));
  }

  /** Has other nodes look, and lets changes come one after the other. */
  static void touch(Connection connection) throws SQLException {
    Sql.update(connection, "update agent_change set number = number + 1");
  }

  static long change(Connection connection) throws SQLException {
    return Sql.find(connection, "select number from agent_change", row -> row.getLong(1))
        .orElse(0L);
  }

  /** The number of the last change; there is no further one until the transaction ends. */
  static long holdChanges(Connection connection) throws SQLException {
    return Sql.find(connection, "select number from agent_change for share", row -> row.getLong(1))
        .orElse(0L);
  }

  static int count(Connection connection) throws SQLException {
    return Sql.find(connection, "select count(*)::int from agent", row -> row.getInt(1)).orElse(0);
  }

  static boolean insert(Connection connection, AgentDefinition definition, String by)
      throws SQLException {
    return Sql.update(
            connection,
            "insert into agent (name, definition, created_by) values (?, ?::json, ?)"
                + " on conflict (name) do nothing",
            definition.name(),
            Json.write(definition.content()),
            by)
        == 1;
  }

  static boolean update(Connection connection, AgentDefinition definition, int seen)
      throws SQLException {
    return Sql.update(
            connection,
            """
            update agent a set definition = ?::json, updated_at = clock_timestamp()
            from agent_head h
            where a.name = ? and h.name = a.name and h.number = ? and a.retiring_at is null
            """,
            Json.write(definition.content()),
            definition.name(),
            seen)
        == 1;
  }

  static boolean delete(Connection connection, String name) throws SQLException {
    return Sql.update(connection, "delete from agent where name = ?", name) == 1;
  }

  /**
   * @param retiring whether it is to go, or to stay after all
   */
  static boolean retire(Connection connection, String name, boolean retiring) throws SQLException {
    return Sql.update(
            connection,
            "update agent set retiring_at = case when ? then clock_timestamp() end"
                + " where name = ? and (retiring_at is null) = ?",
            retiring,
            name,
            retiring)
        == 1;
  }

  static boolean isRetiring(Connection connection, String name) throws SQLException {
    return Sql.find(
            connection,
            "select from agent where name = ? and retiring_at is not null",
            row -> true,
            name)
        .isPresent();
  }

  /**
   * @param enabled null follows the definition
   */
  static void switchTo(Connection connection, String name, Boolean enabled) throws SQLException {
    Sql.update(
        connection,
        "update agent_head set enabled = ?::boolean, changed_at = clock_timestamp()"
            + " where name = ?",
        enabled,
        name);
  }

  /** The name behind an id or a name, of any agent there ever was. */
  static Optional<String> findName(Connection connection, String idOrName) throws SQLException {
    return Sql.find(
        connection,
        "select name from agent_head where name = ? or id = ?",
        row -> row.getString("name"),
        idOrName,
        AgentRegistry.id(idOrName).orElse(null));
  }

  static List<AgentVersion> versions(Connection connection, String name) throws SQLException {
    return Sql.query(
        connection,
        "select number, definition, source, origin, created_at from agent_version"
            + " where name = ? order by number desc limit ?",
        AgentRows::version,
        name,
        MOST_VERSIONS);
  }

  static Optional<AgentVersion> version(Connection connection, String name, int number)
      throws SQLException {
    return Sql.find(
        connection,
        "select number, definition, source, origin, created_at from agent_version"
            + " where name = ? and number = ?",
        AgentRows::version,
        name,
        number);
  }

  private static AgentVersion version(ResultSet row) throws SQLException {
    return new AgentVersion(
        AgentDefinition.of(
            Json.parseOwn(row.getString("definition")),
            row.getInt("number"),
            row.getString("source"),
            row.getString("origin")),
        Sql.instant(row, "created_at"));
  }
}
