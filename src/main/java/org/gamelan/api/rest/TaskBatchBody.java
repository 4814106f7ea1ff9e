package org.gamelan.api.rest;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.task.NewTask;

/** From 1 to 100 tasks somebody wants done. */
@Schema(name = "TaskBatchInput", description = "From 1 to 100 tasks.")
public record TaskBatchBody(List<TaskBody> tasks) {

  /**
   * @throws InvalidInputException when there are none
   */
  List<NewTask> asNewTasks(Names names) {
    if (tasks == null) {
      throw new InvalidInputException("tasks", "is missing; give a list of tasks");
    }
    List<FieldError> faults = new ArrayList<>();
    List<NewTask> all = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      if (tasks.get(i) == null) {
        faults.add(new FieldError("tasks." + i, "must be an object"));
      } else {
        all.add(tasks.get(i).asNewTask(names));
      }
    }
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
    return all;
  }
}
