package org.gamelan.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.gamelan.event.Event;
import org.gamelan.task.Task;
import org.gamelan.task.TaskQueries;

/**
 * The end of a finished task's events: when its end has been sent, or when it ended so long ago
 * that no event of it can still be on its way to the readers.
 */
public final class TaskEnd implements StreamEnd {
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final String FINISHED = "task.finished";

  private final TaskQueries queries;
  private final UUID task;
  private final Clock clock;
  private Instant nextLook = Instant.MIN;

  public TaskEnd(TaskQueries queries, UUID task, Clock clock) {
    this.queries = queries;
    this.task = task;
    this.clock = clock;
  }

  @Override
  public boolean isReached(Event last) {
    boolean told = last != null && last.type().equals(FINISHED);
    Instant now = clock.instant();
    if (!told && now.isBefore(nextLook)) {
      return false;
    }
    nextLook = now.plus(BETWEEN_LOOKS);
    return queries.find(task).map(found -> isOver(found, told, now)).orElse(true);
  }

  private static boolean isOver(Task task, boolean told, Instant now) {
    if (!task.status().isFinished()) {
      return false;
    }
    return told || task.finishedAt().plus(ON_ITS_WAY).isBefore(now);
  }
}
