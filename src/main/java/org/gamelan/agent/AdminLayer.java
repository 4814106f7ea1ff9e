package org.gamelan.agent;

import java.util.Map;

/**
 * What administrators decided, as it was read last.
 *
 * @param agents agents they made, by name
 * @param switches agents that were switched on or off, of any source, by name
 */
record AdminLayer(Map<String, AdminAgent> agents, Map<String, Boolean> switches) {
  static final AdminLayer EMPTY = new AdminLayer(Map.of(), Map.of());

  /**
   * An agent that an administrator made.
   *
   * @param definition as it is in force
   * @param retiring whether it goes once its last task has ended
   */
  record AdminAgent(AgentDefinition definition, boolean retiring) {}

  AdminLayer {
    agents = Map.copyOf(agents);
    switches = Map.copyOf(switches);
  }
}
