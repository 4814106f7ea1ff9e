package org.gamelan.admin;

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
import org.gamelan.task.FailedRun;
import org.gamelan.task.FailureGroup;
import org.gamelan.task.FailureQueries;

/** What went wrong lately over all tasks, in groups; and the runs of one group. */
@Named
@RequestScoped
public class FailuresPage {
  private static final List<Integer> RANGES = List.of(1, 7, 30);
  private static final int GROUPS = 100;
  private static final int RUNS = 100;
  private static final int LATEST = 5;

  private FailureQueries failures;
  private Clock clock;
  private FacesContext faces;

  private int days;
  private String chosen;
  private List<FailureGroup> groups;
  private List<FailedRun> runs;

  /** For the container's proxies. */
  protected FailuresPage() {}

  @Inject
  FailuresPage(FailureQueries failures, Clock clock, FacesContext faces) {
    this.failures = failures;
    this.clock = clock;
    this.faces = faces;
  }

  /** How many days are shown, and which group, stand in the address. */
  @PostConstruct
  void begin() {
    Map<String, String> parameters = faces.getExternalContext().getRequestParameterMap();
    String given = parameters.get("days");
    days = RANGES.stream().filter(range -> range.toString().equals(given)).findFirst().orElse(1);
    String group = parameters.getOrDefault("group", "");
    chosen = group.matches("[0-9a-f]{1,32}") ? group : "";
  }

  private Instant since() {
    return clock.instant().minus(Duration.ofDays(days));
  }

  public int getDays() {
    return days;
  }

  public List<Integer> getRanges() {
    return RANGES;
  }

  /**
   * The groups with the latest failures; one more than the page shows tells that there are more.
   */
  private List<FailureGroup> found() {
    if (groups == null) {
      groups = failures.groups(since(), null, GROUPS + 1);
    }
    return groups;
  }

  public List<FailureGroup> getGroups() {
    return found().size() > GROUPS ? found().subList(0, GROUPS) : found();
  }

  public boolean isMore() {
    return found().size() > GROUPS;
  }

  /** The first few, for the dashboard. */
  public List<FailureGroup> getLatest() {
    return found().size() > LATEST ? found().subList(0, LATEST) : found();
  }

  /** The fingerprint of the group whose runs are shown; empty when none is. */
  public String getChosen() {
    return chosen;
  }

  /** The latest runs of the chosen group. */
  public List<FailedRun> getRuns() {
    if (runs == null) {
      runs = chosen.isEmpty() ? List.of() : failures.runs(chosen, since(), null, RUNS);
    }
    return runs;
  }
}
