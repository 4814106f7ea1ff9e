package org.gamelan.task;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.journal.Blueprints;
import org.gamelan.event.EventLog;
import org.gamelan.failure.ConflictException;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.security.Caller;
import org.gamelan.security.Role;

/** People who decide on what tasks in a database ask, and the clock that runs out on them. */
public final class DecidingPeople {
  private static final Caller ANN = new Caller(Ids.next(), "ann", Role.ADMIN, Optional.empty());
  private static final EngineConfig CONFIG =
      new EngineConfig(
          Ids.next(), "test", 10, 10, Duration.ofSeconds(10), 10_000, 1_000, Duration.ofDays(1));

  private final Database database;
  private final Decisions decisions;
  private final ApprovalExpiry expiry;

  public DecidingPeople(Database database, Blueprints blueprints) {
    this.database = database;
    TaskQueries queries = new TaskQueries(database, blueprints, CONFIG, new EventLog(database));
    this.decisions = new Decisions(database, queries, CONFIG, runs -> {}, new Unheard());
    this.expiry = new ApprovalExpiry(database, runs -> {}, new Unheard());
  }

  /**
   * Somebody approves or rejects.
   *
   * @return whether the run's question was open
   */
  public boolean decide(UUID task, UUID run, String stage, String shown, String decision) {
    boolean open = isPending(run);
    try {
      decisions.decide(task, new Decision(stage, decision, null, null, shown), ANN);
    } catch (ConflictException e) {
      return false;
    }
    return open && !isPending(run);
  }

  /**
   * The time for a run's question is over.
   *
   * @return whether it was open
   */
  public boolean expire(UUID run) {
    int due =
        database.inTransaction(
            tx ->
                Sql.update(
                    tx.connection(),
                    "update approval set expires_at = clock_timestamp() - interval '1 ms'"
                        + " where run_id = ? and status = 'pending'",
                    run));
    return expiry.expireDue() == due && due == 1;
  }

  private boolean isPending(UUID run) {
    String sql = "select 1 from approval where run_id = ? and status = 'pending'";
    return database.inTransaction(
        tx -> Sql.find(tx.connection(), sql, row -> row.getInt(1), run).isPresent());
  }
}
