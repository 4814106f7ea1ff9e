package org.gamelan.task;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gamelan.platform.Sql;

/**
 * Places of agents in the database. A task that is placed and not finished takes one, so its end
 * frees the place by itself. Whoever gives a place locks the agent's row first, then the tasks.
 */
final class PlaceRows {
  /** A loose scan of the index: one step for each different wish, however many tasks wait. */
  private static final String WISHES =
      """
      with recursive w (wants) as (
        (select wants from task where phase = 'p' and wants > ? order by wants limit 1)
        union all
        select (select t.wants from task t where t.phase = 'p' and t.wants > w.wants
          order by t.wants limit 1)
        from w where w.wants is not null)
      select wants from w where wants is not null limit ?
      """;

  private static final String LOCK =
      "select agent, given_at from agent_place where agent = any (?) order by agent"
          + " for no key update";

  private static final String TAKEN =
      """
      select agent, count(*)::int as tasks from task
      where placed and finished_at is null and agent = any (?) group by agent
      """;

  private static final String WAITING =
      """
      select w.wants, t.id from unnest(?::text[], ?::int[]) as w (wants, most)
        cross join lateral (select id, priority from task
          where phase = 'p' and wants = w.wants order by priority desc, id limit w.most) t
      order by t.priority desc, t.id limit ?
      """;

  private static final String GIVE =
      """
      update task t set status = 'queued', reason = null, agent = g.agent, placed = true,
        blueprint_id = coalesce(g.blueprint, t.blueprint_id), version = t.version + 1
      from unnest(?::uuid[], ?::text[], ?::uuid[]) as g (id, agent, blueprint)
      where t.id = g.id
      """;

  private static final String READY =
      """
      update stage_work set status = 'ready', waiting_for = null, ready_at = clock_timestamp()
      where task_id = any (?) and status = 'waiting' and waiting_for = 'agent'
      returning run_id
      """;

  private static final String GIVEN =
      """
      update agent_place p set given_at = g.at::timestamptz
      from unnest(?::text[], ?::text[]) as g (agent, at) where p.agent = g.agent
      """;

  /**
   * Those with room, as it seems without a lock, the one that was given a task longest ago first.
   */
  private static final String FREE =
      """
      select c.agent from unnest(?::text[], ?::int[]) as c (agent, capacity)
        left join agent_place p on p.agent = c.agent
      where c.capacity is null or c.capacity > (select count(*) from task t
        where t.placed and t.finished_at is null and t.agent = c.agent)
      order by p.given_at nulls first, c.agent limit ?
      """;

  private static final String REASONS =
      """
      with other as (
        select t.id, w.reason from unnest(?::text[], ?::text[]) as w (wants, reason)
          join task t on t.wants = w.wants
        where t.phase = 'p' and t.reason is distinct from w.reason
        limit ? for no key update of t skip locked)
      update task t set reason = other.reason, version = t.version + 1
      from other where t.id = other.id returning t.id, t.reason
      """;

  private PlaceRows() {}

  /**
   * What tasks that wait want, each wish once, in the order of their texts.
   *
   * @param after the text of the last one already seen, or nothing to begin with the first
   */
  static List<Wish> wishes(Connection connection, String after, int most) throws SQLException {
    return new ArrayList<>(
        Sql.query(connection, WISHES, row -> Wish.parse(row.getString("wants")), after, most));
  }

  static boolean somebodyWaits(Connection connection) throws SQLException {
    return Sql.find(connection, "select from task where phase = 'p' limit 1", row -> true)
        .isPresent();
  }

  static Instant now(Connection connection) throws SQLException {
    return Sql.find(connection, "select clock_timestamp() as now", row -> Sql.instant(row, "now"))
        .orElseThrow();
  }

  /** Lets nobody else give places of these agents; tells when each was given its last task. */
  static Map<String, Instant> lock(Connection connection, Collection<String> agents)
      throws SQLException {
    String[] names = agents.stream().sorted().toArray(String[]::new);
    Map<String, Instant> given = lockKnown(connection, names);
    if (given.size() < names.length) {
      enter(connection, names);
      given = lockKnown(connection, names);
    }
    return given;
  }

  private static Map<String, Instant> lockKnown(Connection connection, String[] names)
      throws SQLException {
    Map<String, Instant> given = new HashMap<>();
    Sql.query(
        connection,
        LOCK,
        row -> given.put(row.getString("agent"), Sql.instant(row, "given_at")),
        (Object) names);
    return given;
  }

  private static void enter(Connection connection, String... names) throws SQLException {
    Sql.update(
        connection,
        "insert into agent_place (agent) select a from unnest(?::text[]) as g (a) order by a"
            + " on conflict (agent) do nothing",
        (Object) names);
  }

  /** How many tasks agents have in hand; those without any are left out. */
  static Map<String, Integer> taken(Connection connection, Collection<String> agents)
      throws SQLException {
    Map<String, Integer> taken = new HashMap<>();
    if (!agents.isEmpty()) {
      Sql.query(
          connection,
          TAKEN,
          row -> taken.put(row.getString("agent"), row.getInt("tasks")),
          (Object) agents.toArray(String[]::new));
    }
    return taken;
  }

  /** A task that waits for a place. */
  record Waiting(UUID id, Wish wish) {}

  /**
   * The most urgent tasks that wait, then the oldest, so many of each wish as there is room for.
   */
  static List<Waiting> waiting(Connection connection, Map<Wish, Integer> rooms, int most)
      throws SQLException {
    List<Waiting> waiting =
        new ArrayList<>(
            Sql.query(
                connection,
                WAITING,
                row -> new Waiting(Sql.id(row, "id"), Wish.parse(row.getString("wants"))),
                rooms.keySet().stream().map(Wish::text).toArray(String[]::new),
                rooms.values().toArray(Integer[]::new),
                most));
    List<UUID> mine = lockPending(connection, waiting.stream().map(Waiting::id).toList());
    waiting.removeIf(task -> !mine.contains(task.id()));
    return waiting;
  }

  /** Somebody may be cancelling or pausing one: it is left alone. */
  private static List<UUID> lockPending(Connection connection, List<UUID> tasks)
      throws SQLException {
    return Sql.query(
        connection,
        "select id from task where id = any (?) and status = 'pending'"
            + " for no key update skip locked",
        row -> Sql.id(row, "id"),
        (Object) tasks.toArray(UUID[]::new));
  }

  /**
   * A task and the agent it is given to.
   *
   * @param task the task
   * @param agent the agent's name
   * @param blueprint what it is pinned to from now on, or null when it was pinned before
   */
  record Gift(UUID task, String agent, UUID blueprint) {}

  /** Gives places; the runs that are ready with it. */
  static List<UUID> give(Connection connection, List<Gift> gifts) throws SQLException {
    UUID[] tasks = gifts.stream().map(Gift::task).toArray(UUID[]::new);
    Sql.update(
        connection,
        GIVE,
        tasks,
        gifts.stream().map(Gift::agent).toArray(String[]::new),
        gifts.stream().map(Gift::blueprint).toArray(UUID[]::new));
    return Sql.query(connection, READY, row -> Sql.id(row, "run_id"), (Object) tasks);
  }

  /** Has a task want something else than it did. */
  static void want(Connection connection, UUID task, Wish wish) throws SQLException {
    Sql.update(connection, "update task set wants = ? where id = ?", wish.text(), task);
  }

  /** When agents were given their last task; those that never were are left out. */
  static Map<String, Instant> givenAt(Connection connection) throws SQLException {
    Map<String, Instant> given = new HashMap<>();
    Sql.query(
        connection,
        "select agent, given_at from agent_place where given_at is not null limit 100000",
        row -> given.put(row.getString("agent"), Sql.instant(row, "given_at")));
    return given;
  }

  static void given(Connection connection, Map<String, Instant> times) throws SQLException {
    Sql.update(
        connection,
        GIVEN,
        times.keySet().toArray(String[]::new),
        times.values().stream().map(Instant::toString).toArray(String[]::new));
  }

  /** The names of the first agents that seem to have room. */
  static List<String> free(
      Connection connection, List<String> agents, List<Integer> capacities, int most)
      throws SQLException {
    return Sql.query(
        connection,
        FREE,
        row -> row.getString("agent"),
        agents.toArray(String[]::new),
        capacities.toArray(Integer[]::new),
        most);
  }

  /** Locks an agent's row unless somebody else has it; tells whether it did. */
  static boolean tryLock(Connection connection, String agent) throws SQLException {
    enter(connection, agent);
    return Sql.find(
            connection,
            "select from agent_place where agent = ? for no key update skip locked",
            row -> true,
            agent)
        .isPresent();
  }

  static void touch(Connection connection, String agent) throws SQLException {
    Sql.update(
        connection, "update agent_place set given_at = clock_timestamp() where agent = ?", agent);
  }

  /** Tells tasks that wait a new reason, some at a time; those that heard it with it. */
  static Map<UUID, String> explain(Connection connection, Map<Wish, String> reasons, int most)
      throws SQLException {
    Map<UUID, String> told = new HashMap<>();
    Sql.query(
        connection,
        REASONS,
        row -> told.put(Sql.id(row, "id"), row.getString("reason")),
        reasons.keySet().stream().map(Wish::text).toArray(String[]::new),
        reasons.values().toArray(String[]::new),
        most);
    return told;
  }

  /** Lets tasks that the caller has locked wait for a place again, in whoever's gift it is. */
  static void wait(Connection connection, List<UUID> tasks, String reason) throws SQLException {
    UUID[] ids = tasks.toArray(UUID[]::new);
    if (ids.length == 0) {
      return;
    }
    Sql.update(
        connection,
        """
        update task set status = 'pending', placed = false, reason = ?, version = version + 1,
          agent = case when wants like 'agent:%' then agent end
        where id = any (?)
        """,
        reason,
        ids);
    Sql.update(
        connection,
        """
        update stage_work set status = 'waiting', waiting_for = 'agent'
        where task_id = any (?) and status = 'ready'
        """,
        (Object) ids);
  }

  static void leave(Connection connection, UUID task) throws SQLException {
    Sql.update(connection, "update task set placed = false where id = ?", task);
  }

  /** Tasks that wait for an agent which is no longer there, locked. */
  static List<UUID> lost(Connection connection, List<Wish> wishes, int most) throws SQLException {
    return Sql.query(
        connection,
        """
        select id from task where phase = 'p' and wants = any (?)
        limit ? for no key update skip locked
        """,
        row -> Sql.id(row, "id"),
        wishes.stream().map(Wish::text).toArray(String[]::new),
        most);
  }

  /** Fails tasks that the caller has locked; each with its own failure. */
  static void fail(Connection connection, List<UUID> tasks, String reason, String failure)
      throws SQLException {
    UUID[] ids = tasks.toArray(UUID[]::new);
    Sql.update(
        connection,
        """
        with gone as (delete from stage_work where task_id = any (?) returning *)
        insert into stage_run (id, task_id, name, kind, status, attempt, round, branch, agent,
          failure, started_at, finished_at)
        select run_id, task_id, name, kind, 'failed', attempt, round, branch, agent, ?::json,
          started_at, clock_timestamp()
        from gone
        """,
        ids,
        failure);
    Sql.update(
        connection,
        """
        update task set status = 'failed', reason = ?, failure = ?::json,
          finished_at = clock_timestamp(), version = version + 1
        where id = any (?)
        """,
        reason,
        failure,
        ids);
  }
}
