package org.gamelan.workflow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A graph of stages. Immutable; what is asked of it for every stage of a run is looked up once. */
public final class WorkflowDefinition {
  private final String name;
  private final int version;
  private final String start;
  private final List<Edge> edges;
  private final List<String> end;

  private final Set<String> ends;
  private final Map<String, List<Edge>> out = new HashMap<>();
  private final Map<String, List<Edge>> into = new HashMap<>();
  private final IdentityHashMap<Edge, Integer> numbers = new IdentityHashMap<>();
  private final Map<Integer, Set<String>> rounds = new ConcurrentHashMap<>();

  /**
   * @param name its global name
   * @param version as its author counts
   * @param start the stage a run begins with
   * @param edges all ways, in the order written
   * @param end the stages that end a run
   */
  @JsonCreator
  public WorkflowDefinition(
      @JsonProperty("name") String name,
      @JsonProperty("version") int version,
      @JsonProperty("start") String start,
      @JsonProperty("edges") List<Edge> edges,
      @JsonProperty("end") List<String> end) {
    this.name = name;
    this.version = version;
    this.start = start;
    this.edges = List.copyOf(edges);
    this.end = List.copyOf(end);
    this.ends = Set.copyOf(new HashSet<>(end));
    for (int i = 0; i < this.edges.size(); i++) {
      Edge edge = this.edges.get(i);
      numbers.put(edge, i);
      out.computeIfAbsent(edge.from(), key -> new ArrayList<>()).add(edge);
      into.computeIfAbsent(edge.to(), key -> new ArrayList<>()).add(edge);
    }
  }

  @JsonProperty
  public String name() {
    return name;
  }

  @JsonProperty
  public int version() {
    return version;
  }

  @JsonProperty
  public String start() {
    return start;
  }

  @JsonProperty
  public List<Edge> edges() {
    return edges;
  }

  @JsonProperty
  public List<String> end() {
    return end;
  }

  /** The ways that leave a stage, in the order written. */
  public List<Edge> from(String stage) {
    return List.copyOf(out.getOrDefault(stage, List.of()));
  }

  public boolean isEnd(String stage) {
    return ends.contains(stage);
  }

  /** The place of one of this graph's own edges among all, from 0. */
  public int number(Edge edge) {
    return Objects.requireNonNull(numbers.get(edge), "an edge of another workflow");
  }

  /**
   * The stages that a revise edge has done again: those on the ways from its target to its source,
   * both included.
   *
   * @param revise the edge's number
   */
  public Set<String> between(int revise) {
    return rounds.computeIfAbsent(revise, number -> between(edges.get(number)));
  }

  private Set<String> between(Edge revise) {
    Set<String> forth = walk(revise.to(), stage -> ahead(out, stage, Edge::to));
    Set<String> back = walk(revise.from(), stage -> ahead(into, stage, Edge::from));
    forth.retainAll(back);
    return Set.copyOf(forth);
  }

  private static List<String> ahead(
      Map<String, List<Edge>> ways, String stage, Function<Edge, String> next) {
    return ways.getOrDefault(stage, List.of()).stream()
        .filter(edge -> edge.revise() == null)
        .map(next)
        .toList();
  }

  private static Set<String> walk(String from, Function<String, List<String>> next) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      String stage = open.pop();
      if (reached.add(stage)) {
        open.addAll(next.apply(stage));
      }
    }
    return reached;
  }

  /**
   * The stages that come after one, by all ways but those back.
   *
   * @param last the stage behind which nothing is looked at
   */
  public Set<String> reachable(String from, String last) {
    Set<String> reached = new HashSet<>();
    for (String next : ahead(out, from, Edge::to)) {
      reached.addAll(
          walk(next, stage -> stage.equals(last) ? List.of() : ahead(out, stage, Edge::to)));
    }
    return reached;
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
   * its own. An end of the workflow that nothing follows ends the pipeline, too: a run that an
   * error edge or a spent way back leads there could not go on.
   */
  public WorkflowDefinition along(PipelineDefinition pipeline) {
    String from = pipeline.start() == null ? start : pipeline.start();
    Set<String> last = new LinkedHashSet<>(pipeline.end().isEmpty() ? end : pipeline.end());
    end.stream().filter(this::isLast).forEach(last::add);
    return new WorkflowDefinition(name, version, from, edges, List.copyOf(last));
  }

  /** Whether a pipeline goes through this workflow, by stages that there are. */
  public boolean has(PipelineDefinition pipeline) {
    Set<String> all = stageNames();
    return pipeline.workflow().equals(name)
        && (pipeline.start() == null || all.contains(pipeline.start()))
        && all.containsAll(pipeline.end());
  }

  /** Whether no way leads on from a stage that succeeded. */
  private boolean isLast(String stage) {
    return from(stage).stream().allMatch(Edge::onError);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WorkflowDefinition workflow
        && name.equals(workflow.name)
        && version == workflow.version
        && start.equals(workflow.start)
        && edges.equals(workflow.edges)
        && end.equals(workflow.end);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, version, start, edges, end);
  }

  @Override
  public String toString() {
    return "workflow " + name + " " + version;
  }
}
