package org.gamelan.assignment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.event.EventsAppended;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;

/**
 * Which agents do which kinds of tasks. Each assignment is an agent instance of its own. Only
 * administrators may change them; the doors see to that.
 */
@ApplicationScoped
public class Assignments {
  /** How many task configs one agent may have. */
  public static final int MOST = 100;

  private final Database database;
  private final TaskConfigs configs;
  private final AgentRegistry agents;
  private final Event<EventsAppended> appended;

  protected Assignments() {
    this(null, null, null, null);
  }

  @Inject
  public Assignments(
      Database database,
      TaskConfigs configs,
      AgentRegistry agents,
      Event<EventsAppended> appended) {
    this.database = database;
    this.configs = configs;
    this.agents = agents;
    this.appended = appended;
  }

  /** The assignments of an agent, the oldest first, those behind {@code after}. */
  public List<Assignment> ofAgent(String agent, UUID after, int limit) {
    return database.inTransaction(
        tx -> AssignmentRows.ofAgent(tx.connection(), agent, after, limit));
  }

  /** The first few agents that task configs are assigned to, by the configs' ids. */
  public Map<UUID, List<String>> agentsOf(List<UUID> configs) {
    return database.inTransaction(
        tx -> AssignmentRows.agentsOf(tx.connection(), configs.toArray(UUID[]::new)));
  }

  /** The instances that assignments of a task config made, by agent. */
  public List<AgentInstance> instancesOf(UUID config, int limit) {
    return database.inTransaction(tx -> InstanceRows.ofConfig(tx.connection(), config, limit));
  }

  public Optional<Assignment> find(UUID id) {
    return database.inTransaction(tx -> AssignmentRows.find(tx.connection(), id));
  }

  /** The instances of an agent, the oldest first, those behind {@code after}. */
  public List<AgentInstance> instances(String agent, UUID after, int limit) {
    return database.inTransaction(tx -> InstanceRows.ofAgent(tx.connection(), agent, after, limit));
  }

  /**
   * Assigns a task config to an agent.
   *
   * @param agent the agent's name
   * @param config id or name of the task config
   * @throws InvalidInputException when there is no such task config
   * @throws NotFoundException when there is no such agent
   * @throws ConflictException when it is assigned already, or the agent has too many
   */
  public Assignment create(String agent, String config, String by) {
    if (agents.find(agent).isEmpty()) {
      throw new NotFoundException("agent", agent);
    }
    if (config == null || config.isBlank()) {
      throw new InvalidInputException("taskConfig", "is missing; name a task config or its id");
    }
    TaskConfigView wanted =
        configs
            .find(config)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "taskConfig", "there is no task config '" + config + "'; make it first"));
    Assignment made = database.inTransaction(tx -> insert(tx.connection(), agent, wanted, by));
    appended.fire(new EventsAppended());
    return made;
  }

  private static Assignment insert(
      Connection connection, String agent, TaskConfigView config, String by) throws SQLException {
    if (AssignmentRows.countActive(connection, agent) >= MOST) {
      throw new ConflictException(
          "'%s' has %d task configs already; remove one first.".formatted(agent, MOST));
    }
    UUID id = Ids.next();
    UUID instance = Ids.next();
    Assignment wanted =
        new Assignment(
            id, agent, config.name(), config.id(), instance, Assignment.ACTIVE, by, null);
    if (!AssignmentRows.insert(connection, id, instance, wanted)) {
      throw new ConflictException(
          "The task config '%s' is assigned to '%s' already.".formatted(config.name(), agent));
    }
    return AssignmentRows.find(connection, id).orElseThrow();
  }

  /**
   * Takes an assignment away. With unfinished tasks it retires: it takes nothing new and goes with
   * the last of them.
   *
   * @return whether it is gone; false when it retires
   */
  public boolean delete(UUID id) {
    boolean gone = database.inTransaction(tx -> AssignmentRows.retire(tx.connection(), id));
    appended.fire(new EventsAppended());
    return gone;
  }

  /**
   * Takes all assignments of an agent away that is going, in the transaction that ends it: another
   * one of its name begins without them and without what their instances remember.
   */
  public static void leave(Connection connection, String agent) throws SQLException {
    AssignmentRows.retireAllOf(connection, agent);
  }

  /**
   * Where a task of a config is going to be done: at the assignment that is named, else at that of
   * the agent that is named, else at the one that was used longest ago of agents that take work:
   * those whose range has the task's complexity come first, then those with a free place.
   *
   * @param agent an agent's name, or null for any
   * @param assignment an assignment, or null for any
   * @param complexity the task's, from 1 to 10
   * @return nothing when the named agent has no assignment of this config
   * @throws InvalidInputException when the assignment is not there, or no agent can be found
   */
  public Optional<Seat> seat(TaskConfigView config, String agent, UUID assignment, int complexity) {
    if (assignment != null) {
      return Optional.of(seatAt(config, agent, assignment));
    }
    return database.inTransaction(
        tx -> {
          Connection connection = tx.connection();
          if (agent != null) {
            Optional<Assignment> own = AssignmentRows.findActive(connection, agent, config.id());
            return own.isEmpty() ? Optional.empty() : Optional.of(seatOf(connection, own.get()));
          }
          UUID chosen =
              AssignmentRows.choose(connection, config.id(), working(), complexity)
                  .orElseThrow(() -> unassigned(config));
          return Optional.of(
              seatOf(connection, AssignmentRows.find(connection, chosen).orElseThrow()));
        });
  }

  /**
   * What an assignment offers a task of a config.
   *
   * @param agent an agent's name, or null for that of the assignment
   * @throws InvalidInputException when it is not there, or is of another config or agent
   */
  Seat seatAt(TaskConfigView config, String agent, UUID id) {
    return database.inTransaction(
        tx -> {
          Assignment assignment =
              AssignmentRows.find(tx.connection(), id)
                  .orElseThrow(
                      () ->
                          new InvalidInputException(
                              "assignment", "there is no assignment '" + id + "'"));
          refuseOther(config, agent, assignment);
          return seatOf(tx.connection(), assignment);
        });
  }

  private static void refuseOther(TaskConfigView config, String agent, Assignment assignment) {
    if (assignment.isRetiring()) {
      throw new InvalidInputException(
          "assignment", "is being removed and takes no new tasks; choose another");
    } else if (!config.id().equals(assignment.taskConfigId())) {
      throw new InvalidInputException(
          "assignment", "is of another task config: '" + assignment.taskConfig() + "'");
    } else if (agent != null && !agent.equals(assignment.agent())) {
      throw new InvalidInputException(
          "assignment", "is of another agent: '" + assignment.agent() + "'");
    }
  }

  private static Seat seatOf(Connection connection, Assignment assignment) throws SQLException {
    return new Seat(
        assignment.id(),
        assignment.instance(),
        assignment.agent(),
        InstanceRows.memory(connection, assignment.instance()));
  }

  /** Those that take new tasks: neither disabled nor retiring. */
  private List<AgentDefinition> working() {
    return agents.entries().stream()
        .filter(entry -> entry.refusal().isEmpty())
        .map(AgentEntry::definition)
        .toList();
  }

  private static InvalidInputException unassigned(TaskConfigView config) {
    return new InvalidInputException(
        List.of(
            new FieldError(
                "agent",
                ("is needed, as no enabled agent is assigned to the task config '%s'; name one, or"
                        + " assign one under /agents/{id}/assignments")
                    .formatted(config.name()))));
  }
}
