package org.gamelan.workflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;

/** Checks a pipeline against the workflow it goes through, whichever folder that comes from. */
public final class PipelineCheck {
  private final ManifestEntry entry;
  private final PipelineDefinition pipeline;
  private final WorkflowDefinition workflow;
  private final Map<String, StageDefinition> stages;
  private final Problems problems;

  /**
   * @param entry where the pipeline is written
   * @param stages those of the workflow's folder, by name
   */
  public PipelineCheck(
      ManifestEntry entry,
      PipelineDefinition pipeline,
      WorkflowDefinition workflow,
      Map<String, StageDefinition> stages,
      Problems problems) {
    this.entry = entry;
    this.pipeline = pipeline;
    this.workflow = workflow;
    this.stages = stages;
    this.problems = problems;
  }

  /** Tells what stands in the pipeline's way. */
  public void check() {
    boolean known = knownStage("/start");
    int ends = entry.value().path("end").size();
    for (int i = 0; i < ends; i++) {
      known &= knownStage("/end/" + i);
    }
    if (!known) {
      return;
    }
    WorkflowDefinition route = workflow.along(pipeline);
    Set<String> onRoute = reached(route, edge -> true);
    for (int i = 0; i < ends; i++) {
      reachable(route, onRoute, "/end/" + i);
    }
    joins(route, onRoute);
    if (entry.value().has("agents")) {
      agents(onRoute);
    }
  }

  private boolean knownStage(String path) {
    String name = entry.value().at(path).asText("");
    Set<String> all = workflow.stageNames();
    if (name.isEmpty() || all.contains(name)) {
      return true;
    }
    problems.unknown(
        entry.file(), entry.at(path), Rule.UNKNOWN_STAGE, "stage of the workflow", name, all);
    return false;
  }

  private void reachable(WorkflowDefinition route, Set<String> onRoute, String path) {
    String end = entry.value().at(path).asText();
    if (!onRoute.contains(end)) {
      problems.error(
          entry.file(),
          entry.at(path),
          Rule.UNREACHABLE,
          "The end '%s' cannot be reached from '%s'".formatted(end, route.start()),
          "start earlier, or leave this end out");
    }
  }

  /** A run that begins within a fork has nothing for the join to wait for. */
  private void joins(WorkflowDefinition route, Set<String> onRoute) {
    for (String name : onRoute) {
      Optional<String> fork = forkOf(name);
      if (fork.isPresent()
          && !route.start().equals(fork.get())
          && reached(route, edge -> !edge.from().equals(fork.get())).contains(name)) {
        problems.error(
            entry.file(),
            entry.at("/start"),
            Rule.UNMATCHED_JOIN,
            "The pipeline '%s' begins with '%s' and so comes to the join '%s' without its fork '%s'"
                .formatted(pipeline.name(), route.start(), name, fork.get()),
            "start with '" + fork.get() + "' or before it, or behind '" + name + "'");
      }
    }
  }

  private Optional<String> forkOf(String stage) {
    return Optional.ofNullable(stages.get(stage))
        .filter(it -> it.kind() == StageKind.JOIN)
        .map(it -> it.settings().path("of").asText());
  }

  private void agents(Set<String> onRoute) {
    for (String name : onRoute) {
      Optional<StageDefinition> stage = Optional.ofNullable(stages.get(name));
      for (String agent : stage.map(StageDefinition::agents).orElse(Set.of())) {
        if (!pipeline.agents().contains(agent)) {
          problems.error(
              entry.file(),
              entry.at("/agents"),
              Rule.NOT_PERMITTED,
              "The stage '%s' needs the agent '%s', which the pipeline '%s' does not allow"
                  .formatted(name, agent, pipeline.name()),
              "add '" + agent + "' to agents");
        }
      }
    }
  }

  /** The stages between start and ends that some ways lead to, in the order they are found. */
  private static Set<String> reached(WorkflowDefinition route, Predicate<Edge> ways) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(route.start()));
    while (!open.isEmpty()) {
      String stage = open.pop();
      if (reached.add(stage) && !route.isEnd(stage)) {
        route.from(stage).stream().filter(ways).forEach(edge -> open.push(edge.to()));
      }
    }
    return reached;
  }
}
