package org.gamelan.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.security.CurrentCaller;
import org.gamelan.task.Standing;
import org.gamelan.task.StandingDecisions;
import org.gamelan.task.StandingDraft;
import org.gamelan.task.StandingQueries;

/** Standing overrides: what there is, one of them, and the form for another. */
@Named
@RequestScoped
public class OverridesPage {
  private static final String FORM = "override-form";
  private static final String LIST = "/overrides.xhtml?faces-redirect=true";
  private static final int USUAL_DAYS = 30;
  private static final int COLUMNS = 60;
  private static final int SIZE = 50;
  private static final Map<String, String> FIELDS =
      Map.of(
          "workflow", "workflow",
          "kind", "kind",
          "value", "value",
          "agent", "agent",
          "stage", "stage",
          "pipeline", "pipeline",
          "reason", "reason",
          "expiresAt", "days");

  private StandingQueries standing;
  private StandingDecisions decisions;
  private OperatorRights rights;
  private CurrentCaller caller;
  private Clock clock;
  private FacesContext faces;

  private String id;
  private String before;
  private List<Standing> found;
  private Optional<Standing> chosen;
  private String kind = "agent";
  private String value;
  private String agent;
  private String stage;
  private String pipeline;
  private String workflow;
  private String reason;
  private Integer days = USUAL_DAYS;

  /** For the container's proxies. */
  protected OverridesPage() {}

  @Inject
  OverridesPage(
      StandingQueries standing,
      StandingDecisions decisions,
      OperatorRights rights,
      CurrentCaller caller,
      Clock clock,
      FacesContext faces) {
    this.standing = standing;
    this.decisions = decisions;
    this.rights = rights;
    this.caller = caller;
    this.clock = clock;
    this.faces = faces;
  }

  /** Which one is looked at comes with the address, and with the form that removes it. */
  @PostConstruct
  void begin() {
    Map<String, String> parameters = faces.getExternalContext().getRequestParameterMap();
    id = Optional.ofNullable(parameters.get("id")).orElse("");
    before = Optional.ofNullable(parameters.get("before")).orElse("");
  }

  /** The newest first, as far as this page goes. */
  public List<Standing> getOverrides() {
    List<Standing> all = found();
    return all.size() > SIZE ? all.subList(0, SIZE) : all;
  }

  private List<Standing> found() {
    if (found == null) {
      found = standing.newest(RunIds.parse(before).orElse(null), SIZE + 1);
    }
    return found;
  }

  public boolean isMore() {
    return found().size() > SIZE;
  }

  public boolean isNewest() {
    return RunIds.parse(before).isEmpty();
  }

  /** The address of the page that follows. */
  public String getOlder() {
    List<Standing> shown = getOverrides();
    return shown.isEmpty()
        ? "overrides.xhtml"
        : "overrides.xhtml?before=" + shown.get(shown.size() - 1).id();
  }

  /** Whether one of them is looked at. */
  public boolean isChosen() {
    return chosen().isPresent();
  }

  /** The one that is looked at, or null. */
  public Standing getOne() {
    return chosen().orElse(null);
  }

  private Optional<Standing> chosen() {
    if (chosen == null) {
      chosen = RunIds.parse(id).flatMap(standing::find);
    }
    return chosen;
  }

  /** Where one counts, in words. */
  public String where(Standing one) {
    List<String> words = new ArrayList<>();
    add(words, "in place of", "agent", one.agent());
    add(words, "in", "stage", one.stage());
    add(words, "in", "pipeline", one.pipeline());
    add(words, "in", "workflow", one.workflow());
    return String.join(", ", words);
  }

  private static void add(List<String> words, String before, String what, String name) {
    if (name != null) {
      words.add(before + " " + what + " " + name);
    }
  }

  public String shorten(String text) {
    return Text.shorten(text, COLUMNS);
  }

  public boolean over(Standing one) {
    return !clock.instant().isBefore(one.expiresAt());
  }

  /** Adds one; with faults in the form it stays, and says them. */
  public String add() {
    if (rights.areMissing()) {
      return null;
    }
    StandingDraft draft =
        new StandingDraft(
            kind,
            value,
            emptyToNull(workflow),
            emptyToNull(pipeline),
            emptyToNull(stage),
            emptyToNull(agent),
            reason,
            clock.instant().plus(Duration.ofDays(days == null ? USUAL_DAYS : days)));
    return faults()
        .attempt(() -> decisions.create(draft, caller.require().name()))
        .map(made -> LIST)
        .orElse(null);
  }

  /** Removes the one that is looked at. */
  public String remove() {
    if (rights.areMissing()) {
      return null;
    }
    return faults()
        .attempt(
            () -> {
              RunIds.parse(id).ifPresent(known -> decisions.remove(known, caller.require().name()));
              return LIST;
            })
        .orElse(null);
  }

  private FormFaults faults() {
    return new FormFaults(faces, FORM, FIELDS);
  }

  private static String emptyToNull(String text) {
    return text == null || text.isBlank() ? null : text.strip();
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
    this.value = emptyToNull(value);
  }

  public String getAgent() {
    return agent;
  }

  public void setAgent(String agent) {
    this.agent = agent;
  }

  public String getStage() {
    return stage;
  }

  public void setStage(String stage) {
    this.stage = stage;
  }

  public String getPipeline() {
    return pipeline;
  }

  public void setPipeline(String pipeline) {
    this.pipeline = pipeline;
  }

  public String getWorkflow() {
    return workflow;
  }

  public void setWorkflow(String workflow) {
    this.workflow = workflow;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason;
  }

  public Integer getDays() {
    return days;
  }

  public void setDays(Integer days) {
    this.days = days;
  }
}
