package org.gamelan.admin;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gamelan.admin.GraphLayout.Shape;

/**
 * Draws workflow graphs as SVG. The picture carries classes, no colours: the style sheet paints it,
 * so it follows the theme. Layouts are remembered by shape, because a live picture is drawn again
 * with every change of a status.
 */
@ApplicationScoped
public class GraphDrawing {
  private static final int REMEMBERED_LAYOUTS = 200;
  private static final double NODE_HEIGHT = 46;

  private final Map<Shape, GraphLayout> layouts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Shape, GraphLayout> eldest) {
          return size() > REMEMBERED_LAYOUTS;
        }
      };

  /** Which way the graph grows. */
  public enum Direction {
    RIGHT,
    DOWN
  }

  /**
   * The picture of a graph as one {@code svg} element, safe to put into a page.
   *
   * @param name a short word unique in the page; ids within the drawing begin with it
   * @param title what the picture shows, for those who do not see it
   * @param nodes at most a few thousand; two pictures of one graph give them in the same order
   * @param edges those whose ends are not among the nodes are left out
   */
  public String svg(
      String name,
      String title,
      List<GraphNode> nodes,
      List<GraphEdge> edges,
      Direction direction) {
    List<String> ids = nodes.stream().map(GraphNode::id).toList();
    Set<String> known = Set.copyOf(ids);
    List<GraphEdge> drawn =
        edges.stream()
            .filter(edge -> known.contains(edge.from()) && known.contains(edge.to()))
            .toList();
    return new GraphSvg(name, title, layout(nodes, ids, drawn, direction)).render(nodes, drawn);
  }

  private GraphLayout layout(
      List<GraphNode> nodes, List<String> ids, List<GraphEdge> edges, Direction direction) {
    double width =
        nodes.stream().mapToDouble(node -> GraphSvg.widthFor(node.label())).max().orElse(0);
    List<Shape.Arrow> arrows = new ArrayList<>();
    for (GraphEdge edge : edges) {
      arrows.add(new Shape.Arrow(edge.from(), edge.to(), GraphSvg.labelWidth(edge.label())));
    }
    Shape shape = new Shape(direction == Direction.DOWN, width, NODE_HEIGHT, ids, arrows);
    synchronized (layouts) {
      GraphLayout known = layouts.get(shape);
      if (known != null) {
        return known;
      }
    }
    GraphLayout computed = GraphLayout.of(shape);
    synchronized (layouts) {
      layouts.put(shape, computed);
    }
    return computed;
  }
}
