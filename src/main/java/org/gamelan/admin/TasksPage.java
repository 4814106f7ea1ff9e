package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gamelan.engine.TaskStatus;
import org.gamelan.task.Task;
import org.gamelan.task.TaskFilter;
import org.gamelan.task.TaskQueries;

/**
 * The list of tasks. What it shows is in its address alone, so that it can be sent to somebody, and
 * nothing of it stays on the server.
 */
@Named
@RequestScoped
public class TasksPage {
  private static final int SIZE = 25;
  private static final int LONGEST_FILTER = 200;

  private TaskQueries queries;
  private FacesContext faces;

  private String status;
  private String agent;
  private String text;
  private String before;
  private List<Task> found;

  /** For the container's proxies. */
  protected TasksPage() {}

  @Inject
  TasksPage(TaskQueries queries, FacesContext faces) {
    this.queries = queries;
    this.faces = faces;
  }

  /** The filters come with the address, and with every live refresh. */
  @PostConstruct
  void begin() {
    Map<String, String> parameters = faces.getExternalContext().getRequestParameterMap();
    status = TaskStatus.find(given(parameters.get("status"))).map(TaskStatus::id).orElse("");
    text = given(parameters.get("q"));
    agent = given(parameters.get("agent"));
    before = given(parameters.get("before"));
  }

  /** The tasks of this page. */
  public List<Task> getTasks() {
    List<Task> all = found();
    return all.size() > SIZE ? all.subList(0, SIZE) : all;
  }

  private List<Task> found() {
    if (found == null) {
      Set<TaskStatus> statuses = TaskStatus.find(status).map(Set::of).orElse(Set.of());
      TaskFilter filter = new TaskFilter(statuses, emptyToNull(agent), emptyToNull(text));
      found = queries.list(filter, cursor().orElse(null), SIZE + 1);
    }
    return found;
  }

  private Optional<UUID> cursor() {
    return RunIds.parse(before);
  }

  /** Whether older tasks follow. */
  public boolean isMore() {
    return found().size() > SIZE;
  }

  /** Whether this page begins with the newest task. */
  public boolean isNewest() {
    return cursor().isEmpty();
  }

  public boolean isFiltered() {
    return !status.isEmpty() || !agent.isEmpty() || !text.isEmpty();
  }

  /** Every state with the address that shows its tasks; the first one is for all. */
  public List<StatusLink> getStatuses() {
    return Stream.concat(
            Stream.of(new StatusLink("", "all", address("", null))),
            Arrays.stream(TaskStatus.values())
                .map(one -> new StatusLink(one.id(), one.id(), address(one.id(), null))))
        .toList();
  }

  /**
   * A filter to click on.
   *
   * @param status the state, or empty for all
   * @param label what it is called
   * @param address the query that shows it
   */
  public record StatusLink(String status, String label, String address) {}

  /** The address of the page that follows. */
  public String getOlder() {
    List<Task> tasks = getTasks();
    return address(status, tasks.isEmpty() ? null : tasks.get(tasks.size() - 1).id().toString());
  }

  /** The address of the first page with the same filters. */
  public String getFirst() {
    return address(status, null);
  }

  private String address(String wanted, String cursor) {
    String query =
        Stream.of(
                parameter("status", wanted),
                parameter("q", text),
                parameter("agent", agent),
                parameter("before", cursor))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "tasks.xhtml" : "tasks.xhtml?" + query;
  }

  private static Optional<String> parameter(String name, String value) {
    return value == null || value.isEmpty()
        ? Optional.empty()
        : Optional.of(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  private static String emptyToNull(String value) {
    return value.isEmpty() ? null : value;
  }

  private static String given(String value) {
    String stripped = value == null ? "" : value.strip();
    return stripped.length() > LONGEST_FILTER ? stripped.substring(0, LONGEST_FILTER) : stripped;
  }

  public String getStatus() {
    return status;
  }

  public String getAgent() {
    return agent;
  }

  public String getText() {
    return text;
  }

  public String getBefore() {
    return before;
  }
}
