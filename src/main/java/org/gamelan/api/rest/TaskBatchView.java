package org.gamelan.api.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.task.Task;

/** Tasks that were made at once. */
@Schema(name = "TaskBatch")
public record TaskBatchView(List<TaskView> items) {
  static TaskBatchView of(List<Task> tasks) {
    return new TaskBatchView(tasks.stream().map(TaskView::of).toList());
  }
}
