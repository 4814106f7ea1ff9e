package org.gamelan.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.policy.FolderPolicy;

/**
 * What a folder of manifests defines about workflows, immutable; a run keeps the bundle it started
 * with.
 *
 * @param workflow its workflow, or null when it has none
 * @param stages by name
 * @param pipelines in the order written
 * @param schemas by name; a schema written inside a stage has the name {@code STAGE.inputSchema} or
 *     {@code STAGE.outputSchema}
 * @param memory what it says of memory, or null
 * @param security what the folder lets its agents and stages do, or null when it says nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowBundle(
    WorkflowDefinition workflow,
    Map<String, StageDefinition> stages,
    List<PipelineDefinition> pipelines,
    Map<String, JsonNode> schemas,
    MemoryDefinition memory,
    FolderPolicy security) {

  public WorkflowBundle {
    stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
    pipelines = List.copyOf(pipelines);
    schemas = Collections.unmodifiableMap(new LinkedHashMap<>(schemas));
  }

  /** Of a folder that says nothing of memory and security. */
  public WorkflowBundle(
      WorkflowDefinition workflow,
      Map<String, StageDefinition> stages,
      List<PipelineDefinition> pipelines,
      Map<String, JsonNode> schemas) {
    this(workflow, stages, pipelines, schemas, null, null);
  }

  public Optional<WorkflowDefinition> findWorkflow() {
    return Optional.ofNullable(workflow);
  }

  public Optional<StageDefinition> findStage(String name) {
    return Optional.ofNullable(stages.get(name));
  }

  public Optional<PipelineDefinition> findPipeline(String name) {
    return pipelines.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /** A schema by the name that a stage gives, if the stage gives one. */
  public Optional<JsonNode> findSchema(String name) {
    return Optional.ofNullable(name).map(schemas::get);
  }
}
