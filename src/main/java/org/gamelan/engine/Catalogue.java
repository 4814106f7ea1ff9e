package org.gamelan.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.manifest.Problem;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.WorkflowBundle;

/**
 * What all manifests together define: one immutable snapshot, swapped whole.
 *
 * @param workflows the sound bundles by the name of their workflow
 * @param pipelines by name
 * @param agents by name
 * @param problems everything that is wrong, in order
 */
public record Catalogue(
    Map<String, WorkflowBundle> workflows,
    Map<String, PipelineDefinition> pipelines,
    Map<String, AgentDefinition> agents,
    List<Problem> problems) {

  static final Catalogue EMPTY = new Catalogue(Map.of(), Map.of(), Map.of(), List.of());

  public Catalogue {
    workflows = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(workflows));
    pipelines = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(pipelines));
    agents = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(agents));
    problems = List.copyOf(problems);
  }

  public Optional<WorkflowBundle> findWorkflow(String name) {
    return Optional.ofNullable(workflows.get(name));
  }

  public Optional<PipelineDefinition> findPipeline(String name) {
    return Optional.ofNullable(pipelines.get(name));
  }
}
