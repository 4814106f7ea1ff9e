package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;
import org.gamelan.testing.ServerFixture;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A second server on a database whose secrets it could not read. */
class MasterKeyIT {
  private static final String STATE =
      """
      select encode(key_check, 'hex') as state from installation
      union all select 'node ' || id || ' epoch ' || epoch from node
      union all select 'key ' || prefix || coalesce(revoked_at::text, '') from api_key
      order by 1
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final ServerFixture first = ServerFixture.shared();

  @Test
  void aServerWithAnotherMasterKeyIsTurnedAwayAndChangesNothing() {
    Database database = TestDatabase.of(first);
    List<String> before = state(database);

    FailedStart refused =
        FailedStart.of(
            folder.resolve("data"),
            Map.of(
                "GAMELAN_PORT",
                "0",
                "GAMELAN_DB_URL",
                TestDatabase.urlOf(first),
                "GAMELAN_DB_PASSWORD",
                TestDatabase.passwordOf(first),
                "GAMELAN_MASTER_KEY",
                "another key of enough characters"));

    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.said())
        .contains("GAMELAN_MASTER_KEY")
        .contains(folder.resolve("data").resolve("master.key").toString())
        .doesNotContain("\tat ");
    assertThat(state(database)).isEqualTo(before).hasSizeGreaterThan(1);
    assertThat(first.client().get("health/ready").status()).isEqualTo(200);
  }

  private static List<String> state(Database database) {
    return database.inTransaction(
        tx -> Sql.query(tx.connection(), STATE, row -> row.getString("state")));
  }
}
