package org.gamelan.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The policies of folders that a task is pinned to: a running task keeps them as they were.
 *
 * @param stages of the folders its stages come from, by what the stages' names begin with: empty
 *     for the workflow's own, {@code sub.} for those of the sub-workflow {@code sub}
 * @param agents of the folders its agents come from, by their names
 * @param also what the folders said when the task was done once more, which holds as well; or null
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PinnedPolicy(
    Map<String, FolderPolicy> stages, Map<String, FolderPolicy> agents, PinnedPolicy also) {
  @JsonCreator
  public PinnedPolicy {
    stages = copy(stages);
    agents = copy(agents);
  }

  /** Of a task that is done for the first time. */
  public PinnedPolicy(Map<String, FolderPolicy> stages, Map<String, FolderPolicy> agents) {
    this(stages, agents, null);
  }

  private static Map<String, FolderPolicy> copy(Map<String, FolderPolicy> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** None where there is nothing to keep to. */
  public static PinnedPolicy orNull(
      Map<String, FolderPolicy> stages, Map<String, FolderPolicy> agents) {
    return stages.isEmpty() && agents.isEmpty() ? null : new PinnedPolicy(stages, agents);
  }

  /**
   * With agents that come to the task later; those it is pinned to already keep their rules.
   *
   * @param policy what the task is pinned to, or null
   * @param others of the folders of those agents, by their names
   */
  public static PinnedPolicy withAgents(PinnedPolicy policy, Map<String, FolderPolicy> others) {
    if (policy == null) {
      return orNull(Map.of(), others);
    }
    Map<String, FolderPolicy> all = new LinkedHashMap<>(others);
    all.putAll(policy.agents);
    return new PinnedPolicy(policy.stages, all, policy.also);
  }

  /**
   * With what the folders say now, so that the strictest of both holds. What was added so before
   * makes room for it.
   *
   * @param policy what the task is pinned to, or null
   * @param now what the folders say now, or null
   */
  public static PinnedPolicy withNow(PinnedPolicy policy, PinnedPolicy now) {
    if (policy == null) {
      return now;
    }
    PinnedPolicy own = new PinnedPolicy(policy.stages, policy.agents);
    return now == null || now.equals(own) ? own : new PinnedPolicy(own.stages, own.agents, now);
  }

  /**
   * The rules that hold for a stage: of every folder it lies in, and of its agent's.
   *
   * @param stage its name within the whole
   * @param agent who works, or null
   */
  public List<PolicyLayer> layers(String stage, String agent) {
    List<PolicyLayer> layers = new ArrayList<>();
    stages.forEach(
        (scope, policy) -> {
          if (stage.startsWith(scope)) {
            layers.addAll(policy.layers(agent));
          }
        });
    FolderPolicy home = agent == null ? null : agents.get(agent);
    if (home != null) {
      home.layers(agent).stream().filter(layer -> !layers.contains(layer)).forEach(layers::add);
    }
    if (also != null) {
      also.layers(stage, agent).stream()
          .filter(layer -> !layers.contains(layer))
          .forEach(layers::add);
    }
    return layers;
  }
}
