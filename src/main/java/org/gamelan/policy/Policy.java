package org.gamelan.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules that hold for a call, of all places together: the strictest wins, and of equally strict
 * ones the first.
 *
 * @param layers the rules, from the widest place to the narrowest
 */
public record Policy(List<PolicyLayer> layers) {
  public static final Policy NONE = new Policy(List.of());

  public Policy {
    layers = List.copyOf(layers);
  }

  /** These rules and others after them. */
  public Policy and(List<PolicyLayer> more) {
    List<PolicyLayer> all = new ArrayList<>(layers);
    all.addAll(more);
    return new Policy(all);
  }

  public PolicyDecision decide(ToolNeeds needs) {
    PolicyDecision decision = PolicyDecision.ALLOWED;
    for (PolicyLayer layer : layers) {
      decision = decision.or(layer.decide(needs));
    }
    return decision;
  }
}
