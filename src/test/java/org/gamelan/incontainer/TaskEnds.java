package org.gamelan.incontainer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.gamelan.engine.StageFinished;
import org.gamelan.engine.TaskStatus;

/** Hears of tasks that end, so that a test can wait for one; a bean of the tests' own. */
@ApplicationScoped
public class TaskEnds {
  private final ConcurrentMap<UUID, CompletableFuture<TaskStatus>> ends = new ConcurrentHashMap<>();

  /** Done once the task has ended, also when it has done so before. */
  public CompletableFuture<TaskStatus> of(UUID task) {
    return ends.computeIfAbsent(task, id -> new CompletableFuture<>());
  }

  void heard(@Observes StageFinished news) {
    if (news.taskBecomes() != null && news.taskBecomes().isFinished()) {
      of(news.task()).complete(news.taskBecomes());
    }
  }
}
