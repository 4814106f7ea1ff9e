package org.gamelan.task;

import java.util.Set;
import org.gamelan.engine.TaskStatus;

/**
 * Which tasks are wanted.
 *
 * @param statuses the states, or empty for all
 * @param agent the agent they are assigned to, or null for all
 * @param text words that title or description begin words with, or null for all
 */
public record TaskFilter(Set<TaskStatus> statuses, String agent, String text) {
  public static final TaskFilter ALL = new TaskFilter(Set.of(), null, null);

  public TaskFilter {
    statuses = Set.copyOf(statuses);
  }
}
