package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.policy.FolderPolicy;
import org.gamelan.policy.PinnedPolicy;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowDefinition;

/**
 * Unfolds a workflow: what its stages of kind {@code pipeline} go through becomes part of the same
 * graph, under names that begin with the stage's: {@code sub.review}. The stage itself comes last;
 * it takes the output over. So a task is pinned to all of it, and runs it as it runs any graph.
 */
final class SubWorkflows {
  /** How deep pipelines may lie within each other. */
  static final int MAX_DEPTH = 8;

  /** How many stages there may be with those of all sub-workflows. */
  static final int MAX_STAGES = 5_000;

  private final Catalogue catalogue;
  private final Map<String, StageDefinition> stages = new LinkedHashMap<>();
  private final Map<String, JsonNode> schemas = new LinkedHashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private final Map<String, FolderPolicy> policies = new LinkedHashMap<>();

  private SubWorkflows(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * The whole of a workflow, without its agents.
   *
   * @param route the bundle's workflow as it is gone through
   * @throws InvalidInputException naming the stage whose pipeline is not loaded, or lies within
   *     itself or too deep
   */
  static Blueprint unfold(Catalogue catalogue, WorkflowBundle bundle, WorkflowDefinition route) {
    SubWorkflows all = new SubWorkflows(catalogue);
    all.add(bundle, route, "", 0);
    WorkflowDefinition whole =
        new WorkflowDefinition(
            route.name(), route.version(), route.start(), all.edges, route.end());
    Blueprint blueprint =
        new Blueprint(whole, route.start(), route.end(), all.stages, Map.of(), all.schemas);
    return new Blueprint(
        whole,
        blueprint.entry(route.start()),
        route.end(),
        all.stages,
        Map.of(),
        all.schemas,
        null,
        PinnedPolicy.orNull(all.policies, Map.of()));
  }

  private void add(WorkflowBundle bundle, WorkflowDefinition route, String scope, int depth) {
    if (bundle.security() != null) {
      policies.put(scope, bundle.security());
    }
    for (String name : route.stageNames()) {
      StageDefinition stage = bundle.stages().get(name);
      if (stages.size() >= MAX_STAGES) {
        throw new InvalidInputException(
            "workflow", "has more than " + MAX_STAGES + " stages with those of its pipelines");
      }
      if (stage == null) {
        throw new InvalidInputException(
            "workflow", "'%s' has no stage '%s'".formatted(route.name(), name));
      }
      stages.put(scope + name, within(scope, stage));
      if (stage.kind() == StageKind.PIPELINE) {
        enter(scope + name, stage, depth + 1);
      }
    }
    for (Edge edge : route.edges()) {
      edges.add(scope.isEmpty() ? edge : within(scope, edge));
    }
    bundle.schemas().forEach((name, schema) -> schemas.put(scope + name, schema));
  }

  private void enter(String caller, StageDefinition stage, int depth) {
    String name = stage.settings().path("pipeline").asText();
    if (depth > MAX_DEPTH) {
      throw new InvalidInputException(
          "stages." + Branch.local(caller) + ".pipeline",
          "lies more than %d pipelines deep, or within itself: %s"
              .formatted(MAX_DEPTH, caller.replace(".", " -> ")));
    }
    PipelineDefinition pipeline =
        catalogue.findPipeline(name).orElseThrow(() -> notLoaded(stage, "pipeline", name));
    WorkflowBundle bundle =
        catalogue
            .findWorkflow(pipeline.workflow())
            .orElseThrow(() -> notLoaded(stage, "workflow", pipeline.workflow()));
    WorkflowDefinition route = bundle.workflow().along(pipeline);
    String scope = caller + ".";
    add(bundle, route, scope, depth);
    ObjectNode settings = stages.get(caller).settings().deepCopy();
    settings.put("workflow", route.name()).put("version", route.version());
    settings.put("start", scope + route.start());
    settings.set("end", Json.tree(route.end().stream().map(end -> scope + end).toList()));
    stages.put(caller, stages.get(caller).withSettings(settings));
  }

  private static InvalidInputException notLoaded(StageDefinition stage, String what, String name) {
    return new InvalidInputException(
        "stages." + stage.name() + ".pipeline",
        "needs the " + what + " '" + name + "', which is not loaded; mend its manifest first");
  }

  private static StageDefinition within(String scope, StageDefinition stage) {
    JsonNode settings = stage.settings();
    if (stage.kind() == StageKind.JOIN) {
      settings = ((ObjectNode) settings.deepCopy()).put("of", scope + settings.path("of").asText());
    }
    return new StageDefinition(
        scope + stage.name(),
        stage.kind(),
        stage.agent(),
        stage.tool(),
        stage.with(),
        stage.inputSchema() == null ? null : scope + stage.inputSchema(),
        stage.outputSchema() == null ? null : scope + stage.outputSchema(),
        stage.timeout(),
        stage.retry(),
        stage.onInvalidOutput(),
        settings);
  }

  private static Edge within(String scope, Edge edge) {
    return new Edge(
        scope + edge.from(),
        scope + edge.to(),
        edge.when(),
        edge.revise(),
        edge.exhausted(),
        edge.onError(),
        edge.kinds());
  }
}
