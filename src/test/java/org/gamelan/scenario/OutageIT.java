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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What the server stands on goes away for a while; work goes on by itself afterwards. */
class OutageIT {
  private static final int TASKS = 20;
  private static final int STAGES = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration LEASE = Duration.ofSeconds(4);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static FakeModel model;
  private static ExternalBroker broker;
  private static TestServer server;
  private static Api api;

  private final Durability work = new Durability("long-way", STAGES);

  @BeforeAll
  static void start() {
    Path manifests = folder.resolve("manifests");
    Definitions.row(manifests, "long-way", STAGES, "timeout: 1m");
    model = FakeModel.answering(300, Definitions.ANSWER);
    broker = ExternalBroker.start(0);
    Map<String, String> environment = new HashMap<>(model.environment());
    environment.put("GAMELAN_MANIFESTS", manifests.toString());
    environment.put("GAMELAN_ENGINE_MAX_IN_FLIGHT", "4");
    environment.put("GAMELAN_ENGINE_LEASE_EXPIRY", LEASE.toString());
    environment.put("GAMELAN_BROKER_URL", broker.url());
    server = new TestServer(folder.resolve("data"), environment).start();
    api = server.api();
  }

  @AfterAll
  static void end() throws IOException {
    server.close();
    broker.close();
    model.close();
  }

  @Test
  void aDatabaseThatFreezesBeyondTheLeaseLosesNothing() {
    int before = model.answered();
    work.submit(api, TASKS);
    Await.that("work is under way", PATIENCE, () -> model.answered() > before + TASKS / 2);
    ProcessHandle database = server.database().orElseThrow();
    List<ProcessHandle> all = Stream.concat(Stream.of(database), database.descendants()).toList();
    all.forEach(process -> Signals.send(process, "STOP"));
    CompletableFuture<Api.Answer> asked;
    try {
      asked = CompletableFuture.supplyAsync(() -> api.get("/tasks"));
      // Longer than a lease, so that the node has to enter anew.
      Await.pause(LEASE.plusSeconds(2).toMillis());
    } finally {
      all.forEach(process -> Signals.send(process, "CONT"));
    }

    assertThat(asked.join().status()).isIn(200, 503);
    Await.that("it is ready again", PATIENCE, () -> api.health("ready").status() == 200);
    work.awaitEnd(api, PATIENCE);
    work.assertEverythingHappenedOnce(api);
  }

  @Test
  void aBrokerThatIsGoneForAWhileOnlyCostsTime() {
    work.submit(api, TASKS / 2);
    broker.close();
    work.submit(api, TASKS / 2);
    work.awaitEnd(api, PATIENCE);
    int port = broker.port();
    broker =
        Await.value(
            "a broker starts on the same port",
            PATIENCE,
            () -> Optional.of(ExternalBroker.start(port)));
    Await.that("it is ready again", PATIENCE, () -> api.health("ready").status() == 200);
    work.submit(api, TASKS / 2);
    work.awaitEnd(api, PATIENCE);
    work.assertEverythingHappenedOnce(api);
  }
}
