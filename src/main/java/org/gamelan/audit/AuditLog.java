package org.gamelan.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** Reads and verifies the audit log. */
@ApplicationScoped
public class AuditLog {
  /** The most rows that one verification looks at. */
  public static final int MOST_VERIFIED = 50_000;

  private static final int BATCH = 1_000;

  private static final String SELECT =
      "select seq, " + AuditChain.COLUMNS + ", former, hash from audit where true";

  private final Database database;
  private final AuditTrail trail;

  protected AuditLog() {
    this(null, null);
  }

  @Inject
  public AuditLog(Database database, AuditTrail trail) {
    this.database = database;
    this.trail = trail;
  }

  /**
   * The newest rows first.
   *
   * @param before only rows before this one, or null
   */
  public List<AuditRow> latest(AuditFilter filter, Long before, int limit) {
    if (before == null) {
      trail.catchUp();
    }
    return read(filter, before == null ? "" : " and seq < ?", before, "desc", limit);
  }

  /**
   * Rows in the order of the chain.
   *
   * @param after only rows after this one; 0 for all
   */
  public List<AuditRow> after(AuditFilter filter, long after, int limit) {
    if (after == 0) {
      trail.catchUp();
    }
    return read(filter, " and seq > ?", after, "asc", limit);
  }

  /**
   * Writes rows in the order of the chain, each as a line of JSON. Reads and writes by turns, so
   * that no connection waits for a slow reader.
   */
  public void export(AuditFilter filter, OutputStream out) throws IOException {
    long after = 0;
    List<AuditRow> rows;
    do {
      rows = after(filter, after, BATCH);
      for (AuditRow row : rows) {
        out.write((Json.write(Json.tree(row)) + "\n").getBytes(StandardCharsets.UTF_8));
        after = row.seq();
      }
      out.flush();
    } while (rows.size() == BATCH);
  }

  private List<AuditRow> read(AuditFilter filter, String place, Long seq, String order, int limit) {
    List<Object> values = new ArrayList<>();
    StringBuilder sql = new StringBuilder(SELECT).append(filter.conditions(values)).append(place);
    if (!place.isEmpty()) {
      values.add(seq);
    }
    sql.append(" order by seq ").append(order).append(" limit ?");
    values.add(limit);
    return database.inTransaction(
        tx -> Sql.query(tx.connection(), sql.toString(), AuditLog::row, values.toArray()));
  }

  private static AuditRow row(ResultSet row) throws SQLException {
    return AuditChain.row(row.getLong("seq"), row, row.getString("former"), row.getString("hash"));
  }

  private record Head(long seq, String hash) {}

  /**
   * Checks a stretch of the chain: each row's hash, its link to the row before, and that none is
   * missing, at the end either.
   *
   * @param from the first row, from 1
   * @param most how many rows at most, up to {@link #MOST_VERIFIED}
   */
  public AuditVerification verify(long from, int most) {
    trail.catchUp();
    Head head = database.inTransaction(tx -> head(tx.connection()));
    long end = Math.min(head.seq(), from + Math.min(most, MOST_VERIFIED) - 1);
    String former = from == 1 ? "" : hashOf(from - 1);
    long checked = 0;
    for (long at = from; at <= end; ) {
      int limit = (int) Math.min(BATCH, end - at + 1);
      List<AuditRow> rows = read(AuditFilter.ALL, " and seq >= ?", at, "asc", limit);
      for (int i = 0; i < limit; i++) {
        String problem = i < rows.size() ? problem(rows.get(i), at, former) : "It is missing.";
        if (problem != null) {
          return new AuditVerification(
              false, from, checked, null, at, problem, head.seq(), head.hash());
        }
        former = rows.get(i).hash();
        checked++;
        at++;
      }
    }
    if (end == head.seq() && from <= end + 1 && !former.equals(head.hash())) {
      return new AuditVerification(
          false,
          from,
          checked,
          null,
          end,
          "It is not the row that the chain ends with.",
          head.seq(),
          head.hash());
    }
    Long next = end < head.seq() ? end + 1 : null;
    return new AuditVerification(true, from, checked, next, null, null, head.seq(), head.hash());
  }

  private static Head head(Connection connection) throws SQLException {
    return Sql.find(
            connection,
            "select seq, hash from audit_head",
            row -> new Head(row.getLong("seq"), row.getString("hash")))
        .orElseThrow();
  }

  private String hashOf(long seq) {
    return database.inTransaction(
        tx ->
            Sql.find(
                    tx.connection(),
                    "select hash from audit where seq = ?",
                    row -> row.getString("hash"),
                    seq)
                .orElse(""));
  }

  private static String problem(AuditRow row, long seq, String former) {
    if (row.seq() != seq) {
      return "It is missing.";
    }
    if (!row.former().equals(former)) {
      return "It does not follow the row before it.";
    }
    return row.hash().equals(row.computedHash())
        ? null
        : "What it says is not what was written: its hash is another.";
  }
}
