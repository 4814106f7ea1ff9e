package org.gamelan.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.gamelan.platform.Database;
import org.postgresql.ds.PGSimpleDataSource;

/** A migrated database of its own on the shared server's PostgreSQL, for tests of SQL. */
public final class TestDatabase {
  private static final String NAME = "sql_tests";
  private static DataSource dataSource;

  private TestDatabase() {}

  public static synchronized Database get() {
    if (dataSource == null) {
      dataSource = create();
    }
    return new Database(dataSource);
  }

  /** The database that a server with an embedded PostgreSQL works on. */
  public static Database of(ServerFixture server) {
    return new Database(source(server, "gamelan"));
  }

  /** What {@code GAMELAN_DB_URL} of another server on that database would be. */
  public static String urlOf(ServerFixture server) {
    return source(server, "gamelan").getUrl();
  }

  /** What goes with it as {@code GAMELAN_DB_PASSWORD}. */
  public static String passwordOf(ServerFixture server) {
    return source(server, "gamelan").getPassword();
  }

  /** An empty database on the shared server's PostgreSQL, for other servers. */
  public static PGSimpleDataSource createEmpty(String name) {
    ServerFixture server = ServerFixture.shared();
    try (Connection connection = source(server, "gamelan").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop database if exists " + name + " with (force)");
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("The database " + name + " cannot be made", e);
    }
    return source(server, name);
  }

  /** What is written to it need not outlive a power cut, so nobody waits for the disk. */
  private static DataSource create() {
    PGSimpleDataSource created = createEmpty(NAME);
    created.setOptions("-c synchronous_commit=off");
    Flyway.configure().dataSource(created).locations("filesystem:db/migration").load().migrate();
    return created;
  }

  private static PGSimpleDataSource source(ServerFixture server, String database) {
    try {
      return source(server.data(), database);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fourth line of the postmaster's file is its port. */
  private static PGSimpleDataSource source(Path data, String database) throws IOException {
    PGSimpleDataSource source = new KeptConnections();
    source.setServerNames(new String[] {"127.0.0.1"});
    Path postmaster = data.resolve("postgres").resolve("data").resolve("postmaster.pid");
    source.setPortNumbers(
        new int[] {Integer.parseInt(Files.readAllLines(postmaster).get(3).strip())});
    source.setUser("gamelan");
    source.setPassword(Files.readString(data.resolve("postgres.password")).strip());
    source.setDatabaseName(database);
    return source;
  }
}
