package org.gamelan.engine;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.policy.PinnedPolicy;
import org.gamelan.policy.PolicyLayer;
import org.gamelan.workflow.MemoryDefinition;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowDefinition;

/**
 * Everything a task is pinned to when it starts: later changes of definitions do not touch it.
 *
 * @param workflow the graph
 * @param start the stage to begin with: the pipeline's, else the workflow's
 * @param end the stages that end the run
 * @param stages the graph's stages by name, those of its sub-workflows included: {@code sub.review}
 *     is the stage {@code review} of what the stage {@code sub} goes through
 * @param agents the agents they name, and those agents' fallbacks
 * @param schemas the schemas they name
 * @param memory what its manifests say of memory, or null when they say nothing
 * @param policy what the folders of its stages and agents let them do, or null for no such rules
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Blueprint(
    WorkflowDefinition workflow,
    String start,
    List<String> end,
    Map<String, StageDefinition> stages,
    Map<String, AgentDefinition> agents,
    Map<String, JsonNode> schemas,
    MemoryDefinition memory,
    PinnedPolicy policy) {

  @JsonCreator
  public Blueprint {}

  /** Whose manifests say nothing of memory and security. */
  public Blueprint(
      WorkflowDefinition workflow,
      String start,
      List<String> end,
      Map<String, StageDefinition> stages,
      Map<String, AgentDefinition> agents,
      Map<String, JsonNode> schemas) {
    this(workflow, start, end, stages, agents, schemas, null, null);
  }

  /** The same with other agents. */
  Blueprint withAgents(Map<String, AgentDefinition> others) {
    return new Blueprint(workflow, start, end, stages, others, schemas, memory, policy);
  }

  /** The same with other rules of folders. */
  Blueprint withPolicy(PinnedPolicy other) {
    return new Blueprint(workflow, start, end, stages, agents, schemas, memory, other);
  }

  /** The same with what its manifests say of memory. */
  Blueprint withMemory(MemoryDefinition other) {
    return new Blueprint(workflow, start, end, stages, agents, schemas, other, policy);
  }

  /** The rules of folders that hold for a stage, and for the agent that works in it if one does. */
  public List<PolicyLayer> layers(String stage, String agent) {
    return policy == null ? List.of() : policy.layers(stage, agent);
  }

  /** Quick, as tasks are looked up by it: blueprints that differ mostly differ in these. */
  @Override
  public int hashCode() {
    return Objects.hash(workflow.name(), workflow.version(), start, end, stages.keySet());
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof Blueprint that
        && workflow.equals(that.workflow)
        && start.equals(that.start)
        && end.equals(that.end)
        && stages.equals(that.stages)
        && agents.equals(that.agents)
        && schemas.equals(that.schemas)
        && Objects.equals(memory, that.memory)
        && Objects.equals(policy, that.policy);
  }

  public StageDefinition stage(String name) {
    StageDefinition stage = stages.get(name);
    if (stage == null) {
      throw new GamelanException(
          FailureKind.INTERNAL,
          "Workflow '" + workflow.name() + "' has no stage '" + name + "' in its pinned version.");
    }
    return stage;
  }

  /** The stage that joins the branches of a fork, if there is one. */
  Optional<StageDefinition> joinOf(String fork) {
    return stages.values().stream()
        .filter(stage -> stage.kind() == StageKind.JOIN)
        .filter(stage -> stage.settings().path("of").asText().equals(fork))
        .findFirst();
  }

  /** The pipelines of the sub-workflows that a stage lies in, the innermost first. */
  public List<String> pipelinesAround(String stage) {
    List<String> pipelines = new ArrayList<>();
    String scope = Branch.scope(stage);
    while (!scope.isEmpty()) {
      String caller = scope.substring(0, scope.length() - 1);
      pipelines.add(stage(caller).settings().path("pipeline").asText());
      scope = Branch.scope(caller);
    }
    return pipelines;
  }

  /** Where the work of a stage begins: a sub-workflow's with its first stage. */
  public String entry(String stage) {
    String name = stage;
    while (stage(name).kind() == StageKind.PIPELINE) {
      name = stage(name).settings().path("start").asText();
    }
    return name;
  }
}
