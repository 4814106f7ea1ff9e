package org.gamelan.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.failure.GamelanException;

/**
 * Makes agents ready when somebody first asks for them, and keeps them while they do not change.
 */
@ApplicationScoped
public class ReadyAgents {
  private static final Logger LOG = Logger.getLogger(ReadyAgents.class.getName());

  private final AgentRegistry registry;
  private final AgentRuntime runtime;
  private final Map<String, Agent> made = new ConcurrentHashMap<>();

  protected ReadyAgents() {
    this(null, null);
  }

  @Inject
  public ReadyAgents(AgentRegistry registry, AgentRuntime runtime) {
    this.registry = registry;
    this.runtime = runtime;
  }

  /**
   * The agent of this name, whatever its state.
   *
   * @throws GamelanException when it cannot be made
   */
  public Optional<Agent> find(String name) {
    return registry.find(name).map(this::ready);
  }

  /** All agents that take work, by name; one that cannot be made is told in the log. */
  public List<Agent> enabled() {
    List<Agent> agents = new ArrayList<>();
    for (AgentEntry entry : registry.entries()) {
      if (entry.refusal().isEmpty()) {
        try {
          agents.add(ready(entry.definition()));
        } catch (GamelanException e) {
          LOG.log(
              Level.WARNING,
              "The agent {0} ({1}) cannot be made: {2}",
              new Object[] {entry.name(), entry.definition().origin(), e.getMessage()});
        }
      }
    }
    return agents;
  }

  private Agent ready(AgentDefinition definition) {
    return made.compute(
        definition.name(),
        (name, known) ->
            known != null && known.definition().equals(definition)
                ? known
                : Agent.of(definition, runtime));
  }

  /** What changed or went is not kept. */
  void reloaded(@Observes AgentsReloaded news) {
    news.changed().forEach(made::remove);
    news.gone().forEach(made::remove);
  }

  /** How many are kept. */
  int size() {
    return made.size();
  }
}
