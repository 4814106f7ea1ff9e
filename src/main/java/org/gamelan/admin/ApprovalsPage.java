package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.gamelan.task.Approval;
import org.gamelan.task.ApprovalCursor;
import org.gamelan.task.ApprovalFilter;
import org.gamelan.task.ApprovalStatus;
import org.gamelan.task.Approvals;

/** The inbox of what tasks ask people. */
@Named
@RequestScoped
public class ApprovalsPage {
  private static final int SIZE = 50;
  private static final String ALL = "all";

  private Approvals approvals;
  private FacesContext faces;

  private String status;
  private String before;
  private List<Approval> found;

  /** For the container's proxies. */
  protected ApprovalsPage() {}

  @Inject
  ApprovalsPage(Approvals approvals, FacesContext faces) {
    this.approvals = approvals;
    this.faces = faces;
  }

  /** The filter comes with the address, and with every refresh. */
  @PostConstruct
  void begin() {
    Map<String, String> parameters = faces.getExternalContext().getRequestParameterMap();
    String wanted = Optional.ofNullable(parameters.get("status")).orElse("");
    boolean known = wanted.equals(ALL) || ApprovalStatus.find(wanted).isPresent();
    status = known ? wanted : ApprovalStatus.PENDING.id();
    before = Optional.ofNullable(parameters.get("before")).orElse("");
  }

  /** What people are asked, as far as this page goes. */
  public List<Approval> getApprovals() {
    List<Approval> all = found();
    return all.size() > SIZE ? all.subList(0, SIZE) : all;
  }

  private List<Approval> found() {
    if (found == null) {
      Set<ApprovalStatus> states = ApprovalStatus.find(status).map(Set::of).orElse(Set.of());
      found = approvals.list(new ApprovalFilter(states, null, null), cursor(), SIZE + 1);
    }
    return found;
  }

  /** Where the page begins: an id, with a {@code p} before it while that one was pending. */
  private ApprovalCursor cursor() {
    boolean pending = before.startsWith("p");
    return RunIds.parse(pending ? before.substring(1) : before)
        .map(id -> new ApprovalCursor(pending, id))
        .orElse(null);
  }

  /** The style of a state: what was refused and what nobody decided does not look approved. */
  public String tone(Approval approval) {
    if (approval.isPending()) {
      return "status-waiting";
    } else if (approval.decision() == null) {
      return "status-cancelled";
    }
    return approval.decision().equals("reject") ? "status-failed" : "status-succeeded";
  }

  public boolean isMore() {
    return found().size() > SIZE;
  }

  public boolean isNewest() {
    return cursor() == null;
  }

  /** The address of the page that follows. */
  public String getOlder() {
    List<Approval> shown = getApprovals();
    if (shown.isEmpty()) {
      return getFirst();
    }
    Approval last = shown.get(shown.size() - 1);
    return getFirst() + "&before=" + (last.isPending() ? "p" : "") + last.id();
  }

  /** The address of the first page with the same filter. */
  public String getFirst() {
    return "approvals.xhtml?status=" + status;
  }

  /** Every state with the address that shows what is in it. */
  public List<StatusLink> getStatuses() {
    return Stream.concat(
            Arrays.stream(ApprovalStatus.values()).map(ApprovalStatus::id), Stream.of(ALL))
        .map(each -> new StatusLink(each, "approvals.xhtml?status=" + each))
        .toList();
  }

  /**
   * A filter to click on.
   *
   * @param status the state
   * @param address what shows it
   */
  public record StatusLink(String status, String address) {}

  public String getStatus() {
    return status;
  }

  public String getBefore() {
    return before;
  }
}
