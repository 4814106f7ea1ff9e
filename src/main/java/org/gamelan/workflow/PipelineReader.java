package org.gamelan.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.ManifestFolder;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.gamelan.manifest.Section;

/** Makes pipelines of manifest entries and checks them against their workflows. */
final class PipelineReader {
  private final ManifestFolder folder;
  private final Optional<WorkflowDefinition> workflow;
  private final Map<String, StageDefinition> stages;
  private final References references;
  private final Problems problems;

  PipelineReader(
      ManifestFolder folder,
      Optional<WorkflowDefinition> workflow,
      Map<String, StageDefinition> stages,
      References references,
      Problems problems) {
    this.folder = folder;
    this.workflow = workflow;
    this.stages = stages;
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
      if (own(pipeline).isPresent()) {
        new PipelineCheck(entry, pipeline, workflow.orElseThrow(), stages, problems).check();
      } else {
        elsewhere(entry, pipeline);
      }
      boolean second = pipelines.stream().anyMatch(PipelineDefinition::isDefault);
      own(pipeline).ifPresent(it -> checkNesting(pipeline, it));
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

  /** The folder's own workflow, where the pipeline goes through that. */
  private Optional<WorkflowDefinition> own(PipelineDefinition pipeline) {
    return workflow.filter(it -> it.name().equals(pipeline.workflow()));
  }

  private void elsewhere(ManifestEntry entry, PipelineDefinition pipeline) {
    references
        .names()
        .workflow(pipeline.workflow())
        .ifPresent(
            bundle ->
                new PipelineCheck(entry, pipeline, bundle.workflow(), bundle.stages(), problems)
                    .check());
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
}
