package org.gamelan.agent;

import java.util.Set;

/**
 * The registry has a new snapshot.
 *
 * @param changed names of agents that are new or differ from before
 * @param gone names of agents that are no longer there
 */
public record AgentsReloaded(Set<String> changed, Set<String> gone) {
  public AgentsReloaded {
    changed = Set.copyOf(changed);
    gone = Set.copyOf(gone);
  }
}
