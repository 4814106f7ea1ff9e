package org.gamelan.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;

/** The events about tasks themselves. */
public final class TaskEvents {
  public static final String TOPIC = "tasks";

  /** A task that is new. */
  public static final String CREATED = "task.created";

  private TaskEvents() {}

  /**
   * A change of a task's state; its end is told as {@code task.finished}.
   *
   * @param reason why, or null
   * @param by who asked for it, or null when the engine moved on by itself
   */
  public static NewEvent changed(UUID task, TaskStatus status, String reason, String by) {
    ObjectNode data = Json.object().put("status", status.id());
    if (reason != null) {
      data.put("reason", reason);
    }
    if (by != null) {
      data.put("by", by);
    }
    String type = status.isFinished() ? "task.finished" : "task.changed";
    return new NewEvent(TOPIC, type, task, task, data);
  }
}
