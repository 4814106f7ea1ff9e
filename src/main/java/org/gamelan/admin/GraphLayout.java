package org.gamelan.admin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.CycleBreakingStrategy;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Where the boxes and arrows of a graph lie. Depends on the graph's shape alone, never on the
 * status of a node, so one layout serves every picture of the same workflow. Lengths are in SVG
 * user units.
 *
 * @param width of the whole drawing
 * @param height of the whole drawing
 * @param boxes by node id, in the order given
 * @param lines one for each edge, in the order given
 */
record GraphLayout(double width, double height, Map<String, Box> boxes, List<Line> lines) {

  private static final double MARGIN = 10;

  static {
    // Outside Eclipse nobody else tells ELK which property types it may copy.
    LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredOptions());
  }

  GraphLayout {
    boxes = Collections.unmodifiableMap(new LinkedHashMap<>(boxes));
    lines = List.copyOf(lines);
  }

  /** A point of the drawing. */
  record Point(double x, double y) {}

  /** The place of a node: its upper left corner and its size. */
  record Box(double x, double y, double width, double height) {}

  /** The way of an edge, and the centre of its label (null when it has none). */
  record Line(List<Point> points, Point label) {
    Line {
      points = List.copyOf(points);
    }
  }

  /**
   * What a layout is computed from, and under what it may be remembered.
   *
   * @param down whether the graph grows downwards instead of to the right
   * @param nodeWidth width of every box
   * @param nodeHeight height of every box
   */
  record Shape(
      boolean down, double nodeWidth, double nodeHeight, List<String> nodes, List<Arrow> arrows) {
    Shape {
      nodes = List.copyOf(nodes);
      arrows = List.copyOf(arrows);
    }

    /** An edge without anything that changes during a run. */
    record Arrow(String from, String to, double labelWidth) {}
  }

  /** Lays out a shape in layers. Every arrow's ends must be among the nodes. */
  static GraphLayout of(Shape shape) {
    ElkNode root = ElkGraphUtil.createGraph();
    configure(root, shape.down());
    Map<String, ElkNode> nodes = new LinkedHashMap<>();
    for (String id : shape.nodes()) {
      ElkNode node = ElkGraphUtil.createNode(root);
      node.setDimensions(shape.nodeWidth(), shape.nodeHeight());
      nodes.put(id, node);
    }
    List<ElkEdge> edges = new ArrayList<>();
    for (Shape.Arrow arrow : shape.arrows()) {
      edges.add(edge(nodes, arrow));
    }
    new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
    Map<String, Box> boxes = new LinkedHashMap<>();
    nodes.forEach(
        (id, node) ->
            boxes.put(id, new Box(node.getX(), node.getY(), node.getWidth(), node.getHeight())));
    return new GraphLayout(
        root.getWidth(), root.getHeight(), boxes, edges.stream().map(GraphLayout::line).toList());
  }

  private static void configure(ElkNode root, boolean down) {
    root.setProperty(LayeredOptions.DIRECTION, down ? Direction.DOWN : Direction.RIGHT);
    root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(LayeredOptions.PADDING, new ElkPadding(MARGIN));
    root.setProperty(LayeredOptions.SPACING_NODE_NODE, 24.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE, 14.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 12.0);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 24.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 14.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 12.0);
    // From the start on: what leads back to where a run has been is a way back, whatever is short.
    root.setProperty(LayeredOptions.CYCLE_BREAKING_STRATEGY, CycleBreakingStrategy.DEPTH_FIRST);
    root.setProperty(LayeredOptions.FEEDBACK_EDGES, true);
    root.setProperty(LayeredOptions.RANDOM_SEED, 1);
  }

  private static ElkEdge edge(Map<String, ElkNode> nodes, Shape.Arrow arrow) {
    ElkEdge edge =
        ElkGraphUtil.createSimpleEdge(
            Objects.requireNonNull(nodes.get(arrow.from()), arrow.from()),
            Objects.requireNonNull(nodes.get(arrow.to()), arrow.to()));
    if (arrow.labelWidth() > 0) {
      ElkLabel label = ElkGraphUtil.createLabel(" ", edge);
      label.setDimensions(arrow.labelWidth(), 14);
    }
    return edge;
  }

  private static Line line(ElkEdge edge) {
    List<Point> points = new ArrayList<>();
    if (!edge.getSections().isEmpty()) {
      ElkEdgeSection section = edge.getSections().get(0);
      points.add(new Point(section.getStartX(), section.getStartY()));
      section.getBendPoints().forEach(bend -> points.add(new Point(bend.getX(), bend.getY())));
      points.add(new Point(section.getEndX(), section.getEndY()));
    }
    Point label = null;
    if (!edge.getLabels().isEmpty()) {
      ElkLabel text = edge.getLabels().get(0);
      label = new Point(text.getX() + text.getWidth() / 2, text.getY() + text.getHeight() / 2);
    }
    return new Line(points, label);
  }
}
