package org.gamelan.agent;

/**
 * Where a definition was found.
 *
 * @param source {@code annotation}, {@code convention}, {@code configuration} or {@code admin}
 * @param origin file and line, class, or name of the setting; null for what administrators made
 */
public record AgentOrigin(String source, String origin) {
  static AgentOrigin of(AgentDefinition definition) {
    return new AgentOrigin(definition.source(), definition.origin());
  }

  @Override
  public String toString() {
    return origin == null ? "the agent that an administrator made" : origin;
  }
}
