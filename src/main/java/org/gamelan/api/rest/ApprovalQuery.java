package org.gamelan.api.rest;

import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.gamelan.task.ApprovalFilter;
import org.gamelan.task.ApprovalStatus;

/** The filters of the list of approvals. */
public class ApprovalQuery {
  @QueryParam("status")
  private List<String> statuses;

  @QueryParam("task")
  private String task;

  @QueryParam("stage")
  private String stage;

  /** For JAX-RS. */
  public ApprovalQuery() {}

  ApprovalFilter filter() {
    return new ApprovalFilter(states(), id(task), stage == null || stage.isBlank() ? null : stage);
  }

  private static UUID id(String task) {
    if (task == null || task.isBlank()) {
      return null;
    }
    try {
      return UUID.fromString(task);
    } catch (IllegalArgumentException e) {
      throw RestException.malformed("task", "must be the id of a task");
    }
  }

  private Set<ApprovalStatus> states() {
    return statuses.stream()
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(String::strip)
        .filter(status -> !status.isEmpty())
        .map(ApprovalQuery::state)
        .collect(Collectors.toSet());
  }

  private static ApprovalStatus state(String text) {
    return ApprovalStatus.find(text)
        .orElseThrow(
            () ->
                RestException.malformed(
                    "status",
                    "must be one of "
                        + Arrays.stream(ApprovalStatus.values())
                            .map(ApprovalStatus::id)
                            .collect(Collectors.joining(", "))));
  }
}
