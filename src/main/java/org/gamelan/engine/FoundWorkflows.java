package org.gamelan.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gamelan.engine.Catalogue.Part;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.manifest.ManifestReader.Reading;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.gamelan.manifest.Section;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.WorkflowBundle;

/** Puts together what was found of workflows, whose stages may go through others' pipelines. */
final class FoundWorkflows {
  private final Problems problems;
  private final FoundPipelines pipelines;
  private final Map<String, WorkflowBundle> workflows = new LinkedHashMap<>();
  private final Map<String, Reading> readings = new HashMap<>();

  FoundWorkflows(Problems problems, FoundPipelines pipelines) {
    this.problems = problems;
    this.pipelines = pipelines;
  }

  /** Remembers where a workflow stands that was read just now, and not kept from before. */
  void readFrom(Reading reading, WorkflowBundle found) {
    found.findWorkflow().ifPresent(workflow -> readings.put(workflow.name(), reading));
  }

  void add(WorkflowBundle bundle) {
    bundle.findWorkflow().ifPresent(workflow -> workflows.put(workflow.name(), bundle));
  }

  /** By name. */
  Map<String, WorkflowBundle> all() {
    return workflows;
  }

  /** Where those stand that were read just now, by name. */
  Map<String, Reading> homes() {
    return readings;
  }

  /**
   * Has all go through pipelines that are there and do not lie within themselves. Whoever broke
   * that by a change keeps the last good version; what is still broken then is left out.
   *
   * @param parts what each place gave; what is taken back is taken back there as well
   * @param before the catalogue in force
   */
  void unfold(Map<String, Part> parts, Catalogue before) {
    Map<String, InvalidInputException> broken = broken();
    broken.forEach(this::tell);
    for (String place : new TreeSet<>(parts.keySet())) {
      if (broken.isEmpty()) {
        return;
      }
      Part now = parts.get(place);
      Part then = before.parts().get(place);
      if (then != null && then.bundle() != null && !then.bundle().equals(now.bundle())) {
        broken = takeBack(place, then, parts, broken);
      }
    }
    broken.keySet().forEach(workflows::remove);
  }

  /** Has a place be as it was, if that mends something; gives what is broken then. */
  private Map<String, InvalidInputException> takeBack(
      String place, Part then, Map<String, Part> parts, Map<String, InvalidInputException> broken) {
    Map<String, WorkflowBundle> workflowsNow = new LinkedHashMap<>(workflows);
    Map<String, PipelineDefinition> pipelinesNow = new LinkedHashMap<>(pipelines.all());
    add(then.bundle());
    then.bundle().pipelines().forEach(pipeline -> pipelines.add(pipeline, false));
    Map<String, InvalidInputException> left = broken();
    if (broken.keySet().containsAll(left.keySet()) && left.size() < broken.size()) {
      Part now = parts.get(place);
      parts.put(place, new Part(then.bundle(), now.agents(), now.tools()));
      return left;
    }
    restore(workflows, workflowsNow);
    restore(pipelines.all(), pipelinesNow);
    return broken;
  }

  private static <T> void restore(Map<String, T> all, Map<String, T> as) {
    all.clear();
    all.putAll(as);
  }

  /** Why workflows cannot be unfolded, by their names. */
  private Map<String, InvalidInputException> broken() {
    Catalogue all = new Catalogue(workflows, pipelines.all(), Map.of(), Map.of(), List.of());
    Map<String, InvalidInputException> broken = new TreeMap<>();
    workflows.forEach(
        (name, bundle) -> {
          try {
            SubWorkflows.unfold(all, bundle, bundle.workflow());
          } catch (InvalidInputException e) {
            broken.put(name, e);
          }
        });
    return broken;
  }

  private void tell(String workflow, InvalidInputException why) {
    Reading reading = readings.get(workflow);
    if (reading == null) {
      return;
    }
    reading
        .folder()
        .single(Section.WORKFLOW)
        .ifPresent(
            entry ->
                problems.error(
                    entry.file(),
                    entry.keyAt(""),
                    Rule.CYCLE,
                    "The workflow '" + workflow + "' cannot be unfolded: " + why.getMessage(),
                    "end the chain of pipelines"));
  }
}
