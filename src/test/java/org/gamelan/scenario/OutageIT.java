package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.gamelan.testing.ExternalBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What the server stands on goes away for a while; work goes on by itself afterwards. */
class OutageIT {
  private static final int TASKS = 20;
  private static final int STAGES = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final Durability work = new Durability("long-way", STAGES);
  private final Map<String, String> environment = new HashMap<>();
  private FakeModel model;

  @BeforeEach
  void prepare() {
    Path manifests = folder.resolve("manifests");
    Definitions.row(manifests, "long-way", STAGES, "timeout: 1m");
    model = FakeModel.answering(300, Definitions.ANSWER);
    environment.putAll(model.environment());
    environment.put("GAMELAN_MANIFESTS", manifests.toString());
    environment.put("GAMELAN_ENGINE_MAX_IN_FLIGHT", "4");
  }

  @AfterEach
  void end() throws IOException {
    model.close();
  }

  @Test
  void aDatabaseThatFreezesBeyondTheLeaseLosesNothing() {
    try (TestServer server = new TestServer(folder.resolve("data"), environment).start()) {
      Api api = server.api();
      work.submit(api, TASKS);
      Await.that("work is under way", PATIENCE, () -> model.answered() > TASKS / 2);
      ProcessHandle database = server.database().orElseThrow();
      List<ProcessHandle> all = Stream.concat(Stream.of(database), database.descendants()).toList();
      all.forEach(process -> Signals.send(process, "STOP"));
      CompletableFuture<Api.Answer> asked;
      try {
        asked = CompletableFuture.supplyAsync(() -> api.get("/tasks"));
        // Longer than a lease, so that the node has to enter anew.
        Await.pause(13_000);
      } finally {
        all.forEach(process -> Signals.send(process, "CONT"));
      }

      assertThat(asked.join().status()).isIn(200, 503);
      Await.that("it is ready again", PATIENCE, () -> api.health("ready").status() == 200);
      work.awaitEnd(api, PATIENCE);
      work.assertEverythingHappenedOnce(api);
    }
  }

  @Test
  void aBrokerThatIsGoneForAWhileOnlyCostsTime() {
    ExternalBroker first = ExternalBroker.start(0);
    environment.put("GAMELAN_BROKER_URL", first.url());
    try (TestServer server = new TestServer(folder.resolve("data"), environment).start()) {
      Api api = server.api();
      work.submit(api, TASKS / 2);
      first.close();
      work.submit(api, TASKS / 2);
      work.awaitEnd(api, PATIENCE);
      ExternalBroker second =
          Await.value(
              "a broker starts on the same port",
              PATIENCE,
              () -> Optional.of(ExternalBroker.start(first.port())));
      try (second) {
        Await.that("it is ready again", PATIENCE, () -> api.health("ready").status() == 200);
        work.submit(api, TASKS / 2);
        work.awaitEnd(api, PATIENCE);
        work.assertEverythingHappenedOnce(api);
      }
    } finally {
      first.close();
    }
  }
}
