package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.gamelan.engine.StageStatus;
import org.gamelan.failure.GamelanException;
import org.gamelan.security.Caller;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;
import org.gamelan.task.Approval;
import org.gamelan.task.ApprovalFilter;
import org.gamelan.task.Approvals;
import org.gamelan.task.Decision;
import org.gamelan.task.Decisions;
import org.gamelan.task.Stage;

/** What a task waits for people for, on its page. */
@Named
@RequestScoped
public class TaskDecisions {
  private static final int MOST = 20;

  private TaskPage page;
  private Approvals approvals;
  private Decisions decisions;
  private CurrentCaller caller;
  private FacesContext faces;

  private List<Approval> pending;

  /** For the container's proxies. */
  protected TaskDecisions() {}

  @Inject
  TaskDecisions(
      TaskPage page,
      Approvals approvals,
      Decisions decisions,
      CurrentCaller caller,
      FacesContext faces) {
    this.page = page;
    this.approvals = approvals;
    this.decisions = decisions;
    this.caller = caller;
    this.faces = faces;
  }

  /** The approvals the task waits for. */
  public List<Approval> getApprovals() {
    if (pending == null) {
      boolean waits = has(StageStatus.WAITING);
      pending =
          waits
              ? approvals.list(ApprovalFilter.pendingOf(page.getTask().id()), null, MOST)
              : List.of();
    }
    return pending;
  }

  private boolean has(StageStatus status) {
    return page.stages().stream().anyMatch(stage -> stage.status() == status);
  }

  /** The stages of unknown outcome, for those who may decide on them. */
  public List<Stage> getUnknown() {
    boolean operator =
        caller.find().map(Caller::role).filter(role -> role.covers(Role.OPERATOR)).isPresent();
    return operator
        ? page.stages().stream()
            .filter(stage -> stage.status() == StageStatus.INDETERMINATE)
            .toList()
        : List.of();
  }

  /** Takes the decision whose button was pressed: {@code happened:stage}. */
  public void decide() {
    String pressed =
        Optional.ofNullable(faces.getExternalContext().getRequestParameterMap().get("choose"))
            .orElse("");
    int at = pressed.indexOf(':');
    try {
      decisions.decide(
          page.getTask().id(),
          new Decision(
              pressed.substring(at + 1), pressed.substring(0, Math.max(0, at)), null, null, null),
          caller.require());
      faces.addMessage(
          null, new FacesMessage(FacesMessage.SEVERITY_INFO, "Decided. The task goes on.", null));
    } catch (GamelanException e) {
      faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_WARN, e.getMessage(), null));
    }
    page.forget();
  }
}
