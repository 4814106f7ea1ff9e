package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.agent.AdminAgents;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.assignment.Assignments;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** What agents have in hand, and their end once that is nothing any more. */
@ApplicationScoped
public class AgentWork {
  private static final String UNFINISHED =
      """
      select agent, count(*)::int as tasks from task
      where placed and finished_at is null group by agent limit 100000
      """;

  private static final String BUSY =
      "select from task where agent = ? and placed and finished_at is null limit 1";

  private final Database database;
  private final AgentRegistry registry;
  private final AdminAgents agents;

  protected AgentWork() {
    this(null, null, null);
  }

  @Inject
  public AgentWork(Database database, AgentRegistry registry, AdminAgents agents) {
    this.database = database;
    this.registry = registry;
    this.agents = agents;
  }

  /** How many unfinished tasks each agent has in hand; those without any are left out. */
  public Map<String, Integer> unfinished() {
    return database.inTransaction(
        tx -> {
          Map<String, Integer> tasks = new HashMap<>();
          Sql.query(
              tx.connection(),
              UNFINISHED,
              row -> tasks.put(row.getString("agent"), row.getInt("tasks")));
          return tasks;
        });
  }

  /** How many unfinished tasks this agent has in hand. */
  public int unfinished(String agent) {
    return database.inTransaction(
        tx ->
            Sql.find(
                    tx.connection(),
                    "select count(*)::int from task where agent = ? and placed"
                        + " and finished_at is null",
                    row -> row.getInt(1),
                    agent)
                .orElse(0));
  }

  /**
   * Removes an agent, or lets it retire while it has tasks in hand: it takes nothing new and goes
   * once they have ended. What waits for a place of it fails when it goes, and its assignments go
   * with it, unless another agent stood behind it and has the name now.
   *
   * @return whether it is gone already
   */
  public boolean remove(String agent) {
    return agents.remove(agent, connection -> !leaves(connection, agent));
  }

  /** Ends the retiring agents whose last task has ended. */
  void finishRetirements() {
    for (AgentEntry entry : registry.entries()) {
      if (entry.retiring() && unfinished(entry.name()) == 0) {
        agents.finish(entry.name(), connection -> !leaves(connection, entry.name()));
      }
    }
  }

  private boolean leaves(Connection connection, String agent) throws SQLException {
    if (isBusy(connection, agent)) {
      return false;
    }
    if (registry.findEntry(agent).map(AgentEntry::shadows).orElse(List.of()).isEmpty()) {
      Assignments.leave(connection, agent);
    }
    return true;
  }

  private static boolean isBusy(Connection connection, String agent) throws SQLException {
    return Sql.find(connection, BUSY, row -> true, agent).isPresent();
  }
}
