package org.gamelan.engine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.policy.PolicyDecision;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.ToolSite;
import org.gamelan.tool.Tools;

/** What agents may do with their tools as things stand now, and why. Nothing is called. */
@ApplicationScoped
public class Permissions {
  private static final int MOST_USERS = 200;

  private final Definitions definitions;
  private final AgentRegistry agents;
  private final Tools tools;

  protected Permissions() {
    this(null, null, null);
  }

  @Inject
  public Permissions(Definitions definitions, AgentRegistry agents, Tools tools) {
    this.definitions = definitions;
    this.agents = agents;
    this.tools = tools;
  }

  /**
   * What may be done with one tool.
   *
   * @param tool what is known of it, or null when there is no such tool
   */
  public record Permission(String name, ToolDefinition tool, PolicyDecision decision) {}

  /** What an agent may do with each of its tools; a workflow's folder may say less. */
  public List<Permission> of(AgentDefinition agent) {
    ToolSite site =
        ToolSite.of("agent:" + agent.name(), null, definitions.catalogue().layers(agent.name()));
    return agent.tools().stream()
        .map(
            name -> {
              Optional<ToolDefinition> tool = tools.find(name);
              return new Permission(
                  name,
                  tool.orElse(null),
                  tool.isEmpty() ? PolicyDecision.noSuchTool(name) : tools.decide(name, site));
            })
        .toList();
  }

  /** What anybody may do with a tool, by the rules of the server alone. */
  public PolicyDecision ofServer(String tool) {
    return tools.decide(tool, ToolSite.NOWHERE);
  }

  /** The agents that have a tool, by name, up to 200. */
  public List<String> users(String tool) {
    return agents.entries().stream()
        .filter(entry -> entry.definition().tools().contains(tool))
        .map(AgentEntry::name)
        .sorted()
        .limit(MOST_USERS)
        .toList();
  }
}
