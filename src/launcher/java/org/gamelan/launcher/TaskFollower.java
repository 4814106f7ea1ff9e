package org.gamelan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Set;
import java.util.function.Consumer;

/** Follows one task to its end by its events and tells its stages as they finish. */
final class TaskFollower {

  private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled");

  private final Api api;
  private final String task;
  private final StageLines lines;
  private final Consumer<JsonNode> listener;

  /**
   * @param told where the lines go
   */
  TaskFollower(Api api, String task, PrintWriter told) {
    this(api, task, told, event -> {});
  }

  /**
   * @param told where the lines go
   * @param listener is given each event
   */
  TaskFollower(Api api, String task, PrintWriter told, Consumer<JsonNode> listener) {
    this.api = api;
    this.task = task;
    this.lines = new StageLines(told);
    this.listener = listener;
  }

  /** Waits until the task is final; the task as it ended. */
  JsonNode follow() {
    while (true) {
      api.events(
          task,
          event -> {
            String type = event.path("type").asText();
            if (type.equals("stage.finished")) {
              lines.tell(stages());
            }
            listener.accept(event);
            return !(type.startsWith("task.")
                && FINAL.contains(event.path("data").path("status").asText()));
          });
      JsonNode ended = api.get("/tasks/" + task);
      if (FINAL.contains(ended.path("status").asText())) {
        lines.tell(stages());
        return ended;
      }
    }
  }

  JsonNode stages() {
    JsonNode answer = api.get("/tasks/" + task + "/stages");
    return answer.isArray() ? answer : answer.path("items");
  }

  JsonNode result() {
    return api.get("/tasks/" + task + "/result");
  }
}
