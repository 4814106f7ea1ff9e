package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;
import org.gamelan.security.CurrentCaller;
import org.gamelan.task.GivenOverride;
import org.gamelan.task.OverrideDraft;
import org.gamelan.task.TaskOverrides;
import org.gamelan.task.TaskQueries;

/** What was decided for stages of one task, and the form for more. */
@Named
@RequestScoped
public class TaskOverrideForm {
  private static final String FORM = "task-override-form";
  private static final int COLUMNS = 60;
  private static final Map<String, String> FIELDS =
      Map.of(
          "kind", "kind",
          "stage", "stage",
          "agent", "agent",
          "value", "value",
          "reason", "reason",
          "expiresAt", "hours");

  private TaskPage page;
  private TaskQueries queries;
  private TaskOverrides overrides;
  private OperatorRights rights;
  private CurrentCaller caller;
  private Clock clock;
  private FacesContext faces;

  private String override;
  private List<GivenOverride> found;
  private String stage;
  private String kind = "agent";
  private String value;
  private String reason;
  private String agent;
  private Integer hours;

  /** For the container's proxies. */
  protected TaskOverrideForm() {}

  @Inject
  TaskOverrideForm(
      TaskPage page,
      TaskQueries queries,
      TaskOverrides overrides,
      OperatorRights rights,
      CurrentCaller caller,
      Clock clock,
      FacesContext faces) {
    this.page = page;
    this.queries = queries;
    this.overrides = overrides;
    this.rights = rights;
    this.caller = caller;
    this.clock = clock;
    this.faces = faces;
  }

  /** Which stage or override is meant comes with the address. */
  @PostConstruct
  void begin() {
    override = Parameters.given(faces, "override");
    stage = Parameters.given(faces, "stage");
  }

  public List<GivenOverride> getOverrides() {
    if (found == null) {
      found = overrides.of(page.getTask().id());
    }
    return found;
  }

  /** Whether one of them is looked at. */
  public boolean isChosen() {
    return chosen().isPresent();
  }

  /** The one that is looked at, or null. */
  public GivenOverride getOne() {
    return chosen().orElse(null);
  }

  private Optional<GivenOverride> chosen() {
    return getOverrides().stream()
        .filter(each -> each.id().toString().equals(override))
        .findFirst();
  }

  /** The stages of the task, in the order its workflow names them. */
  public List<String> getStages() {
    return List.copyOf(queries.blueprint(page.getTask().id()).stages().keySet());
  }

  public String shorten(String text) {
    return Text.shorten(text, COLUMNS);
  }

  /** Decides something; with faults in the form it stays, and says them. */
  public String add() {
    if (rights.areMissing()) {
      return null;
    }
    return faults()
        .attempt(
            () ->
                overrides.create(
                    page.getTask().id(),
                    new OverrideDraft(kind, stage, blankToNull(agent), read(), reason, expiresAt()),
                    caller.require().name()))
        .map(made -> address())
        .orElse(null);
  }

  private static String blankToNull(String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** Nothing given lets it count until the task ends. */
  private Instant expiresAt() {
    return hours == null ? null : clock.instant().plus(Duration.ofHours(hours));
  }

  private JsonNode read() {
    if (value == null || value.isBlank()) {
      return null;
    }
    if (!kind.equals("input")) {
      return TextNode.valueOf(value.strip());
    }
    try {
      return Json.parse(value);
    } catch (MalformedJsonException e) {
      throw new InvalidInputException("value", "is not JSON: " + e.getMessage());
    }
  }

  /** Takes the one that is looked at back. */
  public String remove() {
    if (rights.areMissing()) {
      return null;
    }
    return faults()
        .attempt(
            () -> {
              RunIds.parse(override)
                  .ifPresent(
                      known ->
                          overrides.remove(page.getTask().id(), known, caller.require().name()));
              return address();
            })
        .orElse(null);
  }

  private String address() {
    return "/override.xhtml?faces-redirect=true&id=" + page.getTask().id();
  }

  private FormFaults faults() {
    return new FormFaults(faces, FORM, FIELDS);
  }

  public String getStage() {
    return stage;
  }

  public void setStage(String stage) {
    this.stage = stage;
  }

  public String getKind() {
    return kind;
  }

  public void setKind(String kind) {
    this.kind = kind;
  }

  public String getValue() {
    return value;
  }

  public void setValue(String value) {
    this.value = value;
  }

  public String getAgent() {
    return agent;
  }

  public void setAgent(String agent) {
    this.agent = agent;
  }

  public Integer getHours() {
    return hours;
  }

  public void setHours(Integer hours) {
    this.hours = hours;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason;
  }
}
