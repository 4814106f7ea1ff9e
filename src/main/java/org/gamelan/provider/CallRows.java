package org.gamelan.provider;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;
import org.gamelan.platform.SqlTable;

/** Writes calls and routing decisions, many at once. */
public final class CallRows {
  /** Calls as {@link #insertFrom} reads them. */
  public static final SqlTable CALLS =
      new SqlTable(
          "c",
          """
          at text, task uuid, run uuid, agent text, key uuid, alias text, provider text,
          model text, tokens_in int4, tokens_out int4, tokens_cached int4, cost text,
          latency int4, outcome text
          """);

  private static final String INSERT =
      """
      insert into model_call (at, task_id, stage_run_id, agent, key_id, alias, provider, model,
        tokens_in, tokens_out, tokens_cached, cost, latency_ms, outcome)
      select c.at::timestamptz, c.task, c.run, c.agent, c.key, c.alias, c.provider, c.model,
        c.tokens_in, c.tokens_out, c.tokens_cached, c.cost::numeric, c.latency, c.outcome
      from
      """;

  /** A task that is gone meanwhile needs no trace. */
  private static final String NOTES =
      """
      insert into routing (at, task_id, stage_run_id, kind, winner, decided_by, override_id, reason,
        candidates)
      select n.at::timestamptz, n.task, n.run, n.kind, n.winner, n.decider, n.override, n.reason,
        n.candidates::json
      from unnest(?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::uuid[],
          ?::text[], ?::text[])
        as n (at, task, run, kind, winner, decider, override, reason, candidates)
      join task on task.id = n.task
      """;

  private CallRows() {}

  /**
   * The statement that writes calls; it may be part of a greater one.
   *
   * @param single whether it is one call, which is bound as plain values
   */
  public static String insertFrom(boolean single) {
    return INSERT + CALLS.source(single);
  }

  /** A call as a row of {@link #CALLS}. */
  public static Object[] row(CallRecord call) {
    return new Object[] {
      call.at().toString(),
      call.task(),
      call.stageRun(),
      call.agent(),
      call.key(),
      call.alias(),
      call.provider(),
      call.model(),
      clamp(call.tokens().input()),
      clamp(call.tokens().output()),
      clamp(call.tokens().cached()),
      call.cost() == null ? null : call.cost().toPlainString(),
      call.latencyMs(),
      call.outcome()
    };
  }

  /** How many rows were written. */
  public static int insert(Connection connection, CallLedger.Entries entries) throws SQLException {
    return insertCalls(connection, entries.calls()) + insertNotes(connection, entries.notes());
  }

  /** Writes calls in the caller's own transaction; how many rows were written. */
  public static int insertCalls(Connection connection, List<CallRecord> calls) throws SQLException {
    if (calls.isEmpty()) {
      return 0;
    }
    SqlTable.Rows rows = CALLS.rows();
    calls.forEach(call -> rows.add(row(call)));
    List<Object> values = new ArrayList<>();
    boolean single = rows.size() == 1;
    rows.addTo(values, single);
    return Sql.update(connection, insertFrom(single), values.toArray());
  }

  /** Writes routing decisions in the caller's own transaction; how many rows were written. */
  public static int insertNotes(Connection connection, List<RoutingNote> notes)
      throws SQLException {
    if (notes.isEmpty()) {
      return 0;
    }
    return Sql.update(
        connection,
        NOTES,
        texts(notes, note -> note.at().toString()),
        ids(notes, RoutingNote::task),
        ids(notes, RoutingNote::stageRun),
        texts(notes, note -> note.kind().id()),
        texts(notes, RoutingNote::winner),
        texts(notes, note -> note.by().id()),
        ids(notes, RoutingNote::override),
        texts(notes, RoutingNote::reason),
        texts(notes, note -> Json.write(Json.tree(note.candidates()))));
  }

  private static int clamp(long count) {
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  private static <T> Object texts(List<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  private static <T> Object ids(List<T> rows, Function<T, UUID> column) {
    return rows.stream().map(column).toArray(UUID[]::new);
  }
}
