package org.gamelan.agent;

/** A bean that defines an agent; {@link RegisterAgent} has it found. */
public interface AgentFactory {
  /** What the agent is to be. It is asked each time agents are looked for. */
  AgentBuilder define();
}
