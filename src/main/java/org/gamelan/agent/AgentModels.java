package org.gamelan.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.stream.Stream;
import org.gamelan.provider.ModelUse;
import org.gamelan.provider.ModelUsers;

/** The models that agents name, wherever these come from. */
@ApplicationScoped
public class AgentModels implements ModelUsers {
  private final AgentRegistry registry;
  private final AdminAgents admin;

  protected AgentModels() {
    this(null, null);
  }

  @Inject
  public AgentModels(AgentRegistry registry, AdminAgents admin) {
    this.registry = registry;
    this.admin = admin;
  }

  @Override
  public Stream<ModelUse> uses() {
    // Another node may have made an agent a moment ago.
    admin.refresh();
    return registry.list().stream()
        .filter(agent -> agent.model() != null)
        .map(agent -> new ModelUse("the agent '" + agent.name() + "'", agent.model()));
  }
}
