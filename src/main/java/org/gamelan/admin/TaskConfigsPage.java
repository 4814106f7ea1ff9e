package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gamelan.assignment.Assignments;
import org.gamelan.assignment.TaskConfigView;
import org.gamelan.assignment.TaskConfigs;

/** The list of task configs. What it shows is in its address alone. */
@Named
@RequestScoped
public class TaskConfigsPage extends NameListPage<TaskConfigView> {

  private TaskConfigs configs;
  private Assignments assignments;

  private Map<UUID, List<String>> agents;

  /** For the container's proxies. */
  protected TaskConfigsPage() {}

  @Inject
  TaskConfigsPage(TaskConfigs configs, Assignments assignments, FacesContext faces) {
    super("task-configs.xhtml", faces);
    this.configs = configs;
    this.assignments = assignments;
  }

  /** The task configs of this page, by name. */
  public List<TaskConfigView> getConfigs() {
    return shown();
  }

  @Override
  List<TaskConfigView> find(String wanted, String behind, int most) {
    return configs.list(emptyToNull(wanted), emptyToNull(behind), most);
  }

  @Override
  String name(TaskConfigView listed) {
    return listed.name();
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

  private static List<String> names(Iterator<String> names) {
    List<String> all = new ArrayList<>();
    names.forEachRemaining(all::add);
    return all;
  }
}
