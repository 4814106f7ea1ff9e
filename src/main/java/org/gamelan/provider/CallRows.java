package org.gamelan.provider;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;

/** Writes calls and routing decisions, many at once. */
public final class CallRows {
  private static final String CALLS =
      """
      insert into model_call (at, task_id, stage_run_id, agent, key_id, alias, provider, model,
        tokens_in, tokens_out, tokens_cached, cost, latency_ms, outcome)
      select c.at::timestamptz, c.task, c.run, c.agent, c.key, c.alias, c.provider, c.model,
        c.tokens_in, c.tokens_out, c.tokens_cached, c.cost::numeric, c.latency, c.outcome
      from unnest(?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::uuid[], ?::text[], ?::text[],
          ?::text[], ?::int[], ?::int[], ?::int[], ?::text[], ?::int[], ?::text[])
        as c (at, task, run, agent, key, alias, provider, model, tokens_in, tokens_out,
          tokens_cached, cost, latency, outcome)
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

  /** How many rows were written. */
  public static int insert(Connection connection, CallLedger.Entries entries) throws SQLException {
    int rows = 0;
    if (!entries.calls().isEmpty()) {
      rows += insertCalls(connection, entries.calls());
    }
    if (!entries.notes().isEmpty()) {
      rows += insertNotes(connection, entries.notes());
    }
    return rows;
  }

  private static int insertCalls(Connection connection, List<CallRecord> calls)
      throws SQLException {
    return Sql.update(
        connection,
        CALLS,
        texts(calls, call -> call.at().toString()),
        ids(calls, CallRecord::task),
        ids(calls, CallRecord::stageRun),
        texts(calls, CallRecord::agent),
        ids(calls, CallRecord::key),
        texts(calls, CallRecord::alias),
        texts(calls, CallRecord::provider),
        texts(calls, CallRecord::model),
        numbers(calls, call -> clamp(call.tokens().input())),
        numbers(calls, call -> clamp(call.tokens().output())),
        numbers(calls, call -> clamp(call.tokens().cached())),
        texts(calls, call -> call.cost() == null ? null : call.cost().toPlainString()),
        numbers(calls, CallRecord::latencyMs),
        texts(calls, CallRecord::outcome));
  }

  /** Decisions that are made in the caller's own transaction. */
  public static int insertNotes(Connection connection, List<RoutingNote> notes)
      throws SQLException {
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

  private static <T> Object numbers(List<T> rows, Function<T, Integer> column) {
    return rows.stream().map(column).toArray(Integer[]::new);
  }
}
