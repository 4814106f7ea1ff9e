package org.gamelan.event;

import java.util.UUID;

/**
 * Fired to let the other nodes know of something at once that they would find out by themselves a
 * little later. It may get lost; nothing may hang on it but time.
 *
 * @param what a word its listeners know
 * @param subject id of the thing it is about
 */
public record Hint(String what, UUID subject) {
  /** Whatever a node does for a task is to stop. */
  public static final String TASK_STOP = "task.stop";
}
