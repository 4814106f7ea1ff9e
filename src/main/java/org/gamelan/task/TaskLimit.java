package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.gamelan.config.EngineConfig;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/**
 * Refuses new tasks when there are too many unfinished ones. It counts in the database once a
 * second at most and adds what this node has created since, so the limit is kept within what the
 * nodes create in a second.
 */
@ApplicationScoped
public class TaskLimit {
  private static final long COUNT_EVERY_NANOS = 1_000_000_000L;

  private final Database database;
  private final EngineConfig config;
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicLong countedAt = new AtomicLong(System.nanoTime() - COUNT_EVERY_NANOS);

  protected TaskLimit() {
    this(null, null);
  }

  @Inject
  public TaskLimit(Database database, EngineConfig config) {
    this.database = database;
    this.config = config;
  }

  /**
   * Counts more tasks in.
   *
   * @throws TooManyTasksException when there is no room for all of them
   */
  void admit(int tasks) {
    long last = countedAt.get();
    long now = System.nanoTime();
    if (now - last >= COUNT_EVERY_NANOS && countedAt.compareAndSet(last, now)) {
      active.set(count());
    }
    if (active.addAndGet(tasks) > config.maxActiveTasks()) {
      active.addAndGet(-tasks);
      throw new TooManyTasksException(config.maxActiveTasks());
    }
  }

  private int count() {
    String sql =
        """
        select count(*) from (select from task
          where phase in ('p', 'o') limit ?) as active
        """;
    return database.inTransaction(
        tx ->
            Sql.find(tx.connection(), sql, row -> row.getInt(1), config.maxActiveTasks())
                .orElse(0));
  }
}
