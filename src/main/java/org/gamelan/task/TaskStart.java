package org.gamelan.task;

import org.gamelan.engine.Plan;
import org.gamelan.engine.TaskStatus;

/**
 * How a task begins.
 *
 * @param plan with the agent it was given to, if it wants one
 * @param wish which agent it wants, or null when it goes through a workflow
 * @param reason why it waits, or null when it begins at once
 * @param place the place it takes, or null
 */
record TaskStart(Plan plan, Wish wish, String reason, Places.Place place) {
  /** Nothing is asked for tasks that go through a workflow. */
  static TaskStart of(TaskOrder order) {
    return new TaskStart(order.plan(), null, null, null);
  }

  TaskStatus status() {
    return reason == null ? TaskStatus.QUEUED : TaskStatus.PENDING;
  }

  boolean isPlaced() {
    return wish != null && reason == null;
  }
}
