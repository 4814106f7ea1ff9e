package org.gamelan.workflow;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;

/** Checks that forks and joins belong together. */
final class JoinCheck {
  private final ManifestEntry workflow;
  private final WorkflowDefinition definition;
  private final List<PlacedEdge> edges;
  private final Map<String, StageDefinition> stages;
  private final GraphCheck graph;
  private final Problems problems;

  JoinCheck(
      ManifestEntry workflow,
      WorkflowDefinition definition,
      List<PlacedEdge> edges,
      Map<String, StageDefinition> stages,
      GraphCheck graph,
      Problems problems) {
    this.workflow = workflow;
    this.definition = definition;
    this.edges = edges;
    this.stages = stages;
    this.graph = graph;
    this.problems = problems;
  }

  /**
   * @param entries where the stages are written, by name
   */
  void check(Map<String, ManifestEntry> entries) {
    Set<String> used = definition.stageNames();
    Set<String> joined = new HashSet<>();
    for (StageDefinition join : stages.values()) {
      String fork = join.settings().path("of").asText();
      if (join.kind() != StageKind.JOIN || !used.contains(join.name()) || !isFork(fork)) {
        continue;
      }
      ManifestEntry entry = entries.get(join.name());
      if (!joined.add(fork)) {
        tell(entry, "There are two joins of the fork '" + fork + "'", "a fork has one join");
      } else if (!used.contains(fork)) {
        tell(
            entry,
            "The join '%s' waits for '%s', which is not in this workflow"
                .formatted(join.name(), fork),
            "add edges to the fork");
      } else {
        branches(join, fork, entry);
      }
    }
    forksWithoutJoin(entries, joined);
  }

  private void branches(StageDefinition join, String fork, ManifestEntry entry) {
    List<PlacedEdge> branches = graph.from(fork).stream().filter(PlacedEdge::isOrdinary).toList();
    Set<String> leading = graph.leadingTo(join.name());
    for (PlacedEdge branch : branches) {
      if (!leading.contains(branch.edge().to())) {
        problems.error(
            workflow.file(),
            branch.at(),
            Rule.UNMATCHED_JOIN,
            "The branch '%s' of '%s' never comes to its join '%s'"
                .formatted(branch.edge().to(), fork, join.name()),
            "lead it to '" + join.name() + "'");
      }
    }
    int wait = join.settings().path("wait").asInt(0);
    if (wait > branches.size()) {
      tell(
          entry,
          "The join '%s' waits for %d branches, but '%s' has %d"
              .formatted(join.name(), wait, fork, branches.size()),
          "wait for at most " + branches.size());
    }
    if (withoutFork(fork).contains(join.name())) {
      tell(
          entry,
          "The join '%s' can be reached without its fork '%s'".formatted(join.name(), fork),
          "lead every way to it through the fork");
    }
    revisions(join, fork);
  }

  /** A way back may not leave the branches of its fork. */
  private void revisions(StageDefinition join, String fork) {
    Set<String> inside =
        graph.reachable(fork, it -> !it.edge().from().equals(join.name()) && !it.isRevise());
    inside.remove(fork);
    inside.remove(join.name());
    for (PlacedEdge edge : edges) {
      if (edge.isRevise()
          && inside.contains(edge.edge().from())
          && !inside.contains(edge.edge().to())) {
        problems.error(
            workflow.file(),
            edge.at(),
            Rule.UNMATCHED_JOIN,
            "The revise edge from '%s' to '%s' leaves the fork '%s'"
                .formatted(edge.edge().from(), edge.edge().to(), fork),
            "lead it back to a stage between '" + fork + "' and '" + join.name() + "'");
      } else if (edge.isRevise()
          && !inside.contains(edge.edge().from())
          && inside.contains(edge.edge().to())) {
        problems.error(
            workflow.file(),
            edge.at(),
            Rule.UNMATCHED_JOIN,
            "The revise edge from '%s' to '%s' leads into a branch of the fork '%s'"
                .formatted(edge.edge().from(), edge.edge().to(), fork),
            "lead it back to '" + fork + "' or to a stage before it");
      }
    }
  }

  private void forksWithoutJoin(Map<String, ManifestEntry> entries, Set<String> joined) {
    for (String stage : definition.stageNames()) {
      if (isFork(stage) && !joined.contains(stage)) {
        Optional.ofNullable(entries.get(stage))
            .ifPresent(
                entry ->
                    problems.warning(
                        entry.file(),
                        entry.keyAt(""),
                        Rule.UNMATCHED_JOIN,
                        "The fork '"
                            + stage
                            + "' has no join; the first branch to end ends the run",
                        "add a stage of kind join with of: " + stage));
      }
    }
  }

  private Set<String> withoutFork(String fork) {
    return definition.start().equals(fork)
        ? Set.of()
        : graph.reachable(definition.start(), it -> !it.edge().from().equals(fork)).stream()
            .collect(Collectors.toSet());
  }

  private boolean isFork(String stage) {
    return stages.containsKey(stage) && stages.get(stage).kind() == StageKind.FORK;
  }

  private void tell(ManifestEntry entry, String message, String suggestion) {
    problems.error(entry.file(), entry.at("/of"), Rule.UNMATCHED_JOIN, message, suggestion);
  }
}
