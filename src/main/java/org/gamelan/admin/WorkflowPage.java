package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.engine.Catalogue;
import org.gamelan.engine.Definitions;
import org.gamelan.failure.NotFoundException;
import org.gamelan.manifest.ManifestText;
import org.gamelan.manifest.ManifestTexts;
import org.gamelan.manifest.Problem;
import org.gamelan.task.WorkflowFigures;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowDefinition;

/** One workflow: its graph, its stages and ways, where it is written, and what ran through it. */
@Named
@RequestScoped
public class WorkflowPage {
  private Definitions definitions;
  private WorkflowFigures figures;
  private GraphDrawing drawing;
  private FacesContext faces;

  private String name;
  private Catalogue catalogue;
  private Optional<WorkflowBundle> bundle;
  private List<WorkflowFigures.Version> versions;
  private WorkflowFigures.Runs runs;
  private List<ManifestText> texts;

  /** For the container's proxies. */
  protected WorkflowPage() {}

  @Inject
  WorkflowPage(
      Definitions definitions, WorkflowFigures figures, GraphDrawing drawing, FacesContext faces) {
    this.definitions = definitions;
    this.figures = figures;
    this.drawing = drawing;
    this.faces = faces;
  }

  @PostConstruct
  void begin() {
    name = faces.getExternalContext().getRequestParameterMap().getOrDefault("name", "");
    catalogue = definitions.catalogue();
    bundle = catalogue.findWorkflow(name);
  }

  /** Answers with 404 where there is no such workflow. */
  public void open() throws IOException {
    if (bundle.isEmpty()) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
    }
  }

  WorkflowBundle bundle() {
    return bundle.orElseThrow(() -> new NotFoundException("workflow", name));
  }

  public WorkflowDefinition getWorkflow() {
    return bundle().workflow();
  }

  /** Where it is written, for a person. */
  public String getSource() {
    return Origins.told(origin());
  }

  private String origin() {
    return catalogue.originOfWorkflow(name).orElse("");
  }

  /** The graph growing to the right, for wide screens. */
  public String getWideDrawing() {
    return draw("wide", GraphDrawing.Direction.RIGHT);
  }

  /** The graph growing downwards, for phones. */
  public String getNarrowDrawing() {
    return draw("narrow", GraphDrawing.Direction.DOWN);
  }

  private String draw(String place, GraphDrawing.Direction direction) {
    RunGraph graph = RunGraph.of(getWorkflow(), bundle().stages(), List.of());
    String title = "Workflow " + name + " with " + graph.nodes().size() + " stages";
    return drawing.svg(place, title, graph.nodes(), graph.edges(), direction);
  }

  /** The stages in the order of the graph. */
  public List<StageDefinition> getStages() {
    return getWorkflow().stageNames().stream().map(stage -> bundle().stages().get(stage)).toList();
  }

  /** Who or what does the work of a stage; empty where the kind says it all. */
  public String worker(StageDefinition stage) {
    return stage.tool() == null ? String.join(", ", stage.agents()) : stage.tool();
  }

  /** What a stage's answer has to fit; empty when anything does. */
  public String schema(StageDefinition stage) {
    return stage.outputSchema() == null ? "" : stage.outputSchema();
  }

  /** The ways between stages, in the order written. */
  public List<WayRow> getWays() {
    return getWorkflow().edges().stream().map(edge -> WayRow.of(getWorkflow(), edge)).toList();
  }

  /**
   * A line of the table of ways.
   *
   * @param number its place, from 0
   * @param from where it starts
   * @param to where it leads
   * @param when in which case it is taken
   */
  public record WayRow(int number, String from, String to, String when) {
    static WayRow of(WorkflowDefinition workflow, Edge edge) {
      return new WayRow(
          workflow.number(edge), edge.from(), edge.to(), EdgeText.when(workflow, edge));
    }
  }

  /** The names of the pipelines that go through it. */
  public List<String> getPipelines() {
    return WorkflowsPage.pipelines(catalogue, name);
  }

  /** The address of the form for a task that goes this way. */
  public String getRun() {
    List<String> pipelines = getPipelines();
    return pipelines.isEmpty()
        ? "new-task.xhtml?workflow=" + name
        : "new-task.xhtml?pipeline=" + (pipelines.contains(name) ? name : pipelines.get(0));
  }

  /** The files it is written in, as they are now. */
  public List<ManifestText> getTexts() {
    if (texts == null) {
      texts = ManifestTexts.list(origin());
    }
    return texts;
  }

  /** What is wrong with those files now; then an earlier version of them is in force. */
  public List<Problem> getProblems() {
    String folder = origin() + "/";
    return catalogue.problems().stream()
        .filter(problem -> problem.isError() && problem.file().startsWith(folder))
        .filter(problem -> problem.file().indexOf('/', folder.length()) < 0)
        .limit(20)
        .toList();
  }

  public WorkflowFigures.Runs getRuns() {
    if (runs == null) {
      runs = figures.runs(List.of(name)).get(name);
    }
    return runs;
  }

  /** What its tasks of the last days were pinned to. */
  public List<WorkflowFigures.Version> getVersions() {
    if (versions == null) {
      versions = figures.versions(name);
    }
    return versions;
  }

  public String getName() {
    return name;
  }

  Map<String, StageDefinition> definitions() {
    return bundle().stages();
  }
}
