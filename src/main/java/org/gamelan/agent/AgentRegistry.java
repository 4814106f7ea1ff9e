package org.gamelan.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/** All agents there are: one immutable snapshot, swapped whole, then announced. */
@ApplicationScoped
public class AgentRegistry {
  private final Consumer<AgentsReloaded> announce;
  private volatile Map<String, AgentDefinition> agents = Map.of();

  protected AgentRegistry() {
    this((Consumer<AgentsReloaded>) null);
  }

  @Inject
  public AgentRegistry(Event<AgentsReloaded> events) {
    this((Consumer<AgentsReloaded>) events::fire);
  }

  /** Announces to anything. */
  public AgentRegistry(Consumer<AgentsReloaded> announce) {
    this.announce = announce;
  }

  public Optional<AgentDefinition> find(String name) {
    return Optional.ofNullable(agents.get(name));
  }

  /** All agents, by name. */
  public List<AgentDefinition> list() {
    return List.copyOf(agents.values());
  }

  /**
   * Puts these agents in the place of all there were. An agent that differs from its predecessor
   * gets the next version; one that does not keeps its own.
   *
   * @throws GamelanException when two have the same name; nothing is changed then
   */
  public synchronized void replace(Collection<AgentDefinition> definitions) {
    Map<String, AgentDefinition> before = agents;
    Map<String, AgentDefinition> after = new TreeMap<>();
    Set<String> changed = new TreeSet<>();
    for (AgentDefinition definition : definitions) {
      AgentDefinition old = before.get(definition.name());
      AgentDefinition kept = old == null ? definition : definition.succeeding(old);
      if (after.put(kept.name(), kept) != null) {
        throw new GamelanException(
            FailureKind.INVALID_INPUT, "There are two agents named '" + kept.name() + "'.");
      }
      if (!kept.equals(old)) {
        changed.add(kept.name());
      }
    }
    Set<String> gone = new TreeSet<>(before.keySet());
    gone.removeAll(after.keySet());
    agents = java.util.Collections.unmodifiableMap(after);
    if (!changed.isEmpty() || !gone.isEmpty()) {
      announce.accept(new AgentsReloaded(changed, gone));
    }
  }
}
