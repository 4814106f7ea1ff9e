package org.gamelan.admin;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gamelan.admin.GraphLayout.Box;
import org.gamelan.admin.GraphLayout.Line;
import org.gamelan.admin.GraphLayout.Point;

/** Writes one laid-out graph as SVG. Every text is escaped; lengths are rounded to a tenth. */
final class GraphSvg {
  private static final double CORNER = 8;
  private static final double SMALLEST = 0.75;
  private static final double TEXT_LEFT = 34;
  private static final double TEXT_RIGHT = 8;
  private static final double LABEL_CHARACTER = 8;
  private static final double SUBTITLE_CHARACTER = 6.8;
  private static final double EDGE_LABEL_CHARACTER = 6;
  private static final int EDGE_LABEL_LENGTH = 28;

  /** The signs of the states, each another form: colour is never the only difference. */
  private static final Map<String, String> SIGNS =
      Map.of(
          "succeeded", "M-4.5 0.5 l3 3 l6 -7",
          "failed", "M-3.5 -3.5 l7 7 M3.5 -3.5 l-7 7",
          "cancelled", "M-4 0 h8",
          "skipped", "M-3.5 -4 l4 4 l-4 4 M1.5 -4 l4 4 l-4 4",
          "waiting", "M-2 -4 v8 M2 -4 v8",
          "ready", "M0 -4 v4 l3 2",
          "running", "M-2.5 -4 l6 4 l-6 4 z",
          "indeterminate", "M-2.5 -2 a2.6 2.6 0 1 1 2.6 3 v1.2 M0 4.6 v0.3");

  private final String name;
  private final String title;
  private final GraphLayout layout;
  private final StringBuilder out = new StringBuilder(8192);

  GraphSvg(String name, String title, GraphLayout layout) {
    this.name = name;
    this.title = title;
    this.layout = layout;
  }

  /** The width of a box that holds this label, within limits. */
  static double widthFor(String label) {
    double wanted = TEXT_LEFT + TEXT_RIGHT + Text.columns(label) * LABEL_CHARACTER;
    return Math.max(136, Math.min(220, Math.ceil(wanted)));
  }

  /** The width of an edge's label, 0 for none. */
  static double labelWidth(String label) {
    return Math.min(Text.columns(label), EDGE_LABEL_LENGTH) * EDGE_LABEL_CHARACTER;
  }

  String render(List<GraphNode> nodes, List<GraphEdge> edges) {
    out.append("<svg class=\"g-graph\" role=\"group\" aria-label=\"").append(Text.xml(title));
    out.append("\" xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(number(layout.width()));
    out.append("\" height=\"").append(number(layout.height())).append("\" viewBox=\"0 0 ");
    out.append(number(layout.width())).append(' ').append(number(layout.height()));
    // Smaller than this nobody can read it; the place around it scrolls instead.
    out.append("\" style=\"min-width:").append(number(layout.width() * SMALLEST));
    out.append("px;--w:").append(number(layout.width())).append("\" data-width=\"");
    out.append(number(layout.width())).append("\" data-height=\"");
    out.append(number(layout.height())).append("\">");
    markers();
    for (int i = 0; i < edges.size(); i++) {
      edge(edges.get(i), layout.lines().get(i));
    }
    for (GraphNode node : nodes) {
      node(node, layout.boxes().get(node.id()));
    }
    return out.append("</svg>").toString();
  }

  private void markers() {
    out.append("<defs>");
    for (String kind : List.of("plain", "taken", "error")) {
      out.append("<marker id=\"").append(Text.xml(name)).append("-arrow-").append(kind);
      out.append("\" class=\"g-arrow g-arrow-").append(kind);
      out.append(
              "\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\"")
          .append(" orient=\"auto-start-reverse\"><path d=\"M0 0.5 L8 4 L0 7.5 z\"/></marker>");
    }
    out.append("</defs>");
  }

  private void edge(GraphEdge edge, Line line) {
    if (line.points().isEmpty()) {
      return;
    }
    String arrow = edge.taken() ? "taken" : "error".equals(edge.style()) ? "error" : "plain";
    out.append("<g class=\"g-edge g-edge-").append(Text.word(edge.style()));
    out.append(edge.taken() ? " g-taken" : "").append("\" aria-hidden=\"true\"");
    String path = path(line.points());
    if (edge.number() >= 0) {
      // The line itself is too thin to be hit; those without a pointer choose it in the table.
      out.append(" data-edge=\"").append(edge.number()).append("\"><path class=\"g-hit\" d=\"");
      out.append(path).append("\"/><path d=\"");
    } else {
      out.append("><path d=\"");
    }
    out.append(path).append("\" marker-end=\"url(#").append(Text.xml(name));
    out.append("-arrow-").append(arrow).append(")\"/>");
    if (line.label() != null && !edge.label().isEmpty()) {
      out.append("<text x=\"").append(number(line.label().x())).append("\" y=\"");
      out.append(number(line.label().y() + 4)).append("\" text-anchor=\"middle\">");
      out.append(Text.xml(Text.shorten(edge.label(), EDGE_LABEL_LENGTH))).append("</text>");
    }
    out.append("</g>");
  }

  private void node(GraphNode node, Box box) {
    String told = node.label() + ": " + node.status();
    String detail = node.subtitle().isEmpty() ? told : told + ", " + node.subtitle();
    out.append("<a class=\"g-node g-kind-").append(Text.word(node.kind())).append(" g-status-");
    out.append(Text.word(node.status())).append("\" id=\"").append(Text.xml(name)).append("-node-");
    out.append(Text.xml(node.id())).append("\" href=\"#stage-").append(Text.xml(node.id()));
    out.append("\" data-stage=\"").append(Text.xml(node.id())).append("\" aria-label=\"");
    out.append(Text.xml(detail)).append("\" transform=\"translate(").append(number(box.x()));
    out.append(' ').append(number(box.y())).append(")\"><title>").append(Text.xml(detail));
    out.append("</title>");
    outline(node.kind(), box);
    sign(node.status(), box);
    boolean two = !node.subtitle().isEmpty();
    double room = box.width() - TEXT_LEFT - TEXT_RIGHT;
    text("g-label", node.label(), box.height() / 2 + (two ? -3 : 4.5), room / LABEL_CHARACTER);
    if (two) {
      text("g-subtitle", node.subtitle(), box.height() / 2 + 13, room / SUBTITLE_CHARACTER);
    }
    out.append("</a>");
  }

  private void outline(String kind, Box box) {
    double width = box.width();
    double height = box.height();
    if ("decision".equals(kind)) {
      String points = "M10 0 H%s L%s %s L%s %s H10 L0 %s z";
      out.append("<path class=\"g-box\" d=\"")
          .append(
              points.formatted(
                  number(width - 10),
                  number(width),
                  number(height / 2),
                  number(width - 10),
                  number(height),
                  number(height / 2)))
          .append("\"/>");
      return;
    }
    double radius =
        switch (kind) {
          case "input", "output" -> height / 2;
          case "tool", "fork", "join" -> 3;
          default -> 10;
        };
    out.append("<rect class=\"g-box\" width=\"").append(number(width)).append("\" height=\"");
    out.append(number(height)).append("\" rx=\"").append(number(radius)).append("\"/>");
  }

  private void sign(String status, Box box) {
    out.append("<g class=\"g-sign\" transform=\"translate(19 ").append(number(box.height() / 2));
    out.append(")\"><circle r=\"9\"/>");
    String sign = SIGNS.get(status);
    if (sign != null) {
      out.append("<path d=\"").append(sign).append("\"/>");
    }
    out.append("</g>");
  }

  private void text(String style, String text, double y, double columns) {
    out.append("<text class=\"").append(style).append("\" x=\"").append(number(TEXT_LEFT));
    out.append("\" y=\"").append(number(y)).append("\">");
    out.append(Text.xml(Text.shorten(text, (int) columns))).append("</text>");
  }

  /** A way along the points with rounded corners. */
  private static String path(List<Point> points) {
    StringBuilder path = new StringBuilder("M");
    path.append(at(points.get(0)));
    for (int i = 1; i < points.size() - 1; i++) {
      Point corner = points.get(i);
      Point before = toward(corner, points.get(i - 1));
      Point after = toward(corner, points.get(i + 1));
      path.append(" L").append(at(before)).append(" Q").append(at(corner)).append(' ');
      path.append(at(after));
    }
    return path.append(" L").append(at(points.get(points.size() - 1))).toString();
  }

  private static Point toward(Point from, Point to) {
    double length = Math.hypot(to.x() - from.x(), to.y() - from.y());
    double part = length == 0 ? 0 : Math.min(CORNER, length / 2) / length;
    return new Point(from.x() + (to.x() - from.x()) * part, from.y() + (to.y() - from.y()) * part);
  }

  private static String at(Point point) {
    return number(point.x()) + ' ' + number(point.y());
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
