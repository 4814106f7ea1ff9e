package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.gamelan.engine.Effect;
import org.gamelan.engine.ReplayedStage;
import org.gamelan.engine.TaskStatus;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.security.Caller;
import org.gamelan.security.CurrentCaller;
import org.gamelan.task.ForkOrder;
import org.gamelan.task.Forked;
import org.gamelan.task.ReplayReport;
import org.gamelan.task.Replays;
import org.gamelan.task.Stage;
import org.gamelan.task.Task;
import org.gamelan.task.TaskForks;
import org.gamelan.task.TaskQueries;
import org.gamelan.task.Tasks;

/** A task done again: replayed, forked, or retried from a stage on. */
@Named
@RequestScoped
public class AgainPage {
  private static final int SHOWN = 100;
  private static final int NAMED = 5;
  private static final String CURRENT = "current";

  private TaskQueries queries;
  private Tasks tasks;
  private TaskForks forks;
  private Replays replays;
  private OperatorRights rights;
  private CurrentCaller caller;
  private FacesContext faces;

  private String id;
  private String replay;
  private Task task;
  private List<Stage> stages;
  private ReplayReport report;
  private String problem;
  private String fromStage;
  private String title;
  private String input;
  private String definitions = "pinned";
  private Forked made;
  private FieldFaults faults = FieldFaults.NONE;

  /** For the container's proxies. */
  protected AgainPage() {}

  @Inject
  AgainPage(
      TaskQueries queries,
      Tasks tasks,
      TaskForks forks,
      Replays replays,
      OperatorRights rights,
      CurrentCaller caller,
      FacesContext faces) {
    this.queries = queries;
    this.tasks = tasks;
    this.forks = forks;
    this.replays = replays;
    this.rights = rights;
    this.caller = caller;
    this.faces = faces;
  }

  @PostConstruct
  void begin() {
    Map<String, String> parameters = faces.getExternalContext().getRequestParameterMap();
    id = parameters.get("id");
    replay = parameters.getOrDefault("replay", "");
    fromStage = parameters.get("stage");
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
    title = title == null ? task.title() : title;
    input = input == null ? JsonText.of(task.input()) : input;
    if (isReplayable() && !replay.isEmpty()) {
      replayNow();
    }
  }

  public Task getTask() {
    if (task == null) {
      task = queries.require(RunIds.parse(id).orElseGet(() -> new UUID(0, 0)));
    }
    return task;
  }

  private List<Stage> stages() {
    if (stages == null) {
      stages = queries.stages(getTask().id());
    }
    return stages;
  }

  public boolean isReplayable() {
    return getTask().status().isFinished();
  }

  private void replayNow() {
    try {
      report = replays.replay(task.id(), replay.equals(CURRENT));
    } catch (GamelanException e) {
      problem = e.getMessage();
    }
  }

  /** What the replay came to, or null where none was asked for. */
  public ReplayReport getReport() {
    return report;
  }

  /** Why there is no report although one was asked for; empty otherwise. */
  public String getProblem() {
    return problem == null ? "" : problem;
  }

  /** What differs in what the task came to. */
  public List<ShownDifference> getEnds() {
    return report.differences().stream().map(ShownDifference::of).toList();
  }

  /**
   * A stage that ends differently now.
   *
   * @param stage the stage run
   * @param differences what differs
   */
  public record Different(ReplayedStage stage, List<ShownDifference> differences) {
    public boolean isReached() {
      return !stage.replayed().equals("not-reached");
    }
  }

  /** The stages that end differently, the first hundred. */
  public List<Different> getDifferent() {
    return report.stages().stream()
        .filter(stage -> !stage.same())
        .limit(SHOWN)
        .map(
            stage ->
                new Different(
                    stage, stage.differences().stream().map(ShownDifference::of).toList()))
        .toList();
  }

  /** The stages with which the task would go on now, as a sentence; empty when there are none. */
  public String getUnrecorded() {
    return report.unrecorded().stream()
        .map(next -> next.path("stage").asText())
        .collect(Collectors.joining(", "));
  }

  /** The stages a fork may begin with: those that ran outside of forks. */
  public List<String> getForkable() {
    return stages().stream()
        .filter(stage -> stage.branch() == null && stage.startedAt() != null)
        .map(Stage::name)
        .distinct()
        .toList();
  }

  /** The stages a retry may begin with. */
  public List<String> getRetriable() {
    return stages().stream()
        .filter(stage -> stage.startedAt() != null)
        .map(Stage::name)
        .distinct()
        .toList();
  }

  public boolean isFailed() {
    return getTask().status() == TaskStatus.FAILED;
  }

  private List<Effect> effects() {
    List<String> known = getForkable();
    String from = known.contains(fromStage) ? fromStage : known.isEmpty() ? null : known.get(0);
    return from == null ? List.of() : forks.effects(getTask().id(), from);
  }

  /** Which effects outside may happen once more, as a sentence. */
  public String getWarning() {
    List<Effect> effects = effects();
    if (effects.isEmpty()) {
      return "No stage from there on calls a tool that acts outside.";
    }
    String named =
        effects.stream()
            .limit(NAMED)
            .map(
                effect ->
                    effect.tool()
                        + " in "
                        + effect.stage()
                        + (effect.agent() == null ? "" : " by " + effect.agent()))
            .collect(Collectors.joining(", "));
    String more = effects.size() > NAMED ? " and " + (effects.size() - NAMED) + " more" : "";
    return "May happen outside once more: " + named + more + ".";
  }

  public boolean isRepeating() {
    return !effects().isEmpty();
  }

  /** The fork that was made just now, if something of this task does not count for it; or null. */
  public Forked getMade() {
    return made;
  }

  /**
   * Makes the fork and goes to its page; where something was not taken over it stays to tell what,
   * and with faults in the form to say them.
   */
  public String fork() {
    if (rights.areMissing()) {
      return null;
    }
    List<FieldError> found = new ArrayList<>();
    JsonNode given = JsonText.read("input", input, found);
    try {
      if (found.isEmpty()) {
        Caller by = caller.require();
        ForkOrder order = new ForkOrder(fromStage, given, title, definitions.equals(CURRENT));
        made = forks.fork(getTask().id(), order, by.name(), by.keyId());
        return made.leftOut().isEmpty()
            ? "/task.xhtml?faces-redirect=true&id=" + made.task().id()
            : null;
      }
    } catch (InvalidInputException e) {
      found.addAll(e.errors());
    } catch (GamelanException e) {
      tell(e.getMessage());
    }
    faults = new FieldFaults(found);
    return null;
  }

  /** Opens the failed task again from the chosen stage on, and goes to its page. */
  public String retry() {
    if (rights.areMissing()) {
      return null;
    }
    try {
      tasks.retry(getTask().id(), fromStage, caller.require().name());
      return "/task.xhtml?faces-redirect=true&id=" + getTask().id();
    } catch (GamelanException e) {
      tell(e.getMessage());
      return null;
    }
  }

  private void tell(String text) {
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
  }

  /** What is wrong with a field. */
  public List<String> told(String field) {
    return faults.told(field);
  }

  public String getFromStage() {
    return fromStage;
  }

  public void setFromStage(String stage) {
    fromStage = stage;
  }

  public String getTitle() {
    return title;
  }

  public void setTitle(String text) {
    title = text;
  }

  public String getInput() {
    return input;
  }

  public void setInput(String text) {
    input = text;
  }

  public String getDefinitions() {
    return definitions;
  }

  public void setDefinitions(String which) {
    definitions = which;
  }
}
