package org.gamelan.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.manifest.SecurityManifest;

/**
 * What a folder of manifests lets its agents and stages do; tasks are pinned to it.
 *
 * @param folder the rules for all
 * @param agents further rules for single agents, by name
 */
public record FolderPolicy(PolicyLayer folder, Map<String, PolicyLayer> agents) {
  private static final String PLACE = "security";

  public FolderPolicy {
    agents = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(agents));
  }

  public static FolderPolicy of(SecurityManifest security) {
    Map<String, PolicyLayer> agents = new LinkedHashMap<>();
    security
        .agents()
        .forEach(
            (name, rules) ->
                agents.put(
                    name,
                    new PolicyLayer(
                        PLACE + ".agents." + name,
                        null,
                        rules.capabilities(),
                        rules.tools().orElse(null))));
    return new FolderPolicy(
        new PolicyLayer(PLACE, security.mode().orElse(null), security.capabilities(), null),
        agents);
  }

  /**
   * The rules that hold for an agent, or for a stage without one.
   *
   * @param agent the agent's name, or null
   */
  public List<PolicyLayer> layers(String agent) {
    List<PolicyLayer> layers = new ArrayList<>();
    layers.add(folder);
    PolicyLayer own = agent == null ? null : agents.get(agent);
    if (own != null) {
      layers.add(own);
    }
    return layers;
  }
}
