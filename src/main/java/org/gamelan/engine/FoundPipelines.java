package org.gamelan.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.ManifestReader.Reading;
import org.gamelan.manifest.Problem;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.gamelan.manifest.Section;
import org.gamelan.workflow.PipelineCheck;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.WorkflowBundle;

/** Puts together what was found of pipelines, whose workflows may be of other folders. */
final class FoundPipelines {
  private final Problems problems;
  private final Map<String, PipelineDefinition> pipelines = new LinkedHashMap<>();
  private final Map<String, Reading> readings = new HashMap<>();
  private final Set<String> builtIn = new HashSet<>();

  FoundPipelines(Problems problems) {
    this.problems = problems;
  }

  /** Remembers where pipelines stand that were read just now, and not kept from before. */
  void readFrom(Reading reading, List<PipelineDefinition> found) {
    found.forEach(pipeline -> readings.put(pipeline.name(), reading));
  }

  void add(PipelineDefinition pipeline, boolean isBuiltIn) {
    pipelines.put(pipeline.name(), pipeline);
    if (isBuiltIn) {
      builtIn.add(pipeline.name());
    } else {
      builtIn.remove(pipeline.name());
    }
  }

  /** By name. */
  Map<String, PipelineDefinition> all() {
    return pipelines;
  }

  /**
   * Has pipelines that do not fit a workflow of another folder stay as they were before, or go.
   *
   * @param workflows by name
   * @param homes where workflows stand that were read just now, by name
   * @param before the catalogue in force
   */
  void checkRoutes(
      Map<String, WorkflowBundle> workflows, Map<String, Reading> homes, Catalogue before) {
    for (PipelineDefinition pipeline : List.copyOf(pipelines.values())) {
      WorkflowBundle bundle = workflows.get(pipeline.workflow());
      Reading reading = readings.get(pipeline.name());
      if (bundle == null || reading == null || reading.equals(homes.get(pipeline.workflow()))) {
        continue;
      }
      Problems found = new Problems();
      entry(pipeline)
          .map(
              entry ->
                  new PipelineCheck(entry, pipeline, bundle.workflow(), bundle.stages(), found))
          .ifPresent(PipelineCheck::check);
      if (Problem.hasErrors(found.sorted())) {
        problems.addAll(found.sorted());
        pipelines.remove(pipeline.name());
        before
            .findPipeline(pipeline.name())
            .filter(it -> bundle.workflow().has(it))
            .ifPresent(it -> pipelines.put(it.name(), it));
      }
    }
  }

  /** Leaves out pipelines whose workflow is not in force. */
  void leaveOutLost(Set<String> workflows) {
    for (PipelineDefinition pipeline : List.copyOf(pipelines.values())) {
      if (workflows.contains(pipeline.workflow())) {
        continue;
      }
      pipelines.remove(pipeline.name());
      entry(pipeline)
          .ifPresent(
              entry ->
                  problems.error(
                      entry.file(),
                      entry.at("/workflow"),
                      Rule.MISSING,
                      "The workflow '%s' of the pipeline '%s' is not loaded"
                          .formatted(pipeline.workflow(), pipeline.name()),
                      "mend the manifest of the workflow"));
    }
  }

  /** A default of the operator's takes the place of the built-in one; of several one counts. */
  void settleDefault() {
    List<PipelineDefinition> own =
        pipelines.values().stream()
            .filter(PipelineDefinition::isDefault)
            .filter(pipeline -> !builtIn.contains(pipeline.name()))
            .sorted(PipelineRules.ORDER)
            .toList();
    if (own.isEmpty()) {
      return;
    }
    builtIn.forEach(
        name -> pipelines.computeIfPresent(name, (key, pipeline) -> pipeline.notDefault()));
    for (PipelineDefinition second : own.subList(1, own.size())) {
      entry(second)
          .ifPresent(
              entry ->
                  problems.warning(
                      entry.file(),
                      entry.keyAt("/default"),
                      Rule.DUPLICATE,
                      "The pipeline '%s' is the default, so '%s' is not"
                          .formatted(own.get(0).name(), second.name()),
                      "let one pipeline be the default, or give this one a higher priority"));
    }
  }

  /** Where a pipeline stands, if it was read just now. */
  private Optional<ManifestEntry> entry(PipelineDefinition pipeline) {
    return Optional.ofNullable(readings.get(pipeline.name()))
        .flatMap(reading -> reading.folder().find(Section.PIPELINES, pipeline.name()));
  }
}
