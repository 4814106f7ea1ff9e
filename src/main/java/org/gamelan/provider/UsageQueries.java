package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** What calls of models took and cost, added up as asked. */
@ApplicationScoped
public class UsageQueries {
  /** Whole days that are over may have been added up already, the rest is read call by call. */
  private static final String QUERY =
      """
      with used as (
        select (at at time zone 'utc')::date as day, task_id, agent, alias, provider, 1 as calls,
          case when outcome = 'succeeded' then 0 else 1 end as failures,
          tokens_in, tokens_out, tokens_cached, coalesce(cost, 0) as cost, latency_ms
        from counted_call
        where at >= ?::date::timestamp at time zone 'utc'
          and at < (?::date + 1)::timestamp at time zone 'utc'
        union all
        select day, task_id, agent, alias, provider, calls, failures, tokens_in, tokens_out,
          tokens_cached, cost, latency_ms
        from usage_day where day between ?::date and ?::date)
      select %s, coalesce(sum(calls), 0)::bigint as calls, sum(failures)::bigint as failures,
        sum(tokens_in)::bigint as tokens_in, sum(tokens_out)::bigint as tokens_out,
        sum(tokens_cached)::bigint as tokens_cached, coalesce(sum(cost), 0) as cost,
        (sum(latency_ms) / sum(calls))::bigint as average_ms %s
      from used
      group by %s
      order by %s
      limit ? offset ?
      """;

  private final Database database;
  private final CallLedger ledger;

  protected UsageQueries() {
    this(null, null);
  }

  @Inject
  public UsageQueries(Database database, CallLedger ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  /** By what usage can be told apart. */
  public enum Dimension {
    DAY("day", "day::text as day", "day"),
    AGENT("agent", "agent", "agent"),
    MODEL("model", "alias as model", "alias"),
    PROVIDER("provider", "provider", "provider"),
    TASK("task", "task_id as task", "task_id");

    private final String id;
    private final String selected;
    private final String column;

    Dimension(String id, String selected, String column) {
      this.id = id;
      this.selected = selected;
      this.column = column;
    }

    public String id() {
      return id;
    }
  }

  /**
   * What was used from a day to a day, both included (UTC).
   *
   * @param by what to tell apart; nothing for one sum
   * @param limit how many rows at most
   * @param offset how many rows to leave out
   */
  public List<UsageRow> query(
      Collection<Dimension> by, LocalDate from, LocalDate to, int limit, int offset) {
    ledger.flush();
    String first = from.toString();
    String last = to.toString();
    Set<Dimension> dimensions = by.isEmpty() ? Set.of() : EnumSet.copyOf(by);
    return database.inTransaction(
        tx ->
            Sql.query(
                tx.connection(),
                sql(dimensions),
                row -> row(row, dimensions),
                first,
                last,
                first,
                last,
                limit,
                offset));
  }

  private static String sql(Set<Dimension> by) {
    boolean tasks = by.contains(Dimension.TASK);
    List<String> selected = new ArrayList<>(by.stream().map(each -> each.selected).toList());
    List<String> columns = new ArrayList<>(by.stream().map(each -> each.column).toList());
    if (by.isEmpty()) {
      selected.add("1 as one");
      columns.add("()");
    }
    String grouped = String.join(", ", columns);
    String order =
        by.contains(Dimension.DAY)
            ? "day desc, cost desc, calls desc, " + grouped
            : by.isEmpty() ? "1" : "cost desc, calls desc, " + grouped;
    return QUERY.formatted(
        selected.stream().collect(Collectors.joining(", ")),
        tasks ? ", (select title from task where task.id = task_id) as title" : "",
        grouped,
        order);
  }

  private static UsageRow row(ResultSet row, Set<Dimension> by) throws SQLException {
    return new UsageRow(
        by.contains(Dimension.DAY) ? row.getString("day") : null,
        by.contains(Dimension.AGENT) ? row.getString("agent") : null,
        by.contains(Dimension.MODEL) ? row.getString("model") : null,
        by.contains(Dimension.PROVIDER) ? row.getString("provider") : null,
        by.contains(Dimension.TASK) ? Sql.id(row, "task") : null,
        by.contains(Dimension.TASK) ? row.getString("title") : null,
        row.getLong("calls"),
        row.getLong("failures"),
        new TokenUsage(
            row.getLong("tokens_in"), row.getLong("tokens_out"), row.getLong("tokens_cached")),
        row.getBigDecimal("cost").stripTrailingZeros(),
        row.getLong("average_ms"));
  }
}
