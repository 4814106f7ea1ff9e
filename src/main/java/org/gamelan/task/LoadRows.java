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

  private static final String LOCK =
      """
      select p.agent from agent_place p
      where p.agent = any (?) and p.told <> %s
      order by p.agent limit ? for no key update of p
      """
          .formatted(COUNT);

  /** Counts by a snapshot of its own, taken under the locks: nobody tells an older number later. */
  private static final String TELL =
      """
      update agent_place p set told = %s where p.agent = any (?) and p.told <> %s
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

  /** Those agents whose number of tasks differs from what was told last; by now it is told. */
  static List<Load> changed(Connection connection, Collection<String> agents) throws SQLException {
    List<String> due =
        Sql.query(
            connection, LOCK, row -> row.getString("agent"), agents.toArray(String[]::new), MOST);
    return due.isEmpty()
        ? List.of()
        : Sql.query(
            connection,
            TELL,
            row -> new Load(row.getString("agent"), row.getInt("told")),
            (Object) due.toArray(String[]::new));
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
