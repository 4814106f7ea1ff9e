package org.gamelan.engine.memory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.memory.MemoryOwner;
import org.gamelan.memory.MemoryScope;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** Finds whose memory people mean. */
@ApplicationScoped
public class MemoryOwners {
  private static final String OWNER = "owner";

  private final Database database;
  private final AgentRegistry agents;

  protected MemoryOwners() {
    this(null, null);
  }

  @Inject
  public MemoryOwners(Database database, AgentRegistry agents) {
    this.database = database;
    this.agents = agents;
  }

  /**
   * The owner of a name.
   *
   * @param name of a task its id; of an agent its name or id, or the id of an instance; of a
   *     project its label, folder or repository; of all {@code global} or nothing
   * @throws InvalidInputException when there is none
   */
  public MemoryOwner require(MemoryScope scope, String name) {
    if (scope == MemoryScope.GLOBAL) {
      return global(name);
    }
    if (name == null || name.isBlank()) {
      throw new InvalidInputException(OWNER, missing(scope));
    }
    String wanted = name.strip();
    return switch (scope) {
      case TASK -> owned(MemoryScope.TASK, wanted, "select id from task where id = ?");
      case AGENT ->
          agents
              .resolve(wanted)
              .map(AgentEntry::name)
              .map(MemoryOwner::ofAgent)
              .orElseGet(
                  () ->
                      owned(
                          MemoryScope.AGENT, wanted, "select id from agent_instance where id = ?"));
      default -> project(wanted);
    };
  }

  private static MemoryOwner global(String name) {
    if (name != null && !name.isBlank() && !name.equals(MemoryOwner.GLOBAL.name())) {
      throw new InvalidInputException(
          OWNER, "of the scope global is always 'global'; leave it out");
    }
    return MemoryOwner.GLOBAL;
  }

  private static MemoryOwner project(String name) {
    if (name.length() > MemoryOwner.MAX_NAME || !Json.isStorable(name)) {
      throw new InvalidInputException(OWNER, "has 1 to " + MemoryOwner.MAX_NAME + " characters");
    }
    return new MemoryOwner(MemoryScope.PROJECT, name);
  }

  private MemoryOwner owned(MemoryScope scope, String name, String sql) {
    Optional<UUID> id =
        id(name)
            .flatMap(
                wanted ->
                    database.inTransaction(
                        tx -> Sql.find(tx.connection(), sql, row -> Sql.id(row, "id"), wanted)));
    return id.map(found -> new MemoryOwner(scope, found.toString()))
        .orElseThrow(() -> new InvalidInputException(OWNER, unknown(scope, name)));
  }

  private static Optional<UUID> id(String text) {
    try {
      return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The same name as it is stored, whether or not there is such an owner. */
  public String nameOf(MemoryScope scope, String name) {
    return name != null && (scope == null || scope == MemoryScope.AGENT)
        ? agents.resolve(name).map(AgentEntry::name).orElse(name)
        : name;
  }

  private static String missing(MemoryScope scope) {
    return switch (scope) {
      case TASK -> "is missing; give the task's id";
      case AGENT -> "is missing; give the agent's name";
      default -> "is missing; give the project's label, folder or repository";
    };
  }

  private static String unknown(MemoryScope scope, String name) {
    return scope == MemoryScope.TASK
        ? "there is no task '" + name + "'; give a task's id"
        : "there is no agent '" + name + "'; give an agent's name, or the id of an instance";
  }
}
