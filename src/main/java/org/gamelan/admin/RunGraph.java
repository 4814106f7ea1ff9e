package org.gamelan.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.engine.StageStatus;
import org.gamelan.task.Stage;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowDefinition;

/**
 * A workflow with one run's state upon it, ready to be drawn. A stage that ran several times shows
 * its latest run.
 */
record RunGraph(List<GraphNode> nodes, List<GraphEdge> edges) {
  private static final Comparator<Stage> LATEST =
      Comparator.comparingInt(Stage::round).thenComparingInt(Stage::attempt);

  RunGraph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /**
   * @param workflow the graph the task is pinned to
   * @param definitions its stages by name
   * @param runs the task's stage runs
   */
  static RunGraph of(
      WorkflowDefinition workflow, Map<String, StageDefinition> definitions, List<Stage> runs) {
    Map<String, Stage> latest = latest(runs);
    List<GraphNode> nodes = new ArrayList<>();
    for (String name : workflow.stageNames()) {
      nodes.add(node(name, definitions.get(name), latest.get(name)));
    }
    List<GraphEdge> edges = new ArrayList<>();
    for (Edge edge : workflow.edges()) {
      edges.add(
          new GraphEdge(
              edge.from(),
              edge.to(),
              label(workflow, edge),
              style(edge),
              isTaken(edge, workflow.number(edge), latest),
              workflow.number(edge)));
    }
    for (StageDefinition stage : definitions.values()) {
      String first = stage.settings().path("start").asText("");
      if (stage.kind() == StageKind.PIPELINE && workflow.stageNames().contains(first)) {
        edges.add(
            new GraphEdge(stage.name(), first, "goes through", "plain", latest.containsKey(first)));
      }
    }
    return new RunGraph(nodes, edges);
  }

  /** The latest run of each stage. */
  static Map<String, Stage> latest(List<Stage> runs) {
    Map<String, Stage> latest = new HashMap<>();
    for (Stage run : runs) {
      latest.merge(run.name(), run, (a, b) -> LATEST.compare(a, b) > 0 ? a : b);
    }
    return latest;
  }

  private static GraphNode node(String name, StageDefinition definition, Stage run) {
    String kind = definition == null ? "agent" : definition.kind().id();
    String status = run == null ? "planned" : run.status().id();
    return new GraphNode(name, kind, status, name, subtitle(definition, run));
  }

  private static String subtitle(StageDefinition definition, Stage run) {
    String times = run != null && run.attempt() > 1 ? " · attempt " + run.attempt() : "";
    if (run != null && run.durationMs() != null) {
      return Figures.duration(Duration.ofMillis(run.durationMs())) + times;
    }
    return worker(definition, run) + times;
  }

  private static String worker(StageDefinition definition, Stage run) {
    if (run != null && run.agent() != null) {
      return run.agent();
    }
    if (definition == null) {
      return "";
    }
    if (definition.agent() != null) {
      return definition.agent();
    }
    return definition.tool() == null ? definition.kind().id() : definition.tool();
  }

  private static String label(WorkflowDefinition workflow, Edge edge) {
    if (edge.revise() != null) {
      return "back, at most " + edge.revise() + "×";
    }
    if (edge.exhausted()) {
      return "when spent";
    }
    if (edge.onError()) {
      return "on error";
    }
    if (edge.when() != null) {
      return condition(edge.when());
    }
    return EdgeText.isChoice(workflow, edge.from()) ? "else" : "";
  }

  /** A condition without its braces. */
  static String condition(String when) {
    return when.startsWith("#{") && when.endsWith("}")
        ? when.substring(2, when.length() - 1).strip()
        : when;
  }

  /** What kind of a way an edge is: the style it is drawn in. */
  static String style(Edge edge) {
    if (edge.revise() != null) {
      return "revise";
    }
    if (edge.onError()) {
      return "error";
    }
    return edge.when() == null && !edge.exhausted() ? "plain" : "conditional";
  }

  /** Where there was a choice it is told; elsewhere it is the way to what ran next. */
  static boolean isTaken(Edge edge, int number, Map<String, Stage> latest) {
    Stage from = latest.get(edge.from());
    if (from != null && from.way() != null) {
      return from.way().next().stream().anyMatch(taken -> taken.edge() == number);
    }
    Stage to = latest.get(edge.to());
    StageStatus needed = edge.onError() ? StageStatus.FAILED : StageStatus.SUCCEEDED;
    return from != null && to != null && from.status() == needed;
  }
}
