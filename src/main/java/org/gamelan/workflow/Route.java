package org.gamelan.workflow;

import java.util.List;

/**
 * Where a run goes after a stage, and why.
 *
 * @param taken the ways that are taken; empty when the run ends here
 * @param reasons what was tried in order, one sentence each
 */
public record Route(List<Edge> taken, List<String> reasons) {
  public Route {
    taken = List.copyOf(taken);
    reasons = List.copyOf(reasons);
  }

  /** Whether the run ends here. */
  public boolean isEnd() {
    return taken.isEmpty();
  }

  /** The stages that come next, in order. */
  public List<String> next() {
    return taken.stream().map(Edge::to).toList();
  }
}
