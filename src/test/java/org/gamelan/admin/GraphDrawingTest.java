package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.gamelan.admin.GraphDrawing.Direction;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class GraphDrawingTest {
  private final GraphDrawing drawing = new GraphDrawing();

  @Test
  void drawsEveryStageAndEveryWayOfALinearWorkflow() throws Exception {
    String svg = draw(line("user_input", "planning", "results"), Direction.RIGHT);

    Document picture = parse(svg);
    assertThat(picture.getElementsByTagName("a").getLength()).isEqualTo(3);
    assertThat(byClass(picture, "g-edge")).hasSize(2);
    assertThat(picture.getDocumentElement().getAttribute("aria-label")).isEqualTo("The flow");
  }

  @Test
  void growsToTheRightOrDown() throws Exception {
    Graph graph = line("a", "b", "c", "d");

    Element right = parse(draw(graph, Direction.RIGHT)).getDocumentElement();
    Element down = parse(draw(graph, Direction.DOWN)).getDocumentElement();

    assertThat(length(right, "width")).isGreaterThan(length(right, "height"));
    assertThat(length(down, "height")).isGreaterThan(length(down, "width"));
  }

  @Test
  void tellsNameStatusAndDetailOfAStage() throws Exception {
    GraphNode node = new GraphNode("planning", "agent", "running", "planning", "planner");
    String svg = drawing.svg("flow", "The flow", List.of(node), List.of(), Direction.RIGHT);

    Element drawn = byClass(parse(svg), "g-node").get(0);
    assertThat(drawn.getAttribute("aria-label")).isEqualTo("planning: running, planner");
    assertThat(drawn.getAttribute("class")).contains("g-status-running", "g-kind-agent");
    assertThat(drawn.getAttribute("id")).isEqualTo("flow-node-planning");
  }

  @Test
  void hostileTextStaysText() throws Exception {
    String bad = "</svg><script>alert(1)</script>\" onload='x' \u202E\u0000";
    GraphNode node = new GraphNode(bad, bad, bad, bad, bad);
    GraphEdge edge = new GraphEdge(bad, bad, bad, bad, true);

    String svg = drawing.svg("flow", bad, List.of(node), List.of(edge), Direction.RIGHT);

    Document picture = parse(svg);
    assertThat(picture.getElementsByTagName("script").getLength()).isZero();
    assertThat(svg).doesNotContain("<script", "\u202E", "\u0000", " onload='");
  }

  @Test
  void branchesAndWaysBackAreDrawnWithTheirLabels() throws Exception {
    List<GraphNode> nodes = List.of(node("plan"), node("review"), node("ship"), node("degrade"));
    List<GraphEdge> edges =
        List.of(
            new GraphEdge("plan", "review", "", "plain", true),
            new GraphEdge("review", "plan", "revise, at most 3", "revise", true),
            new GraphEdge("review", "ship", "approved", "conditional", false),
            new GraphEdge("review", "degrade", "", "error", false));

    Document picture = parse(drawing.svg("g", "Graph", nodes, edges, Direction.RIGHT));

    assertThat(byClass(picture, "g-edge")).hasSize(4);
    assertThat(byClass(picture, "g-edge-revise").get(0).getTextContent())
        .isEqualTo("revise, at most 3");
    assertThat(byClass(picture, "g-edge-error")).hasSize(1);
  }

  @Test
  void aWayThatCanBeChosenSaysWhichOneItIs() throws Exception {
    List<GraphEdge> edges =
        List.of(
            new GraphEdge("a", "b", "", "plain", false, 7),
            new GraphEdge("b", "a", "", "revise", false));

    Document picture =
        parse(drawing.svg("g", "G", List.of(node("a"), node("b")), edges, Direction.RIGHT));

    assertThat(byClass(picture, "g-edge").get(0).getAttribute("data-edge")).isEqualTo("7");
    assertThat(byClass(picture, "g-edge").get(1).hasAttribute("data-edge")).isFalse();
    assertThat(byClass(picture, "g-hit")).hasSize(1);
  }

  @Test
  void whatLeadsBackDoesNotPutLaterStagesFirst() {
    List<GraphLayout.Shape.Arrow> arrows =
        List.of(
            new GraphLayout.Shape.Arrow("input", "plan", 0),
            new GraphLayout.Shape.Arrow("plan", "check", 0),
            new GraphLayout.Shape.Arrow("check", "plan", 90),
            new GraphLayout.Shape.Arrow("check", "lost", 60),
            new GraphLayout.Shape.Arrow("check", "work", 0),
            new GraphLayout.Shape.Arrow("work", "look", 0),
            new GraphLayout.Shape.Arrow("look", "work", 90),
            new GraphLayout.Shape.Arrow("look", "lost", 60),
            new GraphLayout.Shape.Arrow("look", "done", 0));
    List<String> names = List.of("input", "plan", "check", "lost", "work", "look", "done");

    GraphLayout layout = GraphLayout.of(new GraphLayout.Shape(false, 140, 46, names, arrows));

    assertThat(List.of("input", "plan", "check", "work", "look", "done"))
        .extracting(name -> layout.boxes().get(name).x())
        .isSorted();
  }

  @Test
  void aWayToAnUnknownStageIsLeftOut() throws Exception {
    List<GraphEdge> edges = List.of(new GraphEdge("a", "gone", "", "plain", false));

    String svg = drawing.svg("g", "Graph", List.of(node("a")), edges, Direction.RIGHT);

    assertThat(byClass(parse(svg), "g-edge")).isEmpty();
  }

  @Test
  void theSameGraphGivesTheSamePicture() {
    Graph graph = lattice(60);

    assertThat(new GraphDrawing().svg("g", "G", graph.nodes, graph.edges, Direction.RIGHT))
        .isEqualTo(new GraphDrawing().svg("g", "G", graph.nodes, graph.edges, Direction.RIGHT));
  }

  @Test
  void fiveHundredStagesAreLaidOutOnceAndThenOnlyDrawn() {
    draw(lattice(40), Direction.RIGHT);
    Graph graph = lattice(500);

    // Time of this thread alone: what else the machine does is no fault of the drawing.
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long first = thread.getCurrentThreadCpuTime();
    draw(graph, Direction.RIGHT);
    long again = thread.getCurrentThreadCpuTime();
    draw(graph, Direction.RIGHT);
    long end = thread.getCurrentThreadCpuTime();

    assertThat((again - first) / 1_000_000).isLessThan(3_000);
    assertThat((end - again) / 1_000_000).isLessThan(200);
  }

  private String draw(Graph graph, Direction direction) {
    return drawing.svg("flow", "The flow", graph.nodes, graph.edges, direction);
  }

  private record Graph(List<GraphNode> nodes, List<GraphEdge> edges) {}

  private static GraphNode node(String name) {
    return new GraphNode(name, "agent", "planned", name, "");
  }

  private static Graph line(String... names) {
    Graph graph = new Graph(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < names.length; i++) {
      graph.nodes.add(node(names[i]));
      if (i > 0) {
        graph.edges.add(new GraphEdge(names[i - 1], names[i], "", "plain", false));
      }
    }
    return graph;
  }

  private static Graph lattice(int size) {
    Graph graph = new Graph(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < size; i++) {
      graph.nodes.add(node("stage_" + i));
      if (i >= 5) {
        graph.edges.add(new GraphEdge("stage_" + (i - 5), "stage_" + i, "", "plain", false));
      }
      if (i >= 6 && i % 3 == 0) {
        graph.edges.add(new GraphEdge("stage_" + (i - 6), "stage_" + i, "", "plain", false));
      }
    }
    return graph;
  }

  private static double length(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> byClass(Document document, String name) {
    NodeList all = document.getElementsByTagName("*");
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (List.of(element.getAttribute("class").split(" ")).contains(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
