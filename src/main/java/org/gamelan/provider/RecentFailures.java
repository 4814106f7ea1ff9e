package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** The calls of a provider that failed last. */
@ApplicationScoped
public class RecentFailures {
  private static final String QUERY =
      """
      select at, task_id, agent, alias, model, latency_ms, outcome
      from model_call
      where provider = ? and outcome <> 'succeeded'
      order by at desc
      limit ?
      """;

  private final Database database;
  private final CallLedger ledger;

  protected RecentFailures() {
    this(null, null);
  }

  @Inject
  public RecentFailures(Database database, CallLedger ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  /** The newest first, what failed just now among them. */
  public List<FailedCall> of(String provider, int most) {
    ledger.flush();
    return database.inTransaction(
        tx -> Sql.query(tx.connection(), QUERY, RecentFailures::row, provider, most));
  }

  private static FailedCall row(ResultSet row) throws SQLException {
    return new FailedCall(
        Sql.instant(row, "at"),
        Sql.id(row, "task_id"),
        row.getString("agent"),
        row.getString("alias"),
        row.getString("model"),
        row.getLong("latency_ms"),
        row.getString("outcome"));
  }
}
