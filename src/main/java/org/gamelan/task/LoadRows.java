package org.gamelan.task;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.gamelan.platform.Sql;

/** What was told of the tasks that agents have in hand. */
final class LoadRows {
  private static final int MOST = 1_000;

  private static final String COUNT =
      "(select count(*)::int from task t where t.placed and t.finished_at is null and t.agent ="
          + " p.agent)";

  /** Counted when the row is locked; what changes meanwhile is seen by whoever changes it. */
  private static final String TELL =
      """
      with due as (
        select p.agent from agent_place p
        where (p.agent = any (?) or ?) and p.told <> %s
        order by p.agent limit ? for no key update of p)
      update agent_place p set told = %s from due where p.agent = due.agent
      returning p.agent, p.told
      """
          .formatted(COUNT, COUNT);

  private LoadRows() {}

  /**
   * What an agent has in hand.
   *
   * @param agent its name
   * @param tasks how many unfinished tasks
   */
  record Load(String agent, int tasks) {}

  /**
   * Agents whose number of tasks differs from what was told last; by now it is told.
   *
   * @param all whether others than those named are looked at
   */
  static List<Load> changed(Connection connection, Collection<String> agents, boolean all)
      throws SQLException {
    return Sql.query(
        connection,
        TELL,
        row -> new Load(row.getString("agent"), row.getInt("told")),
        agents.toArray(String[]::new),
        all,
        MOST);
  }

  /** The agents that some tasks were given to; tasks that go through workflows have none. */
  static List<String> agents(Connection connection, Collection<UUID> tasks) throws SQLException {
    return tasks.isEmpty()
        ? new ArrayList<>()
        : Sql.query(
            connection,
            "select distinct agent from task where id = any (?) and wants > '' and agent is not"
                + " null",
            row -> row.getString("agent"),
            (Object) tasks.toArray(UUID[]::new));
  }
}
