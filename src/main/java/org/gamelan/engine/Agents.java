package org.gamelan.engine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.gamelan.agent.Agent;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.ReadyAgents;
import org.gamelan.manifest.Problem;

/** The one door to agents for everything outside: what there is, and what could be found. */
@ApplicationScoped
public class Agents {
  private final Discovery discovery;
  private final ReadyAgents ready;

  protected Agents() {
    this(null, null);
  }

  @Inject
  public Agents(Discovery discovery, ReadyAgents ready) {
    this.discovery = discovery;
    this.ready = ready;
  }

  /**
   * What some folders hold.
   *
   * @param agents sound ones, by path
   * @param problems what is wrong with others
   */
  public record Found(List<AgentDefinition> agents, List<Problem> problems) {
    public Found {
      agents = List.copyOf(agents);
      problems = List.copyOf(problems);
    }
  }

  /** Looks for files of agents in folders, without putting anything into force. */
  public Found discover(Collection<Path> folders) {
    return discovery.discover(folders);
  }

  /** Looks for everything again and puts it into force; what is broken keeps its last version. */
  public DiscoveryReport reload() {
    return discovery.reload();
  }

  /** What was found when it was last looked. */
  public DiscoveryReport report() {
    return discovery.report();
  }

  /**
   * The agent of this name under the rules of its folder, made when it is asked for first.
   *
   * @throws org.gamelan.failure.GamelanException when it cannot be made
   */
  public Optional<Agent> find(String name) {
    return ready.find(name, discovery.catalogue()::layers);
  }

  /** All agents that take work. */
  public List<Agent> createEnabledAgents() {
    return ready.enabled(discovery.catalogue()::layers);
  }
}
