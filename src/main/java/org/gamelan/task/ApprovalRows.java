package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.ApprovalKind;
import org.gamelan.engine.ApprovalVerdict;
import org.gamelan.engine.ExpiryAction;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;

/** Reads what people are asked. */
final class ApprovalRows {
  private static final String COLUMNS =
      """
      select a.id, a.task_id, t.title, t.created_by, a.run_id, a.stage, a.round, a.kind, a.status,
        a.shown, a.approvers, a.need, a.asked_at, a.expires_at, a.on_expiry, a.escalate_to,
        a.escalated_at, a.decided_at, a.decision
      """;

  private static final String FROM = " from approval a join task t on t.id = a.task_id";

  private static final String WHOLE = COLUMNS + ", a.content, a.value" + FROM;

  private static final String LIST =
      COLUMNS + ", null::json as content, null::json as value" + FROM + " where true";

  private static final String VOTES =
      """
      select voter, decision, comment, at from approval_vote
      where approval_id = ? and shown = ? order by at, voter
      """;

  private ApprovalRows() {}

  static Optional<Approval> find(Connection connection, UUID id) throws SQLException {
    Optional<Approval> found =
        Sql.find(connection, WHOLE + " where a.id = ?", ApprovalRows::approval, id);
    return found.isEmpty()
        ? found
        : Optional.of(found.get().withVotes(votes(connection, found.get())));
  }

  /** What waits at a stage, locked against others who decide, the oldest first. */
  static List<Approval> lockPending(Connection connection, UUID task, String stage)
      throws SQLException {
    return Sql.query(
        connection,
        WHOLE
            + " where a.task_id = ? and a.stage = ? and a.status = 'pending'"
            + " order by a.id limit 1000 for update of a",
        ApprovalRows::approval,
        task,
        stage);
  }

  /** What was asked last at a stage. */
  static Optional<Approval> latest(Connection connection, UUID task, String stage)
      throws SQLException {
    return Sql.find(
        connection,
        WHOLE + " where a.task_id = ? and a.stage = ? order by a.id desc limit 1",
        ApprovalRows::approval,
        task,
        stage);
  }

  static List<ApprovalVerdict.Vote> votes(Connection connection, Approval approval)
      throws SQLException {
    return Sql.query(
        connection,
        VOTES,
        row ->
            new ApprovalVerdict.Vote(
                row.getString("voter"),
                row.getString("decision"),
                row.getString("comment"),
                Sql.instant(row, "at")),
        approval.id(),
        approval.shown());
  }

  /** Pending ones first, each kind with the newest first. */
  static List<Approval> list(
      Connection connection, ApprovalFilter filter, ApprovalCursor after, int limit)
      throws SQLException {
    StringBuilder sql = new StringBuilder(LIST);
    List<Object> values = new ArrayList<>();
    if (!filter.statuses().isEmpty()) {
      sql.append(" and a.status = any (?)");
      values.add(filter.statuses().stream().map(ApprovalStatus::id).toArray(String[]::new));
    }
    if (filter.task() != null) {
      sql.append(" and a.task_id = ?");
      values.add(filter.task());
    }
    if (filter.stage() != null) {
      sql.append(" and a.stage = ?");
      values.add(filter.stage());
    }
    if (after != null) {
      sql.append(" and ((a.status = 'pending'), a.id) < (?, ?)");
      values.add(after.pending());
      values.add(after.id());
    }
    sql.append(" order by (a.status = 'pending') desc, a.id desc limit ?");
    values.add(limit);
    return Sql.query(connection, sql.toString(), ApprovalRows::approval, values.toArray());
  }

  private static Approval approval(ResultSet row) throws SQLException {
    return new Approval(
        Sql.id(row, "id"),
        Sql.id(row, "task_id"),
        row.getString("title"),
        row.getString("created_by"),
        Sql.id(row, "run_id"),
        row.getString("stage"),
        row.getInt("round"),
        ApprovalKind.of(row.getString("kind")),
        ApprovalStatus.find(row.getString("status")).orElseThrow(),
        json(row, "content"),
        row.getString("shown"),
        texts(row, "approvers"),
        row.getInt("need"),
        Sql.instant(row, "asked_at"),
        Sql.instant(row, "expires_at"),
        ExpiryAction.of(row.getString("on_expiry")),
        texts(row, "escalate_to"),
        Sql.instant(row, "escalated_at"),
        Sql.instant(row, "decided_at"),
        row.getString("decision"),
        json(row, "value"),
        List.of());
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    List<String> texts = new ArrayList<>();
    json(row, column).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static JsonNode json(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : Json.parseOwn(text);
  }
}
