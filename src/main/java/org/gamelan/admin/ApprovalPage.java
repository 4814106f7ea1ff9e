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
import org.gamelan.engine.ApprovalContent;
import org.gamelan.engine.ApprovalKind;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;
import org.gamelan.security.CurrentCaller;
import org.gamelan.task.Approval;
import org.gamelan.task.Approvals;
import org.gamelan.task.Decision;
import org.gamelan.task.Decisions;
import org.primefaces.PrimeFaces;

/** One question to people: what is shown, and the decision on it. */
@Named
@RequestScoped
public class ApprovalPage {
  private static final Map<String, String> FIELDS = Map.of("comment", "comment", "value", "value");

  private Approvals approvals;
  private Decisions decisions;
  private CurrentCaller caller;
  private FacesContext faces;

  private String id;
  private String seen;
  private String open;
  private String comment;
  private String value;
  private Approval approval;

  /** For the container's proxies. */
  protected ApprovalPage() {}

  @Inject
  ApprovalPage(Approvals approvals, Decisions decisions, CurrentCaller caller, FacesContext faces) {
    this.approvals = approvals;
    this.decisions = decisions;
    this.caller = caller;
    this.faces = faces;
  }

  /** The id comes with the address; what was shown comes with the form. */
  @PostConstruct
  void begin() {
    Map<String, String> parameters = faces.getExternalContext().getRequestParameterMap();
    id = parameters.get("id");
    seen = parameters.get("seen");
    open = parameters.get("open");
  }

  /** Answers with 404 where there is no such question. */
  public void open() throws IOException {
    try {
      getApproval();
    } catch (NotFoundException e) {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
    }
  }

  public Approval getApproval() {
    if (approval == null) {
      approval = approvals.require(RunIds.parse(id).orElseGet(() -> new UUID(0, 0)));
    }
    return approval;
  }

  /**
   * One thing that is shown.
   *
   * @param name where it comes from
   * @param text as a person reads it, as markup
   * @param json as coloured JSON, as markup
   */
  public record Part(String name, String text, String json) {}

  public List<Part> getParts() {
    List<Part> parts = new ArrayList<>();
    for (JsonNode part : getApproval().content()) {
      JsonNode shown = part.path("value");
      parts.add(
          new Part(part.path("name").asText(), JsonHtml.readable(shown), JsonHtml.coloured(shown)));
    }
    return parts;
  }

  /** Whether an output is to be given rather than something approved. */
  public boolean isOutput() {
    return getApproval().kind() == ApprovalKind.OUTPUT;
  }

  /** Whether a call waits for its permission, which is given as it is shown or not at all. */
  public boolean isCall() {
    return getApproval().kind() == ApprovalKind.TOOL;
  }

  /** Why this person may not decide; empty when they may. */
  public String getRefusal() {
    return getApproval().refusal(caller.require()).orElse("");
  }

  public boolean isDecidable() {
    return getApproval().isPending() && getRefusal().isEmpty();
  }

  public void approve() {
    decide("approve", null);
  }

  public void reject() {
    decide("reject", null);
  }

  /** Approves what stands in the form instead of what is shown. */
  public void edit() {
    try {
      decide("edit", Json.parse(value == null ? "" : value));
    } catch (MalformedJsonException e) {
      faces.addMessage(
          "decision-form:value",
          new FacesMessage(FacesMessage.SEVERITY_ERROR, "Is not JSON: " + e.getMessage(), null));
    }
  }

  private void decide(String decision, JsonNode instead) {
    Approval asked = getApproval();
    String why = comment == null || comment.isBlank() ? null : comment.strip();
    Decision made = new Decision(asked.stage(), decision, why, instead, seen);
    Optional<Boolean> taken =
        new FormFaults(faces, "decision-form", FIELDS)
            .attempt(
                () -> {
                  decisions.decide(asked.task(), made, caller.require());
                  return true;
                });
    if (taken.isPresent()) {
      approval = null;
      comment = null;
      value = null;
      String said =
          getApproval().isPending()
              ? "Noted. Somebody else has to approve as well."
              : "Decided. The task goes on.";
      faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_INFO, said, null));
    }
  }

  /** Takes the form away once somebody else has decided; nobody loses what they are writing. */
  public void refresh() {
    if (!String.valueOf(getApproval().isPending()).equals(open)) {
      PrimeFaces.current().ajax().update("decision-place");
    }
  }

  /** What the form is about: the hash of what is shown. */
  public String getSeen() {
    return getApproval().shown();
  }

  public String getComment() {
    return comment;
  }

  public void setComment(String comment) {
    this.comment = comment;
  }

  /** What is shown, to be changed. */
  public String getValue() {
    if (value == null) {
      value = isOutput() ? "" : Json.writePretty(ApprovalContent.value(getApproval().content()));
    }
    return value;
  }

  public void setValue(String value) {
    this.value = value;
  }
}
