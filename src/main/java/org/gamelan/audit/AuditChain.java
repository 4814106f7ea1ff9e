package org.gamelan.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** Gives entries that wait their places in the chain. One at a time does so, of all nodes. */
final class AuditChain {
  /** How many get their places in one transaction. */
  static final int BATCH = 500;

  static final String COLUMNS =
      "at, actor, task_id, stage, action, subject, verdict, reason, details";

  private static final String TAKE =
      "delete from audit_pending where id in"
          + " (select id from audit_pending order by id limit ?) returning id, "
          + COLUMNS;

  private static final String INSERT =
      "insert into audit (seq, "
          + COLUMNS
          + ", former, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?)";

  private final Database database;

  AuditChain(Database database) {
    this.database = database;
  }

  private record Head(long seq, String hash) {}

  private record Waiting(long id, AuditRow row) {}

  /** Chains all that waits now. */
  void seal() {
    int sealed = BATCH;
    while (sealed == BATCH) {
      sealed = database.inTransaction(tx -> sealBatch(tx.connection()));
    }
  }

  private static int sealBatch(Connection connection) throws SQLException {
    boolean nothing =
        Sql.find(connection, "select 1 from audit_pending limit 1", row -> true).isEmpty();
    if (nothing) {
      return 0;
    }
    Head head =
        Sql.find(
                connection,
                "select seq, hash from audit_head for update",
                row -> new Head(row.getLong("seq"), row.getString("hash")))
            .orElseThrow();
    List<Waiting> waiting =
        new ArrayList<>(Sql.query(connection, TAKE, AuditChain::waiting, BATCH));
    if (waiting.isEmpty()) {
      return 0;
    }
    waiting.sort(Comparator.comparingLong(Waiting::id));
    AuditRow last = insert(connection, head, waiting);
    Sql.update(connection, "update audit_head set seq = ?, hash = ?", last.seq(), last.hash());
    return waiting.size();
  }

  private static AuditRow insert(Connection connection, Head head, List<Waiting> waiting)
      throws SQLException {
    AuditRow last = null;
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (Waiting each : waiting) {
        last =
            last == null
                ? each.row().chained(head.seq() + 1, head.hash())
                : each.row().chained(last.seq() + 1, last.hash());
        Sql.bind(
            statement,
            last.seq(),
            last.at(),
            last.actor(),
            last.task(),
            last.stage(),
            last.action(),
            last.subject(),
            last.verdict(),
            last.reason(),
            last.details() == null ? null : Json.write(last.details()),
            last.former(),
            last.hash());
        statement.addBatch();
      }
      statement.executeBatch();
    }
    return last;
  }

  private static Waiting waiting(ResultSet row) throws SQLException {
    return new Waiting(row.getLong("id"), row(0, row, null, null));
  }

  /** What both tables have. */
  static AuditRow row(long seq, ResultSet row, String former, String hash) throws SQLException {
    String details = row.getString("details");
    return new AuditRow(
        seq,
        Sql.instant(row, "at"),
        row.getString("actor"),
        Sql.id(row, "task_id"),
        row.getString("stage"),
        row.getString("action"),
        row.getString("subject"),
        row.getString("verdict"),
        row.getString("reason"),
        details == null ? null : Json.parseOwn(details),
        former,
        hash);
  }
}
