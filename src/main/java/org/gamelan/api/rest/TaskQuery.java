package org.gamelan.api.rest;

import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gamelan.engine.TaskStatus;
import org.gamelan.task.TaskFilter;

/** The filters of the list of tasks. */
public class TaskQuery {
  private static final int LONGEST = 200;

  @QueryParam("status")
  private List<String> statuses;

  @QueryParam("agent")
  private String agent;

  @QueryParam("q")
  private String text;

  /** For JAX-RS. */
  public TaskQuery() {}

  TaskFilter filter(Names names) {
    if (text != null && text.length() > LONGEST) {
      throw RestException.malformed("q", "must have at most " + LONGEST + " characters");
    }
    return new TaskFilter(
        states(), blankToNull(agent) == null ? null : names.agent(agent), blankToNull(text));
  }

  private Set<TaskStatus> states() {
    return statuses.stream()
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(String::strip)
        .filter(status -> !status.isEmpty())
        .map(TaskQuery::state)
        .collect(Collectors.toSet());
  }

  private static TaskStatus state(String text) {
    return TaskStatus.find(text)
        .orElseThrow(
            () ->
                RestException.malformed(
                    "status",
                    "must be one of "
                        + Arrays.stream(TaskStatus.values())
                            .map(TaskStatus::id)
                            .collect(Collectors.joining(", "))));
  }

  private static String blankToNull(String value) {
    return value == null || value.isBlank() ? null : value;
  }
}
