package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.gamelan.agent.AgentFigures;
import org.gamelan.agent.AgentMetrics;
import org.gamelan.assignment.AgentInstance;
import org.gamelan.assignment.Assignments;
import org.gamelan.assignment.TaskConfigView;
import org.gamelan.assignment.TaskConfigs;
import org.gamelan.engine.TaskStatus;
import org.gamelan.failure.GamelanException;
import org.gamelan.security.CurrentCaller;
import org.gamelan.task.Task;
import org.gamelan.task.TaskFilter;
import org.gamelan.task.TaskQueries;

/** What one agent does and did, and which kinds of tasks it was given. */
@Named
@RequestScoped
public class AgentActivity {
  private static final int SHOWN_TASKS = 10;
  private static final int CHOICES = 200;
  private static final List<Integer> RANGES = List.of(1, 7, 30);
  private static final int USUAL = 7;
  private static final Set<TaskStatus> UNFINISHED =
      EnumSet.of(
          TaskStatus.PENDING,
          TaskStatus.QUEUED,
          TaskStatus.RUNNING,
          TaskStatus.WAITING,
          TaskStatus.PAUSED);

  private AgentPage page;
  private TaskQueries queries;
  private AgentFigures figures;
  private Assignments assignments;
  private TaskConfigs configs;
  private AdminRights rights;
  private CurrentCaller caller;
  private Clock clock;
  private FacesContext faces;

  private int days;
  private String config;
  private List<Task> tasks;
  private AgentMetrics metrics;
  private List<AgentInstance> instances;

  /** For the container's proxies. */
  protected AgentActivity() {}

  @Inject
  AgentActivity(
      AgentPage page,
      TaskQueries queries,
      AgentFigures figures,
      Assignments assignments,
      TaskConfigs configs,
      AdminRights rights,
      CurrentCaller caller,
      Clock clock,
      FacesContext faces) {
    this.page = page;
    this.queries = queries;
    this.figures = figures;
    this.assignments = assignments;
    this.configs = configs;
    this.rights = rights;
    this.caller = caller;
    this.clock = clock;
    this.faces = faces;
  }

  /** How many days are looked back stands in the address. */
  @PostConstruct
  void begin() {
    String given = Parameters.given(faces, "days");
    days =
        RANGES.stream().filter(range -> range.toString().equals(given)).findFirst().orElse(USUAL);
  }

  public int getDays() {
    return days;
  }

  public List<Integer> getRanges() {
    return RANGES;
  }

  /** The newest of its tasks that have not ended. */
  public List<Task> getTasks() {
    if (tasks == null) {
      tasks = queries.list(new TaskFilter(UNFINISHED, page.getName(), null), null, SHOWN_TASKS);
    }
    return tasks;
  }

  /** How many of its unfinished tasks are not shown. */
  public int getOtherTasks() {
    return Math.max(0, page.getRow().unfinished() - getTasks().size());
  }

  public AgentMetrics getMetrics() {
    if (metrics == null) {
      metrics = figures.of(page.getName(), days + "d");
    }
    return metrics;
  }

  public boolean isIdle() {
    return getMetrics().runs() == 0 && getMetrics().modelCalls() == 0;
  }

  /** How many runs succeeded, in per cent. */
  public String getSuccess() {
    Double rate = getMetrics().successRate();
    return rate == null ? "–" : Math.round(100 * rate) + " %";
  }

  /** Half of the runs took at most that long. */
  public String getMedian() {
    return took(getMetrics().latencyMs().p50());
  }

  /** Nineteen of twenty runs took at most that long. */
  public String getSlow() {
    return took(getMetrics().latencyMs().p95());
  }

  private static String took(Long millis) {
    return millis == null ? "–" : Figures.duration(Duration.ofMillis(millis));
  }

  public String getTokensRead() {
    return Figures.count(getMetrics().tokens().input());
  }

  public String getTokensWritten() {
    return Figures.count(getMetrics().tokens().output());
  }

  public String getCost() {
    return getMetrics().cost() == null ? "–" : Figures.cost(getMetrics().cost());
  }

  /** Runs by day, for the browser to draw. */
  public String getChart() {
    LocalDate last = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate first = last.minusDays(Math.max(USUAL, days) - 1L);
    return new DayChart<>(first, last, figures.days(page.getName(), first), AgentFigures.Day::day)
        .series("Succeeded", "ok", AgentFigures.Day::succeeded)
        .series("Failed", "fail", day -> (double) day.runs() - day.succeeded())
        .json();
  }

  /** Its instances, one for each task config it was given. */
  public List<AgentInstance> getInstances() {
    if (instances == null) {
      instances = assignments.instances(page.getName(), null, Assignments.MOST);
    }
    return instances;
  }

  /** The task configs that it was not given yet, the first by name. */
  public List<String> getOtherConfigs() {
    List<String> having =
        getInstances().stream()
            .filter(instance -> !instance.status().equals("retiring"))
            .map(AgentInstance::taskConfig)
            .toList();
    return configs.list(null, null, CHOICES).stream()
        .map(TaskConfigView::name)
        .filter(name -> !having.contains(name))
        .toList();
  }

  /** Gives it another kind of tasks. */
  public void assign() {
    if (rights.areMissing()) {
      return;
    }
    try {
      assignments.create(page.getName(), config, caller.require().name());
      tell(FacesMessage.SEVERITY_INFO, "Assigned " + config + ".");
    } catch (GamelanException e) {
      tell(FacesMessage.SEVERITY_ERROR, e.getMessage());
    }
    instances = null;
  }

  /** Takes the kind of tasks away whose button was pressed. */
  public void unassign() {
    Optional<UUID> chosen = RunIds.parse(Parameters.given(faces, "choose"));
    if (rights.areMissing() || chosen.isEmpty()) {
      return;
    }
    boolean gone = assignments.delete(chosen.get());
    tell(
        FacesMessage.SEVERITY_INFO,
        gone ? "Removed with its memory." : "It takes nothing new and goes with its last task.");
    instances = null;
  }

  private void tell(FacesMessage.Severity severity, String text) {
    faces.addMessage(null, new FacesMessage(severity, text, null));
  }

  public String getConfig() {
    return config;
  }

  public void setConfig(String config) {
    this.config = config;
  }
}
