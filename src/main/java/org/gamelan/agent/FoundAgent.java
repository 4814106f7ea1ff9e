package org.gamelan.agent;

import java.util.List;

/**
 * An agent that discovery found and that holds among those it found.
 *
 * @param definition its version is not counted yet
 * @param builtIn whether it comes with Gamelan, so that others may take its name
 * @param shadows what else was found under its name
 */
public record FoundAgent(AgentDefinition definition, boolean builtIn, List<AgentOrigin> shadows) {
  public FoundAgent {
    shadows = List.copyOf(shadows);
  }

  /** One that stands in front of nothing. */
  public static FoundAgent alone(AgentDefinition definition, boolean builtIn) {
    return new FoundAgent(definition, builtIn, List.of());
  }

  /** This one, standing in front of another. */
  public FoundAgent over(FoundAgent other) {
    List<AgentOrigin> all = new java.util.ArrayList<>(shadows);
    all.add(AgentOrigin.of(other.definition));
    all.addAll(other.shadows);
    return new FoundAgent(definition, builtIn, all);
  }
}
