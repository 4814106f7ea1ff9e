package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.gamelan.agent.AdminAgents;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.BlueprintStore;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.TaskEvents;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.json.SchemaCache;
import org.gamelan.json.Violation;
import org.gamelan.provider.CallRows;
import org.gamelan.provider.RoutingNote;

/**
 * Gives a waiting task to the agent that somebody chose for it: by the rules, and under the locks,
 * of {@link Places}, so nobody gets more than it may have.
 */
@ApplicationScoped
public class ChosenPlaces {
  private final AgentRegistry registry;
  private final AdminAgents agents;
  private final Definitions definitions;
  private final BlueprintStore blueprints;

  protected ChosenPlaces() {
    this(null, null, null, null);
  }

  @Inject
  public ChosenPlaces(
      AgentRegistry registry,
      AdminAgents agents,
      Definitions definitions,
      BlueprintStore blueprints) {
    this.registry = registry;
    this.agents = agents;
    this.definitions = definitions;
    this.blueprints = blueprints;
  }

  /** Whether a task waits for an agent that it is given to. */
  static boolean isWaiting(Task task) {
    return task.status() == TaskStatus.PENDING && task.wish() != null;
  }

  /**
   * Lets nobody else give places of an agent, and administrators decide nothing new, until the
   * caller's transaction has ended. The task is locked after that.
   *
   * @return false when something was decided that is not in force here yet; see {@link #catchUp}
   */
  boolean hold(Connection connection, String agent) throws SQLException {
    if (!agents.isCurrent(connection)) {
      return false;
    }
    if (registry.findEntry(agent).isPresent()) {
      PlaceRows.lock(connection, List.of(agent));
    }
    return true;
  }

  /** Takes in what administrators decided. */
  void catchUp() {
    agents.refresh();
  }

  /**
   * Who decided it.
   *
   * @param override what tells of the decision
   * @param reason why
   * @param by the person
   */
  record Choice(UUID override, String reason, String by) {}

  /**
   * Gives a waiting task, that the caller has locked after its agent, to that agent.
   *
   * @param pinned how the task would have been done
   * @return the runs that are ready with it
   * @throws InvalidInputException when the agent does not fit the task
   * @throws ConflictException when it has no room
   */
  List<UUID> give(Connection connection, Task task, Blueprint pinned, String agent, Choice choice)
      throws SQLException {
    AgentEntry entry =
        registry
            .findEntry(agent)
            .orElseThrow(() -> new ConflictException("The agent has gone meanwhile."));
    misfit(task, entry)
        .ifPresent(
            fault -> {
              throw new InvalidInputException("value", fault);
            });
    int inHand = PlaceRows.taken(connection, List.of(agent)).getOrDefault(agent, 0);
    full(entry, inHand)
        .ifPresent(
            fault -> {
              throw new ConflictException("The task was not assigned: " + fault + ".");
            });
    UUID blueprint =
        blueprints.save(connection, definitions.planOfAgent(agent, pinned).blueprint());
    List<UUID> runs =
        PlaceRows.give(connection, List.of(new PlaceRows.Gift(task.id(), agent, blueprint)));
    PlaceRows.want(connection, task.id(), Wish.named(agent));
    PlaceRows.touch(connection, agent);
    CallRows.insertNotes(connection, List.of(note(connection, task, agent, choice)));
    NewEvent changed = TaskEvents.changed(task.id(), TaskStatus.QUEUED, null, choice.by());
    ((ObjectNode) changed.data()).put("agent", agent);
    EventLog.append(connection, List.of(changed));
    return runs;
  }

  private static RoutingNote note(Connection connection, Task task, String agent, Choice choice)
      throws SQLException {
    Wish wish = task.wish();
    List<RoutingNote.Candidate> candidates = new ArrayList<>();
    candidates.add(new RoutingNote.Candidate(agent, "chosen by " + choice.by()));
    if (wish.isNamed() && !wish.agent().equals(agent)) {
      candidates.add(new RoutingNote.Candidate(wish.agent(), "the task waited for it"));
    }
    return new RoutingNote(
        PlaceRows.now(connection),
        task.id(),
        null,
        RoutingNote.Kind.AGENT,
        agent,
        RoutingNote.By.OVERRIDE,
        choice.override(),
        "The task waited for %s; %s gave it to '%s': %s"
            .formatted(wish.description(), choice.by(), agent, choice.reason().strip()),
        candidates);
  }

  /** Why an agent does not fit a waiting task, whether it has room or not. */
  Optional<String> misfit(Task task, AgentEntry entry) {
    return misfit(task, entry, new HashMap<>());
  }

  private static Optional<String> misfit(
      Task task, AgentEntry entry, Map<JsonNode, Optional<Violation>> checked) {
    Optional<String> misfit = task.wish().misfit(entry);
    if (misfit.isPresent()) {
      return misfit;
    }
    boolean moves = !entry.name().equals(task.wish().agent());
    if (task.instance() != null && moves) {
      return Optional.of(
          ("the task is done with the memory of the instance that '%s' has for the task config"
                  + " '%s'; make it anew for another agent")
              .formatted(task.wish().agent(), task.taskConfig()));
    }
    return task.taskConfig() == null ? unfitInput(task, entry, checked) : Optional.empty();
  }

  /**
   * A task config says itself what its tasks work on.
   *
   * @param checked what schemas said already, as many agents share one
   */
  private static Optional<String> unfitInput(
      Task task, AgentEntry entry, Map<JsonNode, Optional<Violation>> checked) {
    JsonNode schema = entry.definition().inputSchema();
    if (schema == null) {
      return Optional.empty();
    }
    return checked
        .computeIfAbsent(
            schema,
            any ->
                SchemaCache.of(any)
                    .validate(task.input() == null ? Json.object() : task.input())
                    .stream()
                    .findFirst())
        .map(
            first ->
                "agent '%s' does not take the task's input: %s"
                    .formatted(
                        entry.name(), new Violation("input" + first.path(), first.message())));
  }

  /** Why an agent has no room. */
  static Optional<String> full(AgentEntry entry, int inHand) {
    Integer capacity = entry.definition().capacity();
    return capacity == null || inHand < capacity
        ? Optional.empty()
        : Optional.of(
            "agent '%s' has as many tasks as it may, %d; let one end, or raise its capacity"
                .formatted(entry.name(), capacity));
  }

  /** All agents with what keeps them from being given a task. */
  List<AgentCandidate> candidates(Task task, Map<String, Integer> inHand) {
    Set<String> assignable =
        registry.assignable().stream().map(AgentEntry::name).collect(Collectors.toSet());
    List<AgentCandidate> candidates = new ArrayList<>();
    Map<JsonNode, Optional<Violation>> checked = new HashMap<>();
    for (AgentEntry entry : registry.entries()) {
      int tasks = inHand.getOrDefault(entry.name(), 0);
      Optional<String> misfit = misfit(task, entry, checked);
      String refusal = misfit.or(() -> full(entry, tasks)).orElse(null);
      boolean likely = misfit.isEmpty() && assignable.contains(entry.name());
      candidates.add(new AgentCandidate(entry, tasks, refusal, likely));
    }
    return candidates;
  }
}
