package org.gamelan.bench;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills the server's tables with finished tasks: copies, with ids of their own, of one task that
 * really ran, in every table that has a column {@code task_id}. So it follows the schema by itself.
 */
final class History {
  private static final int BATCH = 20_000;
  private static final long LIMIT_NANOS = 900_000_000_000L;
  private static final String TEMPLATE =
      "select id::text from task where status = 'succeeded' order by finished_at desc limit 1";
  private static final String TABLES =
      """
      select c.table_name from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and c.column_name = 'task_id' and t.table_type = 'BASE TABLE'
        and c.table_name not in ('idempotency_key', 'audit', 'audit_pending')
      order by 1
      """;
  private static final String COLUMNS =
      """
      select column_name from information_schema.columns
      where table_schema = 'public' and table_name = ? and is_identity = 'NO'
        and is_generated = 'NEVER'
      order by ordinal_position
      """;

  private final Meter meter;

  History(Meter meter) {
    this.meter = meter;
  }

  /** Inserts copies in batches, at most for a quarter of an hour; how many it has inserted. */
  int insert(int tasks) {
    long end = System.nanoTime() + LIMIT_NANOS;
    try {
      String template = strings(TEMPLATE).get(0);
      List<String> inserts = new ArrayList<>();
      for (String table : strings(TABLES)) {
        inserts.add(copy(table, columns(table), template));
      }
      inserts.add(0, copy("task", columns("task"), template));
      meter.execute("set synchronous_commit = off");
      meter.execute("create temporary table copies (id uuid)");
      int inserted = 0;
      while (inserted < tasks && System.nanoTime() < end) {
        int batch = Math.min(BATCH, tasks - inserted);
        meter.execute("truncate copies");
        meter.execute("insert into copies select uuidv7() from generate_series(1, " + batch + ")");
        inserts.forEach(meter::execute);
        inserted += batch;
      }
      meter.execute("drop table copies");
      meter.execute("set synchronous_commit = on");
      meter.execute("vacuum analyze");
      meter.execute("checkpoint");
      return inserted;
    } catch (SQLException e) {
      throw new BenchException("Cannot insert finished tasks", e);
    }
  }

  /** Copies a table's rows of the template task for every new id. */
  static String copy(String table, List<String> columns, String template) {
    boolean task = table.equals("task");
    List<String> values = new ArrayList<>();
    for (String column : columns) {
      if (column.equals(task ? "id" : "task_id")) {
        values.add("copies.id");
      } else if (column.equals("id")) {
        values.add("uuidv7()");
      } else if (column.equals("tx")) {
        values.add("case when t.tx is not null then pg_current_xact_id() end");
      } else if (column.equals("subject")) {
        values.add("case when t.subject = t.task_id then copies.id else uuidv7() end");
      } else {
        values.add("t." + column);
      }
    }
    return "insert into "
        + table
        + " ("
        + String.join(", ", columns)
        + ") select "
        + String.join(", ", values)
        + " from "
        + table
        + " t cross join copies where t."
        + (task ? "id" : "task_id")
        + " = '"
        + template
        + "'";
  }

  private List<String> strings(String sql) throws SQLException {
    return strings(meter.connection().prepareStatement(sql));
  }

  private List<String> columns(String table) throws SQLException {
    PreparedStatement statement = meter.connection().prepareStatement(COLUMNS);
    statement.setString(1, table);
    return strings(statement);
  }

  private static List<String> strings(PreparedStatement statement) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (statement;
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
    }
    return strings;
  }
}
