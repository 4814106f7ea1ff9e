package org.gamelan.admin;

import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.TaskOverride;
import org.gamelan.engine.TaskStatus;
import org.gamelan.failure.GamelanException;
import org.gamelan.security.CurrentCaller;
import org.gamelan.task.AgentCandidate;
import org.gamelan.task.AgentCandidates;
import org.gamelan.task.OverrideDraft;
import org.gamelan.task.Task;
import org.gamelan.task.TaskFilter;
import org.gamelan.task.TaskOverrides;
import org.gamelan.task.TaskQueries;

/** Gives waiting tasks to agents: dropped onto one, or chosen from a list. */
@Named
@RequestScoped
public class TaskAssigning {
  private static final int SHOWN = 10;
  private static final int CHOICES = 200;
  private static final int ID = 36;
  private static final String REASON = "Assigned by hand";

  private TaskQueries queries;
  private AgentCandidates candidates;
  private TaskOverrides overrides;
  private TaskPage taskPage;
  private AgentsPage agentsPage;
  private OperatorRights rights;
  private CurrentCaller caller;
  private FacesContext faces;

  private List<Task> waiting;
  private Task task;
  private List<AgentCandidate> found = List.of();

  /** For the container's proxies. */
  protected TaskAssigning() {}

  @Inject
  TaskAssigning(
      TaskQueries queries,
      AgentCandidates candidates,
      TaskOverrides overrides,
      TaskPage taskPage,
      AgentsPage agentsPage,
      OperatorRights rights,
      CurrentCaller caller,
      FacesContext faces) {
    this.queries = queries;
    this.candidates = candidates;
    this.overrides = overrides;
    this.taskPage = taskPage;
    this.agentsPage = agentsPage;
    this.rights = rights;
    this.caller = caller;
    this.faces = faces;
  }

  /** The newest tasks that wait for an agent, for those who may give them to one. */
  public List<Task> getWaiting() {
    List<Task> all = waiting();
    return all.subList(0, Math.min(SHOWN, all.size()));
  }

  public boolean isMore() {
    return waiting().size() > SHOWN;
  }

  private List<Task> waiting() {
    if (waiting == null) {
      TaskFilter filter = new TaskFilter(EnumSet.of(TaskStatus.PENDING), null, null);
      waiting = rights.isGranted() ? queries.list(filter, null, SHOWN + 1) : List.of();
    }
    return waiting;
  }

  /** Shows the agents that a task may be given to; without one, shows them no longer. */
  public void show() {
    Optional<UUID> chosen = RunIds.parse(parameter());
    if (chosen.isEmpty() || rights.areMissing()) {
      return;
    }
    try {
      task = queries.require(chosen.get());
      found = candidates.of(task.id());
    } catch (GamelanException e) {
      task = null;
      tell(FacesMessage.SEVERITY_WARN, e.getMessage());
    }
  }

  /** Gives a task to an agent: {@code TASK:AGENT}. */
  public void assign() {
    String pressed = parameter();
    Optional<UUID> chosen =
        pressed.length() > ID + 1 ? RunIds.parse(pressed.substring(0, ID)) : Optional.empty();
    if (chosen.isEmpty() || rights.areMissing()) {
      return;
    }
    String agent = pressed.substring(ID + 1);
    try {
      overrides.create(
          chosen.get(),
          new OverrideDraft(
              TaskOverride.Kind.AGENT.id(), null, null, TextNode.valueOf(agent), REASON, null),
          caller.require().name());
      tell(FacesMessage.SEVERITY_INFO, "Given to " + agent + ".");
    } catch (GamelanException e) {
      tell(FacesMessage.SEVERITY_WARN, e.getMessage());
    }
    waiting = null;
    taskPage.forget();
    agentsPage.forget();
  }

  private String parameter() {
    return Optional.ofNullable(faces.getExternalContext().getRequestParameterMap().get("choose"))
        .orElse("");
  }

  private void tell(FacesMessage.Severity severity, String text) {
    faces.addMessage(null, new FacesMessage(severity, text, null));
  }

  /** Whether agents are shown to choose from. */
  public boolean isOpen() {
    return task != null;
  }

  /** The task that is to be given to one. */
  public Task getTask() {
    return task;
  }

  /** Those that fit first. */
  public List<AgentCandidate> getCandidates() {
    return found.subList(0, Math.min(CHOICES, found.size()));
  }

  /** How many agents are not shown. */
  public int getOthers() {
    return found.size() - getCandidates().size();
  }

  /** How full an agent is, for a person: {@code 1 of 3}. */
  public String load(AgentCandidate candidate) {
    return new AgentRow(candidate.entry(), candidate.inHand()).load();
  }
}
