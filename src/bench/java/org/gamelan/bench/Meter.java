package org.gamelan.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads the counters of the database and of processes, before and after a measurement. */
final class Meter implements AutoCloseable {
  private static final String COUNTERS =
      """
      select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint,
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
        (select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint from pg_class c
         join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = '%s' and c.relkind = 'r')
      """;

  /**
   * The counters at one moment.
   *
   * @param cpuSeconds of the worker process and PostgreSQL
   * @param databaseCpuSeconds of PostgreSQL alone
   * @param walBytes the position in the write-ahead log
   * @param writes transaction ids given out: transactions that wrote
   * @param bytes size of the schema's tables with their indexes
   */
  record Reading(
      double cpuSeconds, double databaseCpuSeconds, long walBytes, long writes, long bytes) {
    Usage since(Reading before) {
      return new Usage(
          cpuSeconds - before.cpuSeconds,
          databaseCpuSeconds - before.databaseCpuSeconds,
          walBytes - before.walBytes,
          writes - before.writes,
          bytes - before.bytes);
    }
  }

  /** The difference of two readings. */
  record Usage(double cpuSeconds, double databaseCpuSeconds, long wal, long writes, long bytes) {}

  private final DatabaseAccess access;
  private final Connection connection;

  Meter(DatabaseAccess access) {
    this.access = access;
    try {
      connection = DriverManager.getConnection(access.url(), access.user(), access.password());
      // Looking at what has finished must not read all there is: that would count as Gamelan's.
      try (Statement statement = connection.createStatement()) {
        statement.execute("set enable_seqscan = off");
      }
    } catch (SQLException e) {
      throw new BenchException("Cannot reach the server's database", e);
    }
  }

  Connection connection() {
    return connection;
  }

  /**
   * Reads the counters.
   *
   * @param process the worker whose CPU counts besides PostgreSQL's
   * @param schema the schema whose tables count
   */
  Reading read(long process, String schema) {
    double database = ProcessTree.treeSeconds(access.process());
    double worker = ProcessTree.ownSeconds(process);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(COUNTERS.formatted(schema))) {
      row.next();
      return new Reading(
          worker + database, database, row.getLong(1), row.getLong(2), row.getLong(3));
    } catch (SQLException e) {
      throw new BenchException("Cannot read the database's counters", e);
    }
  }

  void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new BenchException("Cannot execute " + sql, e);
    }
  }

  long number(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new BenchException("Cannot execute " + sql, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      System.err.println("The bench's connection did not close: " + e.getMessage());
    }
  }
}
