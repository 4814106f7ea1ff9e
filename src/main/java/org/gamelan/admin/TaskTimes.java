package org.gamelan.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Duration;
import org.gamelan.task.Task;

/** Times of a task as lists show them. */
@Named
@ApplicationScoped
public class TaskTimes {
  /** How long a task was under way, empty while it has not ended. */
  public String took(Task task) {
    return task.startedAt() == null || task.finishedAt() == null
        ? ""
        : Figures.duration(Duration.between(task.startedAt(), task.finishedAt()));
  }
}
