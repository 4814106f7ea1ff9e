package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
public class WorkflowsPage {
  private static final int SIZE = 25;
  private static final int LONGEST = 200;

  private Definitions definitions;
  private WorkflowFigures figures;
  private FacesContext faces;

  private String text;
  private String after;
  private List<WorkflowBundle> found;
  private List<WorkflowRow> rows;

  /** For the container's proxies. */
  protected WorkflowsPage() {}

  @Inject
  WorkflowsPage(Definitions definitions, WorkflowFigures figures, FacesContext faces) {
    this.definitions = definitions;
    this.figures = figures;
    this.faces = faces;
  }

  @PostConstruct
  void begin() {
    text = parameter("q");
    after = parameter("after");
  }

  private String parameter(String name) {
    String value = faces.getExternalContext().getRequestParameterMap().get(name);
    String given = value == null ? "" : value.strip();
    return given.substring(0, Math.min(given.length(), LONGEST));
  }

  /** The workflows of this page, by name. */
  public List<WorkflowRow> getRows() {
    if (rows == null) {
      Catalogue now = definitions.catalogue();
      List<WorkflowBundle> shown = found();
      List<WorkflowBundle> first = shown.size() > SIZE ? shown.subList(0, SIZE) : shown;
      Map<String, Runs> runs =
          figures.runs(first.stream().map(bundle -> bundle.workflow().name()).toList());
      rows = first.stream().map(bundle -> row(now, bundle, runs)).toList();
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

  private List<WorkflowBundle> found() {
    if (found == null) {
      Catalogue now = definitions.catalogue();
      String wanted = text.toLowerCase(Locale.ROOT);
      found =
          now.workflows().entrySet().stream()
              .filter(it -> it.getKey().compareTo(after) > 0)
              .filter(it -> fits(now, it.getValue(), wanted))
              .sorted(Map.Entry.comparingByKey())
              .limit(SIZE + 1L)
              .map(Map.Entry::getValue)
              .toList();
    }
    return found;
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

  /** Whether others follow. */
  public boolean isMore() {
    return found().size() > SIZE;
  }

  public boolean isFirst() {
    return after.isEmpty();
  }

  public boolean isFiltered() {
    return !text.isEmpty();
  }

  /** The address of the page that follows. */
  public String getNext() {
    List<WorkflowRow> shown = getRows();
    return address(shown.isEmpty() ? "" : shown.get(shown.size() - 1).name());
  }

  /** The address of the first page with the same words. */
  public String getStart() {
    return address("");
  }

  private String address(String behind) {
    String query = "q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    return "workflows.xhtml?" + query + (behind.isEmpty() ? "" : "&after=" + behind);
  }

  public String getText() {
    return text;
  }

  public String getAfter() {
    return after;
  }
}
