package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** How many tasks come to an end, over time. */
@ApplicationScoped
public class TaskPace {
  /** Into how many parts the last hour is cut. */
  public static final int PARTS = 30;

  private static final String LAST_HOUR =
      """
      select floor(extract(epoch from clock_timestamp() - finished_at) / 120)::int as part,
        count(*) as ended
      from task
      where finished_at > statement_timestamp() - interval '1 hour'
      group by 1
      """;

  private Database database;

  /** For the container's proxies. */
  protected TaskPace() {}

  @Inject
  TaskPace(Database database) {
    this.database = database;
  }

  /** How many tasks ended in each two minutes of the last hour, the oldest first. */
  public List<Long> lastHour() {
    List<Long> parts = new ArrayList<>(Collections.nCopies(PARTS, 0L));
    database.inTransaction(
        tx ->
            Sql.query(
                tx.connection(),
                LAST_HOUR,
                row -> {
                  int part = Math.max(0, Math.min(PARTS - 1, row.getInt("part")));
                  return parts.set(PARTS - 1 - part, row.getLong("ended"));
                }));
    return parts;
  }
}
