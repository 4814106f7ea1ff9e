package org.gamelan.workflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/** Finds the way from a finished stage to the next. Pure: the same question, the same answer. */
public final class Routes {
  private final WorkflowDefinition workflow;

  public Routes(WorkflowDefinition workflow) {
    this.workflow = workflow;
  }

  /**
   * The way after a stage that succeeded: conditions in the order written, then the default; a fork
   * takes every way whose condition holds.
   *
   * @param stage the stage that succeeded
   * @param variables what conditions see
   * @param revised how often a revise edge was taken in this run
   * @throws GamelanException {@code exhausted} when no way is left, {@code bad-expression} when a
   *     condition cannot be evaluated; the message tells what was tried
   */
  public Route after(
      StageDefinition stage, Map<String, Object> variables, ToIntFunction<Edge> revised) {
    if (workflow.isEnd(stage.name())) {
      return new Route(List.of(), List.of("'" + stage.name() + "' ends the run"));
    }
    Attempt attempt = new Attempt(stage.name(), variables, revised);
    return stage.kind() == StageKind.FORK ? attempt.fork() : attempt.first();
  }

  /**
   * The error edge that takes a failure, if there is one: those that ask for certain failures or
   * have a condition in the order written, then the first that takes all.
   *
   * @param stage the stage that failed
   * @param kind how it failed
   * @param variables what conditions see, {@code failure} included
   * @throws GamelanException {@code bad-expression} when a condition cannot be evaluated
   */
  public Optional<Edge> afterFailure(
      String stage, FailureKind kind, Map<String, Object> variables) {
    return workflow.from(stage).stream()
        .filter(Edge::onError)
        .sorted(Comparator.comparing(Routes::takesAll))
        .filter(edge -> edge.kinds().isEmpty() || edge.kinds().contains(kind))
        .filter(edge -> edge.when() == null || Expressions.test(edge.when(), variables))
        .findFirst();
  }

  private static boolean takesAll(Edge error) {
    return error.kinds().isEmpty() && error.when() == null;
  }

  private final class Attempt {
    private final String stage;
    private final Map<String, Object> variables;
    private final ToIntFunction<Edge> revised;
    private final List<Edge> ways;
    private final List<String> reasons = new ArrayList<>();

    Attempt(String stage, Map<String, Object> variables, ToIntFunction<Edge> revised) {
      this.stage = stage;
      this.variables = variables;
      this.revised = revised;
      this.ways =
          workflow.from(stage).stream()
              .filter(edge -> !edge.onError() && !edge.exhausted())
              .toList();
    }

    Route fork() {
      List<Edge> taken = ways.stream().filter(this::holds).toList();
      if (taken.isEmpty()) {
        throw noWay("no condition of the fork holds");
      }
      return new Route(taken, reasons);
    }

    Route first() {
      for (Edge edge : ways) {
        if (edge.when() != null && holds(edge)) {
          return take(edge);
        }
      }
      Edge otherwise =
          ways.stream()
              .filter(edge -> edge.when() == null)
              .findFirst()
              .orElseThrow(() -> noWay("no condition holds and there is no default"));
      reasons.add("default to '" + otherwise.to() + "'");
      return take(otherwise);
    }

    private boolean holds(Edge edge) {
      boolean holds = edge.when() == null || Expressions.test(edge.when(), variables);
      if (edge.when() != null) {
        reasons.add(edge.when() + " is " + holds + " ('" + edge.to() + "')");
      }
      return holds;
    }

    private Route take(Edge edge) {
      if (edge.revise() == null || revised.applyAsInt(edge) < edge.revise()) {
        return new Route(List.of(edge), reasons);
      }
      reasons.add("the way back to '" + edge.to() + "' was taken " + edge.revise() + " times");
      Edge exhausted =
          workflow.from(stage).stream()
              .filter(Edge::exhausted)
              .filter(this::holds)
              .findFirst()
              .orElseThrow(() -> noWay("there is no way for when revisions are spent"));
      return new Route(List.of(exhausted), reasons);
    }

    private GamelanException noWay(String why) {
      String tried = reasons.isEmpty() ? "" : "; tried: " + String.join(", ", reasons);
      return new GamelanException(
          FailureKind.EXHAUSTED, "No way leads on from '" + stage + "': " + why + tried);
    }
  }
}
