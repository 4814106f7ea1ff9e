package org.gamelan.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.failure.GamelanException;
import org.gamelan.policy.PolicyLayer;

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
   * @param policies what the folders of agents let them do, by name
   * @throws GamelanException when it cannot be made
   */
  public Optional<Agent> find(String name, Function<String, List<PolicyLayer>> policies) {
    return registry.find(name).map(definition -> ready(definition, policies.apply(name)));
  }

  /**
   * All agents that take work, by name; one that cannot be made is told in the log.
   *
   * @param policies what the folders of agents let them do, by name
   */
  public List<Agent> enabled(Function<String, List<PolicyLayer>> policies) {
    List<Agent> agents = new ArrayList<>();
    for (AgentEntry entry : registry.entries()) {
      if (entry.refusal().isEmpty()) {
        try {
          agents.add(ready(entry.definition(), policies.apply(entry.name())));
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

  private Agent ready(AgentDefinition definition, List<PolicyLayer> policy) {
    return made.compute(
        definition.name(),
        (name, known) ->
            known != null && known.is(definition, policy)
                ? known
                : Agent.of(definition, runtime, policy));
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
