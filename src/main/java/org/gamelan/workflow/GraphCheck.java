package org.gamelan.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.Position;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;

/** Checks that a workflow's graph is sound: everything is reached, ends, and does not go round. */
final class GraphCheck {
  private final ManifestEntry workflow;
  private final WorkflowDefinition definition;
  private final List<PlacedEdge> edges;
  private final Map<String, StageKind> kinds;
  private final Problems problems;
  private final Map<String, List<PlacedEdge>> out;
  private final Map<String, List<PlacedEdge>> into;

  GraphCheck(
      ManifestEntry workflow,
      WorkflowDefinition definition,
      List<PlacedEdge> edges,
      Map<String, StageKind> kinds,
      Problems problems) {
    this.workflow = workflow;
    this.definition = definition;
    this.edges = edges;
    this.kinds = kinds;
    this.problems = problems;
    this.into = edges.stream().collect(Collectors.groupingBy(it -> it.edge().to()));
    this.out = edges.stream().collect(Collectors.groupingBy(it -> it.edge().from()));
  }

  void check() {
    Set<String> reached = reachable(definition.start(), edge -> true);
    unreachable(reached);
    for (String stage : reached) {
      if (!definition.isEnd(stage)) {
        waysOut(stage);
      }
    }
    cycles();
    revisions();
  }

  /** The stages that can be reached from one, itself included. */
  Set<String> reachable(String start, Predicate<PlacedEdge> way) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      String stage = open.pop();
      if (reached.add(stage)) {
        from(stage).stream().filter(way).forEach(it -> open.push(it.edge().to()));
      }
    }
    return reached;
  }

  /** The stages from which one can be reached, itself included. */
  Set<String> leadingTo(String end) {
    Set<String> leading = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(end));
    while (!open.isEmpty()) {
      String stage = open.pop();
      if (leading.add(stage)) {
        into.getOrDefault(stage, List.of()).forEach(it -> open.push(it.edge().from()));
      }
    }
    return leading;
  }

  /** The ways that leave a stage, in the order written. */
  List<PlacedEdge> from(String stage) {
    return out.getOrDefault(stage, List.of());
  }

  private void unreachable(Set<String> reached) {
    for (String stage : definition.stageNames()) {
      if (!reached.contains(stage)) {
        error(
            place(stage),
            Rule.UNREACHABLE,
            "The stage '" + stage + "' cannot be reached from '" + definition.start() + "'",
            "add an edge that leads to it, or leave it out");
      }
    }
  }

  private void waysOut(String stage) {
    List<PlacedEdge> ways = from(stage).stream().filter(PlacedEdge::isOrdinary).toList();
    if (ways.isEmpty()) {
      error(
          place(stage),
          Rule.DEAD_END,
          "Nothing follows the stage '" + stage + "', and it is not an end",
          "add an edge that leaves it, or name it in end");
      return;
    }
    if (onlyBack(stage, ways)) {
      error(
          ways.get(0).at(),
          Rule.DEAD_END,
          "Only ways back leave the stage '" + stage + "', so it fails when they are spent",
          "add an edge that leads on, or {from: %s, to: …, exhausted: true}".formatted(stage));
    } else if (kinds.get(stage) != StageKind.FORK) {
      defaults(stage, ways);
    }
  }

  /** Whether a way is always there, but none leads on. */
  private boolean onlyBack(String stage, List<PlacedEdge> ways) {
    boolean always =
        ways.stream().anyMatch(it -> it.edge().when() == null) || Conditions.haveComplement(ways);
    return always
        && ways.stream().allMatch(this::leadsBack)
        && from(stage).stream().noneMatch(it -> it.edge().exhausted());
  }

  private boolean leadsBack(PlacedEdge edge) {
    return edge.isRevise()
        && reachable(edge.edge().to(), it -> !it.isRevise()).contains(edge.edge().from());
  }

  private void defaults(String stage, List<PlacedEdge> ways) {
    List<PlacedEdge> plain = ways.stream().filter(it -> it.edge().when() == null).toList();
    if (plain.size() > 1) {
      error(
          plain.get(1).at(),
          Rule.DUPLICATE,
          "The stage '" + stage + "' has two ways without a condition; only the first is taken",
          "give one a condition, or make the stage a fork");
    }
    if (plain.isEmpty() && !Conditions.haveComplement(ways)) {
      error(
          ways.get(0).at(),
          Rule.MISSING_DEFAULT,
          "No way leads on from '" + stage + "' when none of its conditions holds",
          "add an edge from '" + stage + "' without when");
    }
  }

  /** Every way but a revise edge must lead on. Each cycle is told once, with its whole path. */
  private void cycles() {
    Map<String, List<PlacedEdge>> out = new HashMap<>();
    for (PlacedEdge edge : edges) {
      if (!edge.isRevise()) {
        out.computeIfAbsent(edge.edge().from(), key -> new ArrayList<>()).add(edge);
      }
    }
    Set<String> done = new HashSet<>();
    definition.stageNames().forEach(stage -> new CycleSearch(out, done).from(stage));
  }

  /** A walk in depth that keeps its own stack, since a workflow may be long. */
  private final class CycleSearch {
    private final Map<String, List<PlacedEdge>> out;
    private final Set<String> done;
    private final List<String> path = new ArrayList<>();
    private final Deque<Iterator<PlacedEdge>> open = new ArrayDeque<>();

    CycleSearch(Map<String, List<PlacedEdge>> out, Set<String> done) {
      this.out = out;
      this.done = done;
    }

    void from(String start) {
      enter(start);
      while (!open.isEmpty()) {
        if (open.peek().hasNext()) {
          follow(open.peek().next());
        } else {
          open.pop();
          path.remove(path.size() - 1);
        }
      }
    }

    private void enter(String stage) {
      if (done.add(stage)) {
        path.add(stage);
        open.push(out.getOrDefault(stage, List.of()).iterator());
      }
    }

    private void follow(PlacedEdge edge) {
      int start = path.indexOf(edge.edge().to());
      if (start < 0) {
        enter(edge.edge().to());
        return;
      }
      List<String> round = new ArrayList<>(path.subList(start, path.size()));
      round.add(edge.edge().to());
      error(
          edge.at(),
          Rule.CYCLE,
          "The workflow goes round without end: " + String.join(" -> ", round),
          "make the way back a revise edge: {from: %s, to: %s, revise: 3}"
              .formatted(edge.edge().from(), edge.edge().to()));
    }
  }

  private void revisions() {
    for (PlacedEdge edge : edges) {
      String from = edge.edge().from();
      if (edge.isRevise() && !leadsBack(edge)) {
        error(
            edge.at(),
            Rule.CYCLE,
            "The revise edge from '%s' to '%s' does not lead back"
                .formatted(from, edge.edge().to()),
            "leave out revise, or lead to a stage before '" + from + "'");
      }
      boolean revises = from(from).stream().anyMatch(PlacedEdge::isRevise);
      if (edge.edge().exhausted() && !revises) {
        error(
            edge.at(),
            Rule.UNREACHABLE,
            "The exhausted edge of '" + from + "' is never taken, as nothing is revised there",
            "add a revise edge from '" + from + "', or leave this one out");
      }
    }
  }

  /** Where a stage is first named. */
  private Position place(String stage) {
    if (definition.start().equals(stage)) {
      return workflow.at("/start");
    }
    for (PlacedEdge edge : edges) {
      if (edge.edge().to().equals(stage)) {
        return edge.toAt();
      }
      if (edge.edge().from().equals(stage)) {
        return edge.fromAt();
      }
    }
    int index = definition.end().indexOf(stage);
    return workflow.at(workflow.value().path("end").isArray() ? "/end/" + index : "/end");
  }

  private void error(Position at, Rule rule, String message, String suggestion) {
    problems.error(workflow.file(), at, rule, message, suggestion);
  }
}
