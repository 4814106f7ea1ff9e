package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.Way;
import org.gamelan.task.Stage;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.WorkflowDefinition;

/** The ways between the stages of a task: which were taken, and why or why not. */
@Named
@RequestScoped
public class EdgePanel {
  private static final int SHOWN = 300;

  private TaskPage page;
  private FacesContext faces;

  private String chosen;

  /** For the container's proxies. */
  protected EdgePanel() {}

  @Inject
  EdgePanel(TaskPage page, FacesContext faces) {
    this.page = page;
    this.faces = faces;
  }

  @PostConstruct
  void begin() {
    Map<String, String> parameters = faces.getExternalContext().getRequestParameterMap();
    chosen = parameters.getOrDefault("chooseEdge", parameters.getOrDefault("edge", ""));
  }

  /**
   * A line of the table of ways.
   *
   * @param number its place, from 0
   * @param from where it starts
   * @param to where it leads
   * @param when in which case it is taken
   * @param taken whether the run has gone this way
   */
  public record WayRow(int number, String from, String to, String when, boolean taken) {}

  /** The ways in the order written, the first three hundred. */
  public List<WayRow> getWays() {
    WorkflowDefinition workflow = workflow();
    Map<String, Stage> latest = RunGraph.latest(page.stages());
    return workflow.edges().stream()
        .limit(SHOWN)
        .map(
            edge -> {
              int number = workflow.number(edge);
              return new WayRow(
                  number,
                  edge.from(),
                  edge.to(),
                  EdgeText.when(workflow, edge),
                  RunGraph.isTaken(edge, number, latest));
            })
        .toList();
  }

  private WorkflowDefinition workflow() {
    return page.blueprint().workflow();
  }

  /** The chosen way, or null. */
  public Edge getEdge() {
    List<Edge> edges = workflow().edges();
    return chosen.matches("\\d{1,6}") && Integer.parseInt(chosen) < edges.size()
        ? edges.get(Integer.parseInt(chosen))
        : null;
  }

  public String getChosen() {
    return chosen;
  }

  /** In which case the chosen way is taken. */
  public String getCase() {
    return getEdge() == null ? "" : EdgeText.when(workflow(), getEdge());
  }

  /**
   * One run of the stage that a way starts at.
   *
   * @param run which one
   * @param taken whether it went on this way
   * @param why the reasons, one sentence each
   */
  public record Passage(String run, boolean taken, List<String> why) {}

  /** What the runs of the stage, at which the chosen way starts, did; the latest last. */
  public List<Passage> getPassages() {
    Edge edge = getEdge();
    return page.stages().stream()
        .filter(run -> run.name().equals(edge.from()))
        .map(run -> passage(edge, run))
        .toList();
  }

  private Passage passage(Edge edge, Stage run) {
    String which = "attempt " + run.attempt() + " of round " + run.round();
    String name = run.branch() == null ? which : which + " on " + run.branch();
    if (run.way() != null) {
      boolean taken =
          run.way().next().stream().anyMatch(next -> next.edge() == workflow().number(edge));
      return new Passage(name, taken, reasons(run.way(), edge, taken));
    }
    StageStatus needed = edge.onError() ? StageStatus.FAILED : StageStatus.SUCCEEDED;
    if (run.status() != needed) {
      return new Passage(name, false, List.of(edge.from() + " is " + run.status().id() + "."));
    }
    boolean taken = !edge.onError();
    return new Passage(
        name,
        taken,
        List.of(
            taken
                ? "It is the only way that " + edge.from() + " can take when it succeeds."
                : edge.from() + " failed, and was tried again or the task with it."));
  }

  private static List<String> reasons(Way way, Edge edge, boolean taken) {
    if (!way.reasons().isEmpty()) {
      return way.reasons();
    }
    return List.of(taken ? "It went on to " + edge.to() + "." : "It took another way.");
  }
}
