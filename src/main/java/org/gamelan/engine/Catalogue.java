package org.gamelan.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.FoundAgent;
import org.gamelan.manifest.Problem;
import org.gamelan.workflow.MemoryDefinition;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.WorkflowBundle;

/**
 * What all manifests and files together define: one immutable snapshot, swapped whole.
 *
 * @param workflows the sound bundles by the name of their workflow
 * @param pipelines by name
 * @param agents by name
 * @param parts what each folder and file gave, by its place: what stays when it breaks
 * @param problems everything that is wrong, in order
 */
public record Catalogue(
    Map<String, WorkflowBundle> workflows,
    Map<String, PipelineDefinition> pipelines,
    Map<String, FoundAgent> agents,
    Map<String, Part> parts,
    List<Problem> problems) {

  static final Catalogue EMPTY = new Catalogue(Map.of(), Map.of(), Map.of(), Map.of(), List.of());

  /**
   * What one folder or file gave when it was sound last.
   *
   * @param bundle its workflow and pipelines, or null for a file of agents
   * @param agents its agents
   */
  record Part(WorkflowBundle bundle, List<AgentDefinition> agents) {}

  public Catalogue {
    workflows = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(workflows));
    pipelines = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(pipelines));
    agents = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(agents));
    parts = Map.copyOf(parts);
    problems = List.copyOf(problems);
  }

  public Optional<WorkflowBundle> findWorkflow(String name) {
    return Optional.ofNullable(workflows.get(name));
  }

  /** What the manifests that define an agent say of memory, if they say anything. */
  Optional<MemoryDefinition> memoryOf(AgentDefinition agent) {
    return parts.values().stream()
        .filter(part -> part.bundle() != null && part.bundle().memory() != null)
        .filter(part -> part.agents().stream().anyMatch(it -> isSame(it, agent)))
        .map(part -> part.bundle().memory())
        .findFirst();
  }

  /** Versions are counted elsewhere, so an agent is known by its name and its place. */
  private static boolean isSame(AgentDefinition one, AgentDefinition other) {
    return one.name().equals(other.name()) && one.origin().equals(other.origin());
  }

  public Optional<PipelineDefinition> findPipeline(String name) {
    return Optional.ofNullable(pipelines.get(name));
  }
}
