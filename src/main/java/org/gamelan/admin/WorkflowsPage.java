package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gamelan.engine.Catalogue;
import org.gamelan.engine.Definitions;
import org.gamelan.task.WorkflowFigures;
import org.gamelan.task.WorkflowFigures.Runs;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.WorkflowBundle;

/** The list of workflows. What it shows is in its address alone. */
@Named
@RequestScoped
public class WorkflowsPage extends NameListPage<WorkflowBundle> {

  private Definitions definitions;
  private WorkflowFigures figures;

  private List<WorkflowRow> rows;

  /** For the container's proxies. */
  protected WorkflowsPage() {}

  @Inject
  WorkflowsPage(Definitions definitions, WorkflowFigures figures, FacesContext faces) {
    super("workflows.xhtml", faces);
    this.definitions = definitions;
    this.figures = figures;
  }

  /** The workflows of this page, by name. */
  public List<WorkflowRow> getRows() {
    if (rows == null) {
      Catalogue now = definitions.catalogue();
      Map<String, Runs> runs =
          figures.runs(shown().stream().map(bundle -> bundle.workflow().name()).toList());
      rows = shown().stream().map(bundle -> row(now, bundle, runs)).toList();
    }
    return rows;
  }

  private static WorkflowRow row(Catalogue now, WorkflowBundle bundle, Map<String, Runs> runs) {
    String name = bundle.workflow().name();
    return WorkflowRow.of(
        bundle,
        now.originOfWorkflow(name).map(Origins::told).orElse(""),
        String.join(", ", pipelines(now, name)),
        runs.get(name));
  }

  /** The names of the pipelines through a workflow. */
  static List<String> pipelines(Catalogue now, String workflow) {
    return now.pipelines().values().stream()
        .filter(pipeline -> pipeline.workflow().equals(workflow))
        .map(PipelineDefinition::name)
        .sorted()
        .collect(Collectors.toList());
  }

  @Override
  List<WorkflowBundle> find(String wanted, String behind, int most) {
    Catalogue now = definitions.catalogue();
    String words = wanted.toLowerCase(Locale.ROOT);
    return pick(now.workflows(), behind, bundle -> fits(now, bundle, words), most);
  }

  @Override
  String name(WorkflowBundle listed) {
    return listed.workflow().name();
  }

  private static boolean fits(Catalogue now, WorkflowBundle bundle, String wanted) {
    String name = bundle.workflow().name();
    return wanted.isEmpty()
        || name.toLowerCase(Locale.ROOT).contains(wanted)
        || bundle.stages().keySet().stream().anyMatch(stage -> stage.contains(wanted))
        || pipelines(now, name).stream().anyMatch(pipeline -> pipeline.contains(wanted));
  }

  /** How many problems discovery told. */
  public int getProblems() {
    return definitions.catalogue().problems().size();
  }
}
