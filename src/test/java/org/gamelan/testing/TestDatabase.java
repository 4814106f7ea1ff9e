package org.gamelan.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.gamelan.platform.Database;

/** One real, migrated PostgreSQL for all tests of SQL in this run. */
public final class TestDatabase {
  private static DataSource dataSource;

  private TestDatabase() {}

  public static synchronized Database get() {
    if (dataSource == null) {
      dataSource = start();
    }
    return new Database(dataSource);
  }

  private static DataSource start() {
    try {
      // Stopped by its own shutdown hook.
      EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
      DataSource started = postgres.getPostgresDatabase();
      Flyway.configure()
          .dataSource(started)
          .locations("filesystem:db/migration")
          .load()
          .migrate();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
