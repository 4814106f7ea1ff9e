package org.gamelan.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;
import org.gamelan.testing.ServerFixture;
import org.postgresql.ds.PGSimpleDataSource;

/** Everything that a server with an embedded database has stored, as text. */
final class TableDump {
  private static final String TABLES =
      "select quote_ident(table_name) as name from information_schema.tables"
          + " where table_schema = 'public' and table_type = 'BASE TABLE'";

  private TableDump() {}

  static String of(ServerFixture server) throws IOException {
    return database(server)
        .inTransaction(
            tx -> {
              StringBuilder dump = new StringBuilder();
              for (String table : Sql.query(tx.connection(), TABLES, row -> row.getString(1))) {
                dump.append(table).append('\n');
                rows(tx, table).forEach(row -> dump.append(row).append('\n'));
              }
              return dump.toString();
            });
  }

  private static List<String> rows(Database.Transaction tx, String table) throws SQLException {
    String all = "select t::text as line from " + table + " t";
    return Sql.query(tx.connection(), all, row -> row.getString("line"));
  }

  static Database database(ServerFixture server) throws IOException {
    Path data = server.data();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    // The fourth line of the postmaster's file is its port.
    Path postmaster = data.resolve("postgres").resolve("data").resolve("postmaster.pid");
    source.setPortNumbers(
        new int[] {Integer.parseInt(Files.readAllLines(postmaster).get(3).strip())});
    source.setUser("gamelan");
    source.setPassword(Files.readString(data.resolve("postgres.password")).strip());
    source.setDatabaseName("gamelan");
    return new Database(source);
  }
}
