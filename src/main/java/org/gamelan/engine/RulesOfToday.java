package org.gamelan.engine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.policy.FolderPolicy;
import org.gamelan.policy.PinnedPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowBundle;

/** What holds today for a task that is done once more by earlier definitions. */
@ApplicationScoped
public class RulesOfToday {
  private final Definitions definitions;
  private final AgentRegistry agents;

  protected RulesOfToday() {
    this(null, null);
  }

  @Inject
  public RulesOfToday(Definitions definitions, AgentRegistry agents) {
    this.definitions = definitions;
    this.agents = agents;
  }

  /** The same blueprint under what the folders of its stages and agents let them do now, too. */
  public Blueprint over(Blueprint pinned) {
    awaitAll();
    return pinned.withPolicy(
        PinnedPolicy.withNow(pinned.policy(), of(pinned, definitions.catalogue())));
  }

  static PinnedPolicy of(Blueprint pinned, Catalogue now) {
    Map<String, FolderPolicy> stages = new TreeMap<>();
    add(stages, Branch.MAIN, pinned.workflow().name(), now);
    for (StageDefinition stage : pinned.stages().values()) {
      if (stage.kind() == StageKind.PIPELINE) {
        add(stages, stage.name() + ".", stage.settings().path("workflow").asText(), now);
      }
    }
    return PinnedPolicy.orNull(stages, now.policies(pinned.agents().keySet()));
  }

  private static void add(
      Map<String, FolderPolicy> stages, String scope, String workflow, Catalogue now) {
    now.findWorkflow(workflow)
        .map(WorkflowBundle::security)
        .ifPresent(policy -> stages.put(scope, policy));
  }

  /**
   * Why the agents that may work from a stage on cannot be put to work now.
   *
   * @param pipeline the task's, or null
   */
  public Optional<String> refusal(Blueprint pinned, String pipeline, String from) {
    awaitAll();
    return refusal(pinned, pipeline, from, this::refusal);
  }

  /**
   * @param asked tells why a pipeline's stage cannot have an agent
   */
  static Optional<String> refusal(
      Blueprint pinned,
      String pipeline,
      String from,
      BiFunction<String, String, Optional<String>> asked) {
    for (String name : Effects.reached(pinned, from)) {
      String around = around(pinned, pipeline, name);
      for (String agent : pinned.stage(name).agents()) {
        Optional<String> reason = asked.apply(around, agent);
        if (reason.isPresent()) {
          return reason.map(it -> "stage '%s': %s".formatted(name, it));
        }
      }
    }
    return Optional.empty();
  }

  /** The pipeline that a stage lies in: what the stage around it goes through, else the task's. */
  private static String around(Blueprint pinned, String pipeline, String stage) {
    String scope = Branch.scope(stage);
    if (scope.isEmpty()) {
      return pipeline;
    }
    String caller = scope.substring(0, scope.length() - 1);
    return pinned.stage(caller).settings().path("pipeline").asText();
  }

  private Optional<String> refusal(String pipeline, String agent) {
    return agents
        .findEntry(agent)
        .map(AgentEntry::refusal)
        .orElseGet(() -> Optional.of("there is no agent '" + agent + "' any more"))
        .or(() -> definitions.refusal(pipeline, agent));
  }

  private void awaitAll() {
    if (!agents.isComplete()) {
      definitions.await();
    }
  }
}
