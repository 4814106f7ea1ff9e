package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.gamelan.engine.Way;
import org.gamelan.json.Json;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.WorkflowDefinition;

/** The edges among which a run had its choice after a stage, and what became of each. */
final class EdgeCandidates {
  private final WorkflowDefinition workflow;
  private final Way way;

  /**
   * @param workflow the graph that the task is pinned to
   * @param way where the run went
   */
  EdgeCandidates(WorkflowDefinition workflow, Way way) {
    this.workflow = workflow;
    this.way = way;
  }

  /**
   * A list of {@code {name, reason, taken}} in the order written, and behind them what was taken
   * that is no edge of the stage.
   */
  JsonNode of(String stage) {
    ArrayNode candidates = Json.array();
    List<Edge> edges = workflow.from(stage);
    for (Edge edge : edges) {
      boolean taken = way.next().stream().anyMatch(it -> leads(it, edge));
      candidates.add(candidate(edge.to(), reason(edge, taken), taken));
    }
    for (Way.Taken taken : way.next()) {
      if (edges.stream().noneMatch(edge -> leads(taken, edge))) {
        String reason = way.reasons().isEmpty() ? "" : way.reasons().get(0);
        candidates.add(candidate(taken.stage(), reason, true));
      }
    }
    return candidates;
  }

  private boolean leads(Way.Taken taken, Edge edge) {
    return taken.edge() == workflow.number(edge) && taken.stage().equals(edge.to());
  }

  private static ObjectNode candidate(String name, String reason, boolean taken) {
    return Json.object().put("name", name).put("reason", reason).put("taken", taken);
  }

  private String reason(Edge edge, boolean taken) {
    String to = "'" + edge.to() + "'";
    Optional<String> spent =
        edge.revise() == null
            ? Optional.empty()
            : told(it -> it.startsWith("the way back to " + to + " was taken"));
    if (spent.isPresent()) {
      return spent.get();
    }
    if (edge.onError()) {
      return taken ? told(it -> true).orElse("the stage failed") : "for failures of the stage";
    }
    if (edge.when() != null) {
      return told(it -> it.startsWith(edge.when() + " is ") && it.endsWith("(" + to + ")"))
          .orElse(taken ? edge.when() : edge.when() + " was not asked");
    }
    if (edge.exhausted()) {
      return "for when the ways back are spent";
    }
    return told(it -> it.equals("default to " + to))
        .orElse(taken ? "it has no condition" : "the default, not needed");
  }

  private Optional<String> told(Predicate<String> which) {
    return way.reasons().stream().filter(which).findFirst();
  }
}
