package org.gamelan.workflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.ManifestFolder;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.gamelan.manifest.Section;

/** Makes pipelines of manifest entries and checks them against the folder's workflow. */
final class PipelineReader {
  private final ManifestFolder folder;
  private final Optional<WorkflowDefinition> workflow;
  private final References references;
  private final Problems problems;

  PipelineReader(
      ManifestFolder folder,
      Optional<WorkflowDefinition> workflow,
      References references,
      Problems problems) {
    this.folder = folder;
    this.workflow = workflow;
    this.references = references;
    this.problems = problems;
  }

  List<PipelineDefinition> read() {
    List<PipelineDefinition> pipelines = new ArrayList<>();
    for (ManifestEntry entry : folder.entries(Section.PIPELINES)) {
      if (!entry.isSound()) {
        continue;
      }
      references.workflow(entry, "/workflow");
      references.agents(entry, "/agents");
      references.expression(entry, "/select");
      PipelineDefinition pipeline = pipeline(entry);
      workflow
          .filter(it -> it.name().equals(pipeline.workflow()))
          .ifPresent(it -> checkRoute(entry, pipeline, it));
      boolean second = pipelines.stream().anyMatch(PipelineDefinition::isDefault);
      workflow
          .filter(it -> it.name().equals(pipeline.workflow()))
          .ifPresent(it -> checkNesting(pipeline, it));
      if (pipeline.isDefault() && second) {
        problems.error(
            entry.file(),
            entry.keyAt("/default"),
            Rule.DUPLICATE,
            "A second pipeline is the default",
            "let one pipeline be the default");
      }
      pipelines.add(pipeline);
    }
    return pipelines;
  }

  private PipelineDefinition pipeline(ManifestEntry entry) {
    String name = entry.text("workflow").orElse("");
    Optional<WorkflowDefinition> own = workflow.filter(it -> it.name().equals(name));
    List<String> end = entry.texts("end");
    return new PipelineDefinition(
        entry.name(),
        name,
        entry.text("start").or(() -> own.map(WorkflowDefinition::start)).orElse(null),
        end.isEmpty() ? own.map(WorkflowDefinition::end).orElse(List.of()) : end,
        entry.texts("agents"),
        entry.text("select").orElse(null),
        entry.integer("priority").orElse(0),
        entry.flag("default", false),
        entry.text("description").orElse(null));
  }

  /** A stage that runs its own workflow would do so again inside of it, without end. */
  private void checkNesting(PipelineDefinition pipeline, WorkflowDefinition route) {
    for (String name : route.stageNames()) {
      folder
          .find(Section.STAGES, name)
          .filter(stage -> stage.text("pipeline").equals(Optional.of(pipeline.name())))
          .ifPresent(
              stage ->
                  problems.error(
                      stage.file(),
                      stage.at("/pipeline"),
                      Rule.CYCLE,
                      "The stage '%s' runs the pipeline '%s', which leads through '%s' itself"
                          .formatted(name, pipeline.name(), route.name()),
                      "run a pipeline of another workflow"));
    }
  }

  private void checkRoute(
      ManifestEntry entry, PipelineDefinition pipeline, WorkflowDefinition route) {
    Set<String> stages = route.stageNames();
    boolean known = knownStage(entry, "/start", stages);
    for (int i = 0; i < entry.value().path("end").size(); i++) {
      known &= knownStage(entry, "/end/" + i, stages);
    }
    if (!known) {
      return;
    }
    Set<String> onRoute = onRoute(route.along(pipeline));
    for (int i = 0; i < entry.value().path("end").size(); i++) {
      if (!onRoute.contains(pipeline.end().get(i))) {
        problems.error(
            entry.file(),
            entry.at("/end/" + i),
            Rule.UNREACHABLE,
            "The end '%s' cannot be reached from '%s'"
                .formatted(pipeline.end().get(i), pipeline.start()),
            "start earlier, or leave this end out");
      }
    }
    if (entry.value().has("agents")) {
      checkAgents(entry, pipeline, onRoute);
    }
  }

  private boolean knownStage(ManifestEntry entry, String path, Set<String> stages) {
    String name = entry.value().at(path).asText("");
    if (name.isEmpty() || stages.contains(name)) {
      return true;
    }
    problems.unknown(
        entry.file(), entry.at(path), Rule.UNKNOWN_STAGE, "stage of the workflow", name, stages);
    return false;
  }

  private void checkAgents(ManifestEntry entry, PipelineDefinition pipeline, Set<String> onRoute) {
    for (String stage : onRoute) {
      Optional<ManifestEntry> found = folder.find(Section.STAGES, stage);
      for (String agent : found.map(StageReader::agents).orElse(Set.of())) {
        if (!pipeline.agents().contains(agent)) {
          problems.error(
              entry.file(),
              entry.at("/agents"),
              Rule.NOT_PERMITTED,
              "The stage '%s' needs the agent '%s', which the pipeline '%s' does not allow"
                  .formatted(stage, agent, pipeline.name()),
              "add '" + agent + "' to agents");
        }
      }
    }
  }

  /** The stages between start and ends. */
  private static Set<String> onRoute(WorkflowDefinition route) {
    Map<String, List<Edge>> out = route.edges().stream().collect(Collectors.groupingBy(Edge::from));
    Set<String> reached = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(route.start()));
    while (!open.isEmpty()) {
      String stage = open.remove(open.size() - 1);
      if (reached.add(stage) && !route.isEnd(stage)) {
        out.getOrDefault(stage, List.of()).forEach(edge -> open.add(edge.to()));
      }
    }
    return reached;
  }
}
