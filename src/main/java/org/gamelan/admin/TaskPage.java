package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.TaskStatus;
import org.gamelan.failure.ConflictException;
import org.gamelan.platform.Spans;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;
import org.gamelan.task.FailureGroup;
import org.gamelan.task.Stage;
import org.gamelan.task.Task;
import org.gamelan.task.TaskQueries;
import org.gamelan.task.TaskResult;
import org.gamelan.task.TaskUpdate;
import org.gamelan.task.Tasks;
import org.gamelan.workflow.StageDefinition;

/** One task: why it stands where it stands, its workflow, its stages, its result, its history. */
@Named
@RequestScoped
public class TaskPage {
  private static final int UPDATES = 100;
  private static final int FORKS = 20;

  private TaskQueries queries;
  private Tasks tasks;
  private GraphDrawing drawing;
  private CurrentCaller caller;
  private Clock clock;
  private FacesContext faces;

  private String id;
  private Task task;
  private List<Stage> stages;
  private Blueprint blueprint;
  private TaskResult result;
  private String before;
  private List<TaskUpdate> history;
  private List<Task> forks;

  /** For the container's proxies. */
  protected TaskPage() {}

  @Inject
  TaskPage(
      TaskQueries queries,
      Tasks tasks,
      GraphDrawing drawing,
      CurrentCaller caller,
      Clock clock,
      FacesContext faces) {
    this.queries = queries;
    this.tasks = tasks;
    this.drawing = drawing;
    this.caller = caller;
    this.clock = clock;
    this.faces = faces;
  }

  /** The id comes with the address, and with every form of the page. */
  @PostConstruct
  void begin() {
    Map<String, String> parameters = faces.getExternalContext().getRequestParameterMap();
    id = parameters.get("id");
    before = EventIds.orEmpty(parameters.get("before"));
  }

  /** Answers with 404 where there is no such task. */
  public void open() throws IOException {
    Optional<Task> known = RunIds.parse(id).flatMap(queries::find);
    if (known.isEmpty()) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
      return;
    }
    task = known.get();
  }

  public Task getTask() {
    if (task == null) {
      task = queries.require(RunIds.parse(id).orElseGet(() -> new UUID(0, 0)));
    }
    return task;
  }

  /** The stage runs without their inputs. */
  List<Stage> stages() {
    if (stages == null) {
      stages = queries.stages(getTask().id());
    }
    return stages;
  }

  /** What the task is pinned to. */
  Blueprint blueprint() {
    if (blueprint == null) {
      blueprint = queries.blueprint(getTask().id());
    }
    return blueprint;
  }

  /** The lines of the table of stages. */
  public List<StageRow> getRows() {
    return StageRow.of(getTask(), stages(), clock.instant());
  }

  public WhyCard getWhy() {
    return WhyCard.of(getTask(), stages(), blueprint().workflow().stageNames().size());
  }

  public Progress getProgress() {
    return Progress.of(getTask(), stages(), blueprint().workflow().stageNames().size());
  }

  /** The agent of a stage run, also while it has not answered yet; empty for other kinds. */
  public String agentOf(Stage stage) {
    if (stage.agent() != null) {
      return stage.agent();
    }
    StageDefinition definition = blueprint().stages().get(stage.name());
    return definition == null || definition.agent() == null ? "" : definition.agent();
  }

  /** The workflow growing to the right, for wide screens. */
  public String getWideDrawing() {
    return draw("wide", GraphDrawing.Direction.RIGHT);
  }

  /** The workflow growing downwards, for phones. */
  public String getNarrowDrawing() {
    return draw("narrow", GraphDrawing.Direction.DOWN);
  }

  private String draw(String name, GraphDrawing.Direction direction) {
    RunGraph graph = RunGraph.of(blueprint().workflow(), blueprint().stages(), stages());
    String title = "Workflow " + getTask().workflow() + " with " + graph.nodes().size() + " stages";
    return drawing.svg(name, title, graph.nodes(), graph.edges(), direction);
  }

  /** A part of the history, the newest first. */
  public List<TaskUpdate> getUpdates() {
    List<TaskUpdate> found = history();
    return found.size() > UPDATES ? found.subList(0, UPDATES) : found;
  }

  private List<TaskUpdate> history() {
    if (history == null) {
      history = queries.latestUpdates(getTask().id(), emptyToNull(before), UPDATES + 1);
    }
    return history;
  }

  /** Whether the part of the history that is shown begins with the newest update. */
  public boolean isNewest() {
    return before.isEmpty();
  }

  /** The address of the part of the history that follows; empty when there is none. */
  public String getOlder() {
    return history().size() > UPDATES
        ? getNewer() + "&before=" + history().get(UPDATES - 1).id()
        : "";
  }

  /** The address of the newest part of the history. */
  public String getNewer() {
    return "task.xhtml?id=" + getTask().id();
  }

  /** Where the shown part of the history begins, or empty. */
  public String getBefore() {
    return before;
  }

  private TaskResult result() {
    if (result == null) {
      result = queries.result(getTask().id());
    }
    return result;
  }

  /** Whether there is an answer to show. */
  public boolean isAnswered() {
    return getTask().status() == TaskStatus.SUCCEEDED && result().output() != null;
  }

  /** The answer as a person reads it, as markup. */
  public String getAnswer() {
    return JsonHtml.readable(result().output());
  }

  /** The answer as coloured JSON, as markup. */
  public String getAnswerJson() {
    return JsonHtml.coloured(result().output());
  }

  /** What it took, such as {@code 1200 tokens read, 300 written}; empty without a model. */
  public String getUsage() {
    TaskResult known = result();
    if (known.tokens().input() + known.tokens().output() == 0) {
      return "";
    }
    String tokens =
        Figures.count(known.tokens().input())
            + " tokens read, "
            + Figures.count(known.tokens().output())
            + " written";
    return known.cost() == null ? tokens : tokens + ", cost " + Figures.cost(known.cost());
  }

  /** The input as coloured JSON, as markup; empty when none was given. */
  public String getInput() {
    return getTask().input() == null ? "" : JsonHtml.coloured(getTask().input());
  }

  /** Where the task's files are, for a person; empty when it has none. */
  public String getSource() {
    if (getTask().source() == null) {
      return "";
    }
    String path = getTask().source().path("path").asText("");
    return path.isEmpty() ? getTask().source().path("git").asText("") : path;
  }

  public boolean isCancellable() {
    return may(TaskStatus.CANCELLED);
  }

  public boolean isPausable() {
    return may(TaskStatus.PAUSED);
  }

  public boolean isResumable() {
    return isOperator() && getTask().status() == TaskStatus.PAUSED;
  }

  public boolean isRetriable() {
    return isOperator() && getTask().status() == TaskStatus.FAILED;
  }

  /** Whether it waits for an agent that somebody may give it to. */
  public boolean isAssignable() {
    return isOperator() && getTask().status() == TaskStatus.PENDING;
  }

  public boolean isReplayable() {
    return getTask().status().isFinished();
  }

  /** The id of its trace; empty while nobody records traces. */
  public String getTrace() {
    String trace = Spans.traceOf(getTask().id());
    return trace == null ? "" : trace;
  }

  /** The latest tasks that were forked from this one. */
  public List<Task> getForks() {
    if (forks == null) {
      forks = queries.forks(getTask().id(), FORKS);
    }
    return forks;
  }

  /** The failed attempts of its stages, equal ones together. */
  public List<FailureGroup> getFailureGroups() {
    return FailureGroup.of(getTask().id(), stages());
  }

  private boolean may(TaskStatus next) {
    return isOperator() && getTask().status().mayBecome(next);
  }

  private boolean isOperator() {
    return caller.find().filter(known -> known.role().covers(Role.OPERATOR)).isPresent();
  }

  /** Stops the task for good. */
  public void cancel() {
    steer(() -> tasks.cancel(getTask().id(), by()), "Cancelled.");
  }

  /** Halts the task. */
  public void pause() {
    steer(() -> tasks.pause(getTask().id(), by()), "Paused. What runs comes to its end.");
  }

  /** Lets a paused task go on. */
  public void resume() {
    steer(() -> tasks.resume(getTask().id(), by()), "Goes on.");
  }

  /** Tries the failed stage again. */
  public void retry() {
    steer(() -> tasks.retry(getTask().id(), null, by()), "Tries the failed stage again.");
  }

  private void steer(Runnable change, String done) {
    if (!isOperator()) {
      tell(FacesMessage.SEVERITY_ERROR, "Your role may look, but not change anything.");
      return;
    }
    try {
      change.run();
      tell(FacesMessage.SEVERITY_INFO, done);
    } catch (ConflictException e) {
      tell(FacesMessage.SEVERITY_WARN, e.getMessage());
    }
    forget();
  }

  /** Has everything read anew that a change may have touched. */
  void forget() {
    task = null;
    stages = null;
    result = null;
    history = null;
  }

  private static String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private String by() {
    return caller.require().name();
  }

  private void tell(FacesMessage.Severity severity, String text) {
    faces.addMessage(null, new FacesMessage(severity, text, null));
  }
}
