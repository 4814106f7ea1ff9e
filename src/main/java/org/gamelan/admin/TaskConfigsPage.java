package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gamelan.assignment.Assignments;
import org.gamelan.assignment.TaskConfigView;
import org.gamelan.assignment.TaskConfigs;

/** The list of task configs. What it shows is in its address alone. */
@Named
@RequestScoped
public class TaskConfigsPage {
  private static final int SIZE = 25;
  private static final int LONGEST = 200;

  private TaskConfigs configs;
  private Assignments assignments;
  private FacesContext faces;

  private String text;
  private String after;
  private List<TaskConfigView> found;
  private Map<UUID, List<String>> agents;

  /** For the container's proxies. */
  protected TaskConfigsPage() {}

  @Inject
  TaskConfigsPage(TaskConfigs configs, Assignments assignments, FacesContext faces) {
    this.configs = configs;
    this.assignments = assignments;
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

  /** The task configs of this page, by name. */
  public List<TaskConfigView> getConfigs() {
    List<TaskConfigView> all = found();
    return all.size() > SIZE ? all.subList(0, SIZE) : all;
  }

  private List<TaskConfigView> found() {
    if (found == null) {
      found = configs.list(emptyToNull(text), emptyToNull(after), SIZE + 1);
    }
    return found;
  }

  private static String emptyToNull(String given) {
    return given.isEmpty() ? null : given;
  }

  /** The first few agents a config is assigned to, in one line. */
  public String agents(TaskConfigView config) {
    if (agents == null) {
      agents = assignments.agentsOf(getConfigs().stream().map(TaskConfigView::id).toList());
    }
    return String.join(", ", agents.getOrDefault(config.id(), List.of()));
  }

  /** The names of what goes in, in one line. */
  public String inputs(TaskConfigView config) {
    return config.inputSchema() == null
        ? "anything"
        : String.join(", ", names(config.inputSchema().path("properties").fieldNames()));
  }

  private static List<String> names(java.util.Iterator<String> names) {
    List<String> all = new java.util.ArrayList<>();
    names.forEachRemaining(all::add);
    return all;
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
    List<TaskConfigView> shown = getConfigs();
    return address(shown.isEmpty() ? "" : shown.get(shown.size() - 1).name());
  }

  /** The address of the first page with the same words. */
  public String getStart() {
    return address("");
  }

  private String address(String behind) {
    String query = "q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    return "task-configs.xhtml?" + query + (behind.isEmpty() ? "" : "&after=" + behind);
  }

  public String getText() {
    return text;
  }

  public String getAfter() {
    return after;
  }
}
