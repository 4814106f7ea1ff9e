package org.gamelan.workflow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph of stages.
 *
 * @param name its global name
 * @param version as its author counts
 * @param start the stage a run begins with
 * @param edges all ways, in the order written
 * @param end the stages that end a run
 */
public record WorkflowDefinition(
    String name, int version, String start, List<Edge> edges, List<String> end) {

  public WorkflowDefinition {
    edges = List.copyOf(edges);
    end = List.copyOf(end);
  }

  /** The ways that leave a stage, in the order written. */
  public List<Edge> from(String stage) {
    return edges.stream().filter(edge -> edge.from().equals(stage)).toList();
  }

  public boolean isEnd(String stage) {
    return end.contains(stage);
  }

  /** Every stage the graph names, the start first, then in the order the edges name them. */
  public Set<String> stageNames() {
    Set<String> names = new LinkedHashSet<>();
    names.add(start);
    for (Edge edge : edges) {
      names.add(edge.from());
      names.add(edge.to());
    }
    names.addAll(end);
    return names;
  }

  /**
   * The same graph as a pipeline goes through it: with the pipeline's start and ends, where it has
   * its own.
   */
  public WorkflowDefinition along(PipelineDefinition pipeline) {
    String from = pipeline.start() == null ? start : pipeline.start();
    return new WorkflowDefinition(
        name, version, from, edges, pipeline.end().isEmpty() ? end : pipeline.end());
  }
}
