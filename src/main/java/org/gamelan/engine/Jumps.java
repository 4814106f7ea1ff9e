package org.gamelan.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowDefinition;

/**
 * Whether a run may be led from one stage to another: along an edge, or ahead without leaving the
 * branch of the fork it is in, nor its sub-workflow, nor past people who decide.
 */
public final class Jumps {
  /** No graph that passed its checks nests deeper; broken ones are not walked without end. */
  private static final int DEEPEST = 20;

  private final Blueprint blueprint;
  private final Map<String, Set<List<String>>> forks = new HashMap<>();

  public Jumps(Blueprint blueprint) {
    this.blueprint = blueprint;
    walk();
  }

  private record Spot(String stage, List<String> forks) {}

  private void walk() {
    Deque<Spot> open = new ArrayDeque<>();
    open.add(new Spot(blueprint.start(), List.of()));
    while (!open.isEmpty()) {
      Spot spot = open.pop();
      StageDefinition stage = blueprint.stages().get(spot.stage());
      List<String> around = stage == null ? List.of() : around(stage, spot.forks());
      boolean known = stage == null || around.size() > DEEPEST;
      if (known || !forks.computeIfAbsent(stage.name(), n -> new HashSet<>()).add(around)) {
        continue;
      }
      List<String> within =
          stage.kind() == StageKind.FORK
              ? Stream.concat(around.stream(), Stream.of(stage.name())).toList()
              : around;
      if (stage.kind() == StageKind.PIPELINE) {
        open.push(new Spot(blueprint.entry(stage.name()), around));
      }
      for (Edge edge : blueprint.workflow().from(stage.name())) {
        open.push(new Spot(edge.to(), within));
      }
    }
  }

  /** A join is where its fork is. */
  private static List<String> around(StageDefinition stage, List<String> forks) {
    int fork =
        stage.kind() == StageKind.JOIN ? forks.indexOf(stage.settings().path("of").asText()) : -1;
    return fork < 0 ? forks : forks.subList(0, fork);
  }

  /**
   * Why a run cannot go from one stage to another.
   *
   * @param from the stage that would have ended
   * @param to the stage that would be next
   */
  public Optional<String> fault(String from, String to) {
    StageDefinition source = blueprint.stages().get(from);
    StageDefinition target = blueprint.stages().get(to);
    if (source == null || target == null) {
      return Optional.of("there is no stage '" + (source == null ? from : to) + "'");
    }
    if (source.kind() == StageKind.FORK) {
      return Optional.of("'" + from + "' is a fork, which takes its branches by their conditions");
    }
    if (isEnd(from)) {
      return Optional.of("'" + from + "' ends the run, so nothing comes next");
    }
    boolean edge =
        blueprint.workflow().from(from).stream()
            .anyMatch(it -> it.to().equals(to) && !it.onError());
    if (edge || (isAhead(from, target) && !isBack(from, to))) {
      return approvalFault(blueprint, from, to);
    }
    return Optional.of(
        ("no edge leads from '%s' to '%s', and a jump stays in the branch and sub-workflow it is in"
                + " and leads ahead, to another stage")
            .formatted(from, to));
  }

  /** Whether a run would go back: from the other stage a way leads here that is no way back. */
  public boolean isBack(String from, String to) {
    Set<String> seen = new HashSet<>(Set.of(to));
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (Edge edge : blueprint.workflow().from(open.pop())) {
        if (edge.revise() == null && seen.add(edge.to())) {
          open.push(edge.to());
        }
      }
    }
    return seen.contains(from);
  }

  /**
   * Which decision of people a run would go without if it were led from one stage to another: one
   * that lies on a way there, or, where no way leads there, one that lies before the other stage
   * only.
   */
  static Optional<String> approvalFault(Blueprint blueprint, String from, String to) {
    if (blueprint.stage(from).kind() == StageKind.APPROVAL) {
      return Optional.of(
          "'" + from + "' is an approval, whose decision says what comes next; decide it instead");
    }
    WorkflowDefinition graph = blueprint.workflow();
    boolean edge = graph.from(from).stream().anyMatch(it -> it.to().equals(to) && !it.onError());
    Set<String> behind = graph.reachable(from, to);
    return approvals(blueprint)
        .filter(
            approval ->
                (edge || behind.contains(to))
                    ? behind.contains(approval) && graph.reachable(approval, from).contains(to)
                    : graph.reachable(approval, from).contains(to)
                        && !graph.reachable(approval, to).contains(from))
        .findFirst()
        .map(
            approval ->
                "people decide in '%s' on the way to '%s', and no jump leads past them"
                    .formatted(approval, to));
  }

  /** The approvals of a graph; those within a sub-workflow by the stage that stands for it. */
  private static Stream<String> approvals(Blueprint blueprint) {
    return blueprint.stages().values().stream()
        .filter(stage -> stage.kind() == StageKind.APPROVAL)
        .flatMap(stage -> around(stage.name()))
        .distinct();
  }

  private static Stream<String> around(String stage) {
    return Stream.iterate(
        stage,
        name -> !name.isEmpty(),
        name -> {
          String scope = Branch.scope(name);
          return scope.isEmpty() ? "" : scope.substring(0, scope.length() - 1);
        });
  }

  private boolean isEnd(String stage) {
    return blueprint.end().contains(stage);
  }

  private boolean isAhead(String from, StageDefinition target) {
    if (from.equals(target.name()) || !Branch.scope(from).equals(Branch.scope(target.name()))) {
      return false;
    }
    Set<List<String>> here = forks.getOrDefault(from, Set.of());
    Set<List<String>> there = forks.getOrDefault(target.name(), Set.of());
    if (target.kind() == StageKind.JOIN) {
      String fork = target.settings().path("of").asText();
      return !here.isEmpty()
          && here.stream()
              .allMatch(around -> !around.isEmpty() && around.get(around.size() - 1).equals(fork));
    }
    return !here.isEmpty() && here.equals(there);
  }
}
