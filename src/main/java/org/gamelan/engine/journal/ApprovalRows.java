package org.gamelan.engine.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.gamelan.engine.ApprovalAsk;
import org.gamelan.engine.ApprovalEvents;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.engine.StageRun;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;

/** Writes what stages ask people, in the transaction that lets them wait. */
final class ApprovalRows {
  private static final String INSERT =
      """
      insert into approval (id, task_id, run_id, stage, round, branch, kind, content, shown, work,
        approvers, need, expires_after, expires_at, on_expiry, escalate_to, call_number)
      values (?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?::json, ?::jsonb, ?, ?,
        statement_timestamp() + ? * interval '1 ms', ?, ?::jsonb, ?)
      """;

  private ApprovalRows() {}

  static void ask(Connection connection, List<Completion> completions) throws SQLException {
    List<Completion> asking =
        completions.stream().filter(completion -> completion.outcome().ask() != null).toList();
    if (asking.isEmpty()) {
      return;
    }
    List<NewEvent> events = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (Completion completion : asking) {
        ApprovalAsk ask = completion.outcome().ask();
        Sql.bind(statement, values(completion.run(), ask));
        statement.addBatch();
        events.add(ApprovalEvents.requested(completion.run(), ask));
      }
      statement.executeBatch();
    }
    EventLog.append(connection, events);
  }

  private static Object[] values(StageRun run, ApprovalAsk ask) {
    Long millis = ask.expires() == null ? null : ask.expires().toMillis();
    return new Object[] {
      ask.id(),
      run.task(),
      run.id(),
      run.name(),
      run.round(),
      run.branch() == null ? "" : run.branch(),
      ask.kind().id(),
      Json.write(ask.content()),
      ApprovalAsk.hash(ask.content()),
      text(ask.work()),
      Json.write(Json.tree(ask.approvers())),
      ask.need(),
      millis,
      millis,
      ask.onExpiry().id(),
      Json.write(Json.tree(ask.escalateTo())),
      ask.call()
    };
  }

  private static String text(JsonNode json) {
    return json == null ? null : Json.write(json);
  }
}
