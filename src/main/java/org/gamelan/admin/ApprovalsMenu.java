package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.gamelan.task.Approvals;

/** How many questions wait for people, for the menu of every page. */
@Named
@RequestScoped
public class ApprovalsMenu {
  private Approvals approvals;
  private Integer pending;

  /** For the container's proxies. */
  protected ApprovalsMenu() {}

  @Inject
  ApprovalsMenu(Approvals approvals) {
    this.approvals = approvals;
  }

  public int getPending() {
    if (pending == null) {
      pending = approvals.pending();
    }
    return pending;
  }
}
