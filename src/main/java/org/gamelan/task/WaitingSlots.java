package org.gamelan.task;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.gamelan.platform.Sql;

/** Lets stage runs go on that waited for people. A paused task notes it for when it is resumed. */
final class WaitingSlots {
  private static final String RELEASE =
      """
      update stage_work set status = case when hold then 'waiting' else 'ready' end,
        waiting_for = case when hold then 'resume' end, failure = null, fence = fence + 1,
        ready_at = clock_timestamp()
      where task_id = any (?) and run_id = any (?) and waiting_for = ?
        and status in ('waiting', 'indeterminate')
      returning run_id, hold
      """;

  private WaitingSlots() {}

  /** What became of a run. */
  record Released(UUID run, boolean held) {}

  /**
   * @param waitingFor {@code approval} or {@code decision}
   * @return those that were found waiting
   */
  static List<Released> release(
      Connection connection, Collection<UUID> tasks, Collection<UUID> runs, String waitingFor)
      throws SQLException {
    return Sql.query(
        connection,
        RELEASE,
        row -> new Released(Sql.id(row, "run_id"), row.getBoolean("hold")),
        tasks.toArray(UUID[]::new),
        runs.toArray(UUID[]::new),
        waitingFor);
  }

  /** The runs that anybody may take now. */
  static List<UUID> ready(List<Released> released) {
    return released.stream().filter(each -> !each.held()).map(Released::run).toList();
  }
}
