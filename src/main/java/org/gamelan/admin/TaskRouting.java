package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gamelan.engine.TaskStatus;
import org.gamelan.task.RoutingDecision;
import org.gamelan.task.RoutingQueries;

/** Why a task went the way it went, on its page. */
@Named
@RequestScoped
public class TaskRouting {
  private static final int MOST = 200;

  private TaskPage page;
  private RoutingQueries queries;
  private OperatorRights rights;

  private List<RoutingDecision> found;

  /** For the container's proxies. */
  protected TaskRouting() {}

  @Inject
  TaskRouting(TaskPage page, RoutingQueries queries, OperatorRights rights) {
    this.page = page;
    this.queries = queries;
    this.rights = rights;
  }

  /** The first decisions, the oldest first. */
  public List<RoutingDecision> getDecisions() {
    List<RoutingDecision> all = found();
    return all.size() > MOST ? all.subList(0, MOST) : all;
  }

  private List<RoutingDecision> found() {
    if (found == null) {
      found = queries.of(page.getTask().id());
    }
    return found;
  }

  /** How many decisions are left to the API. */
  public int getOthers() {
    return Math.max(0, found().size() - MOST);
  }

  /** What there was to choose from, one line each. */
  public List<String> candidates(RoutingDecision decision) {
    List<String> lines = new ArrayList<>();
    if (decision.candidates() == null) {
      return lines;
    }
    for (JsonNode candidate : decision.candidates()) {
      String score =
          candidate.path("score").isNumber()
              ? String.format(Locale.ROOT, " (%.2f)", candidate.path("score").doubleValue())
              : "";
      lines.add(candidate.path("name").asText() + score + ": " + candidate.path("reason").asText());
    }
    return lines;
  }

  /** Whether there is something left to override, for who may. */
  public boolean isOverridable() {
    TaskStatus status = page.getTask().status();
    return rights.isGranted() && (!status.isFinished() || status == TaskStatus.FAILED);
  }
}
