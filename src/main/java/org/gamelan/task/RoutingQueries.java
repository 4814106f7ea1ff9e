package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;
import org.gamelan.provider.CallLedger;

/** The trace of what the router decided. */
@ApplicationScoped
public class RoutingQueries {
  private static final int MOST = 1_000;

  private static final String OF_TASK =
      """
      select d.at, d.stage_run_id, s.name, d.kind, d.winner, d.reason, d.candidates
      from routing d left join stage s on s.task_id = d.task_id and s.id = d.stage_run_id
      where d.task_id = ?
      union all
      select finished_at, id, name, 'edge',
        (select string_agg(taken ->> 'stage', ', ') from json_array_elements(way -> 'next') taken),
        coalesce((select string_agg(reason, '; ')
          from json_array_elements_text(way -> 'reasons') reason), ''),
        way -> 'next'
      from stage_run where task_id = ? and way is not null and way -> 'next' is not null
      order by 1 limit ?
      """;

  private final Database database;
  private final CallLedger ledger;

  protected RoutingQueries() {
    this(null, null);
  }

  @Inject
  public RoutingQueries(Database database, CallLedger ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  /** The decisions for a task, the oldest first, what was just decided included. */
  public List<RoutingDecision> of(UUID task) {
    ledger.flush();
    return database.inTransaction(
        tx -> Sql.query(tx.connection(), OF_TASK, RoutingQueries::decision, task, task, MOST));
  }

  private static RoutingDecision decision(ResultSet row) throws SQLException {
    String candidates = row.getString("candidates");
    return new RoutingDecision(
        Sql.instant(row, "at"),
        Sql.id(row, "stage_run_id"),
        row.getString("name"),
        row.getString("kind"),
        row.getString("winner"),
        row.getString("reason"),
        candidates == null ? null : Json.parseOwn(candidates));
  }
}
