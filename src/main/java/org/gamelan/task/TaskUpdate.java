package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.gamelan.event.Event;

/**
 * One entry of a task's history, which is kept as long as the task.
 *
 * @param id where it stands in the log of events
 * @param at when
 * @param kind {@code status}, {@code progress}, {@code message} or {@code artefact}
 * @param by who, or null when Gamelan moved on by itself
 * @param message one line for a person
 * @param data what else there is to tell
 */
public record TaskUpdate(
    String id, Instant at, String kind, String by, String message, JsonNode data) {

  static TaskUpdate of(Event event) {
    JsonNode data = event.data();
    return new TaskUpdate(
        event.getId(),
        event.at(),
        event.type().startsWith("task.") ? "status" : "progress",
        text(data, "by"),
        message(event),
        data);
  }

  private static String message(Event event) {
    JsonNode data = event.data();
    String status = text(data, "status");
    return switch (event.type()) {
      case "task.created" -> "Created";
      case "stage.started" -> "Stage " + text(data, "stage") + " began";
      case "stage.finished" -> stageFinished(data, status);
      case "stage.waiting" -> text(data, "message");
      case "stage.decided" ->
          "Outcome of "
              + text(data, "call")
              + " in stage "
              + text(data, "stage")
              + ": "
              + text(data, "decision");
      case "approval.requested" -> "Asked for a decision on stage " + text(data, "stage");
      case "approval.voted", "approval.decided" ->
          "Decision on stage " + text(data, "stage") + ": " + text(data, "decision");
      case "approval.escalated" ->
          "Nobody decided on stage " + text(data, "stage") + " in time; others are asked";
      case "task.routed" -> "Goes through the pipeline " + text(data, "pipeline");
      case "override.created" -> "Override of the " + overridden(data);
      case "override.removed" -> "No more override of the " + overridden(data);
      default -> {
        String reason = text(data, "reason");
        yield "Now " + status + (reason == null ? "" : ": " + reason);
      }
    };
  }

  private static String overridden(JsonNode data) {
    String value = text(data, "value");
    return text(data, "kind")
        + " of stage "
        + text(data, "stage")
        + (value == null ? "" : ", to " + value)
        + ": "
        + text(data, "reason");
  }

  private static String stageFinished(JsonNode data, String status) {
    String message = text(data, "message");
    return "Stage " + text(data, "stage") + " " + status + (message == null ? "" : ": " + message);
  }

  private static String text(JsonNode data, String field) {
    return data == null || !data.hasNonNull(field) ? null : data.get(field).asText();
  }
}
