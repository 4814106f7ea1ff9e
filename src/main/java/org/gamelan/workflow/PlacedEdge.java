package org.gamelan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.Position;

/**
 * An edge and where it is written.
 *
 * @param edge the edge
 * @param path JSON pointer in the workflow's entry
 * @param at where it is written
 * @param fromAt where its source is written
 * @param toAt where its target is written
 */
record PlacedEdge(Edge edge, String path, Position at, Position fromAt, Position toAt) {

  /** The edges of a workflow in the order written, chains taken apart. */
  static List<PlacedEdge> read(ManifestEntry workflow) {
    List<PlacedEdge> edges = new ArrayList<>();
    JsonNode written = workflow.value().path("edges");
    for (int i = 0; i < written.size(); i++) {
      String path = "/edges/" + i;
      Position at = workflow.at(path);
      if (written.get(i).isTextual()) {
        String[] stages = written.get(i).asText().strip().split("\\s*->\\s*");
        for (int step = 1; step < stages.length; step++) {
          Edge edge = Edge.plain(stages[step - 1], stages[step]);
          edges.add(new PlacedEdge(edge, path, at, at, at));
        }
      } else {
        Edge edge = edge(written.get(i));
        edges.add(
            new PlacedEdge(edge, path, at, workflow.at(path + "/from"), workflow.at(path + "/to")));
      }
    }
    return edges;
  }

  private static Edge edge(JsonNode value) {
    return new Edge(
        value.get("from").asText(),
        value.get("to").asText(),
        value.path("when").asText(null),
        value.has("revise") ? value.get("revise").asInt() : null,
        value.path("exhausted").asBoolean(false),
        value.has("on"),
        StageReader.kinds(value.path("kinds")));
  }

  boolean isRevise() {
    return edge.revise() != null;
  }

  /** Whether it is tried when its stage succeeds. */
  boolean isOrdinary() {
    return !edge.onError() && !edge.exhausted();
  }
}
