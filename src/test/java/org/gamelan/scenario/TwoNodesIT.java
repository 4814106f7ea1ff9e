package org.gamelan.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.gamelan.testing.ExternalBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one database and one broker. */
class TwoNodesIT {
  private static final int TASKS = 60;
  private static final int STAGES = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void twoNodesShareTheWorkAndTheDeathOfOneLosesNothing() throws IOException {
    Path manifests = folder.resolve("manifests");
    Definitions.row(manifests, "long-way", STAGES, "timeout: 1m");
    Durability work = new Durability("long-way", STAGES);
    try (FakeModel model = FakeModel.metered(50, Definitions.ANSWER);
        ExternalBroker broker = ExternalBroker.start(0);
        TestServer host = new TestServer(folder.resolve("host"), common(model, manifests))) {
      // What a killed server leaves behind is a PostgreSQL of its own.
      host.start().kill();
      Map<String, String> environment = common(model, manifests);
      environment.put("GAMELAN_BROKER_URL", broker.url());
      environment.put("GAMELAN_DB_URL", url(host));
      environment.put("GAMELAN_DB_PASSWORD", host.databasePassword());
      try (TestServer one = new TestServer(folder.resolve("one"), environment).start();
          TestServer two = new TestServer(folder.resolve("two"), environment).start()) {
        work.submit(one.api(), TASKS);
        // As long as the model keeps everybody waiting, each node holds what it has claimed.
        Await.that("both nodes work", PATIENCE, () -> workers(host).size() == 2);
        model.allow(TASKS);
        Await.that("work is under way", PATIENCE, () -> model.answered() > TASKS / 2);
        two.kill();
        model.allow(TASKS * STAGES * 2);

        work.awaitEnd(one.api(), PATIENCE);
        work.assertEverythingHappenedOnce(one.api());
      }
    }
  }

  private static Map<String, String> common(FakeModel model, Path manifests) {
    Map<String, String> environment = new HashMap<>(model.environment());
    environment.put("GAMELAN_MANIFESTS", manifests.toString());
    environment.put("GAMELAN_ENGINE_MAX_IN_FLIGHT", "4");
    environment.put("GAMELAN_MASTER_KEY", Base64.getEncoder().encodeToString(new byte[32]));
    environment.put("GAMELAN_ADMIN_KEY", "gml_two-nodes-share-this-key-in-a-test");
    return environment;
  }

  private static String url(TestServer host) {
    return "jdbc:postgresql://127.0.0.1:" + host.databasePort() + "/gamelan";
  }

  /** The nodes that have a stage in hand just now. */
  private static Set<String> workers(TestServer host) {
    String sql = "select distinct node_id from stage_work where status = 'running'";
    Set<String> workers = new HashSet<>();
    try (Connection connection =
            DriverManager.getConnection(url(host), "gamelan", host.databasePassword());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        workers.add(rows.getString(1));
      }
      return workers;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
