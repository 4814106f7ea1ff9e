package org.gamelan.provider;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/**
 * Adds the calls of old days up, so that the table of calls does not grow for ever. Deleting and
 * adding up are one statement: two nodes at once, or one that dies, count nothing twice. Calls that
 * runs keep stay where they are; a cursor tells up to which day they have been counted.
 */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class UsageRollUp {
  private static final Logger LOG = Logger.getLogger(UsageRollUp.class.getName());
  private static final int MAX_DAYS = 400;

  private static final String OLDEST =
      """
      select (min(at) at time zone 'utc')::date::text as day from counted_call
      where at < date_trunc('day', statement_timestamp() at time zone 'utc') at time zone 'utc'
        - ? * interval '1 second'
      """;

  private static final String ADD_UP =
      """
      with gone as (
        delete from model_call
        where at >= ?::date::timestamp at time zone 'utc'
          and at < (?::date + 1)::timestamp at time zone 'utc'
        returning task_id, agent, alias, provider, tokens_in, tokens_out, tokens_cached, cost,
          latency_ms, outcome),
      passed as (
        update usage_cursor set day = ?::date + 1 where day <= ?::date returning day),
      counted as (
        select * from gone
        union all
        select r.task_id, r.agent, r.model, r.call_provider, coalesce(r.tokens_in, 0),
          coalesce(r.tokens_out, 0), coalesce(r.call_cached, 0), r.cost, r.call_ms, 'succeeded'
        from stage_run r, passed
        where r.call_provider is not null
          and r.started_at >= ?::date::timestamp at time zone 'utc'
          and r.started_at < (?::date + 1)::timestamp at time zone 'utc')
      insert into usage_day (day, task_id, agent, alias, provider, calls, failures, tokens_in,
        tokens_out, tokens_cached, cost, latency_ms)
      select ?::date, task_id, agent, alias, provider, count(*),
        count(*) filter (where outcome <> 'succeeded'), sum(tokens_in), sum(tokens_out),
        sum(tokens_cached), coalesce(sum(cost), 0), sum(latency_ms)
      from counted group by task_id, agent, alias, provider
      """;

  @Inject private Database database;
  @Inject private ProviderConfig config;

  @Schedule(hour = "3", minute = "23", persistent = false)
  void addUp() {
    int rows = addUp(database, config.callRetention());
    LOG.log(Level.FINE, "Added calls of models up to {0} rows", rows);
  }

  /** Adds up what is older; tells how many rows it made. */
  static int addUp(Database database, Duration kept) {
    int rows = 0;
    for (int i = 0; i < MAX_DAYS; i++) {
      String day =
          database.inTransaction(
              tx ->
                  Sql.find(
                          tx.connection(),
                          OLDEST,
                          row -> java.util.Optional.ofNullable(row.getString("day")),
                          kept.toSeconds())
                      .flatMap(found -> found)
                      .orElse(null));
      if (day == null) {
        break;
      }
      rows +=
          database.inTransaction(
              tx -> Sql.update(tx.connection(), ADD_UP, day, day, day, day, day, day, day));
    }
    return rows;
  }
}
