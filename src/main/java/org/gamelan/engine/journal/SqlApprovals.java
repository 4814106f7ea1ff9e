package org.gamelan.engine.journal;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.ApprovalStore;
import org.gamelan.engine.ApprovalVerdict;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** The answers to what stages asked, in PostgreSQL. */
@ApplicationScoped
public class SqlApprovals implements ApprovalStore {
  private static final String ANSWERED =
      """
      select id, status, decision, value, work, shown from approval
      where run_id = ? and coalesce(call_number, -1) = ? and status in ('decided', 'expired')
      """;

  private static final String VOTES =
      """
      select voter, decision, comment, at from approval_vote
      where approval_id = ? and shown = ? order by at, voter
      """;

  private final Database database;

  protected SqlApprovals() {
    this(null);
  }

  @Inject
  public SqlApprovals(Database database) {
    this.database = database;
  }

  private record Answer(
      UUID id, boolean expired, String decision, JsonNode value, JsonNode work, String shown) {}

  @Override
  public Optional<ApprovalVerdict> verdict(UUID run, int call) {
    return database.inTransaction(
        tx -> {
          Optional<Answer> answer =
              Sql.find(tx.connection(), ANSWERED, SqlApprovals::answer, run, call);
          return answer.isEmpty()
              ? Optional.<ApprovalVerdict>empty()
              : Optional.of(verdict(tx.connection(), answer.get()));
        });
  }

  private static Answer answer(ResultSet row) throws SQLException {
    return new Answer(
        Sql.id(row, "id"),
        row.getString("status").equals("expired"),
        row.getString("decision"),
        json(row, "value"),
        json(row, "work"),
        row.getString("shown"));
  }

  private static ApprovalVerdict verdict(Connection connection, Answer answer) throws SQLException {
    List<ApprovalVerdict.Vote> votes =
        Sql.query(
            connection,
            VOTES,
            row ->
                new ApprovalVerdict.Vote(
                    row.getString("voter"),
                    row.getString("decision"),
                    row.getString("comment"),
                    Sql.instant(row, "at")),
            answer.id(),
            answer.shown());
    return new ApprovalVerdict(
        answer.decision(), answer.expired(), answer.value(), answer.work(), votes);
  }

  private static JsonNode json(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : Json.parseOwn(text);
  }
}
