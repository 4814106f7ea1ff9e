package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.gamelan.json.Json;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Many changes of files of agents, and many files, on a server that goes on working. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AgentFilesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int WARM_UP = 100;
  private static final int EDITS = 1_000;
  private static final int MOST_FILES = 10_000;
  private static final int KEPT_VERSIONS = 200;
  private static final long MEBIBYTE = 1 << 20;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path folder;

  private static ServerFixture server;
  private static Api api;
  private static Path agents;

  @BeforeAll
  static void start() {
    agents = folder.resolve("more-agents");
    Definitions.makeFolder(agents);
    Definitions.makeFolder(folder.resolve("data"));
    server =
        ServerFixture.start(
            folder.resolve("data"), Map.of("GAMELAN_AGENTS_PATHS", agents.toString()));
    api = new Api(server.base().toString(), server.apiKey());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  @Order(1)
  void aThousandEditsLeaveNothingBehind() {
    edit(0, WARM_UP);
    ServerMemory before = ServerMemory.of(server.pid());
    edit(WARM_UP, WARM_UP + EDITS);
    JsonNode agent = api.get("/agents/edited").ok();
    assertThat(agent.path("version").asInt()).isGreaterThanOrEqualTo(WARM_UP + EDITS);
    assertThat(agent.path("prompt").asText()).isEqualTo("Answer %d.", WARM_UP + EDITS - 1);
    assertThat(api.get("/agents/edited/versions?limit=500").ok().path("items"))
        .hasSizeLessThanOrEqualTo(KEPT_VERSIONS);

    ServerMemory after = ServerMemory.of(server.pid());
    String both = before + ", then " + after;
    assertThat(after.bytes()).as(both).isLessThan(before.bytes() + 24 * MEBIBYTE);
    assertThat(after.classes()).as(both).isLessThan(before.classes() + EDITS / 2);
    assertThat(after.loaders()).as(both).isLessThan(before.loaders() + EDITS / 4);
  }

  private static void edit(int from, int to) {
    for (int i = from; i < to; i++) {
      // Of changing length: a change is seen even where clocks of file systems are coarse.
      Definitions.write(
          agents.resolve("edited.yaml"),
          "description: %s%nprompt: Answer %d.%n".formatted("x".repeat(1 + i % 50), i));
      api.post("/agents/discovery", Json.object()).ok();
    }
  }

  @Test
  @Order(2)
  void tenThousandFilesAreReadAndOneMoreIsRefused() {
    Definitions.write(agents.resolve("edited.yaml"), "prompt: Answer.\n");
    for (int i = 1; i < MOST_FILES; i++) {
      Definitions.write(
          agents.resolve("part-" + i / 100).resolve("many-" + i + ".yaml"),
          "prompt: Answer %d.%ncapacity: 1%n".formatted(i));
    }
    JsonNode report = lookWhileAnswering();
    assertThat(report.path("bySource").path("convention").asInt()).isEqualTo(MOST_FILES);
    assertThat(api.get("/agents/many-9999").ok().path("capacity").asInt()).isEqualTo(1);

    Definitions.write(agents.resolve("too-many.yaml"), "prompt: Answer.\n");
    JsonNode full = lookWhileAnswering();
    assertThat(full.path("problems").toString())
        .contains("too-many", "There are more than 10000 files of agents");
    assertThat(api.get("/agents/many-9999").status()).isEqualTo(200);
    assertThat(api.get("/agents/too-many").status()).isEqualTo(404);

    assertThat(agents.resolve("too-many.yaml").toFile().delete()).isTrue();
    assertThat(agents.resolve("part-99").resolve("many-9999.yaml").toFile().delete()).isTrue();
    JsonNode again = lookWhileAnswering();
    assertThat(again.path("problems").toString()).doesNotContain("more than 10000 files");
    assertThat(api.get("/agents/many-9999").status()).isEqualTo(404);
  }

  /** Looks for agents; meanwhile everybody else is answered. */
  private static JsonNode lookWhileAnswering() {
    CompletableFuture<JsonNode> looking =
        CompletableFuture.supplyAsync(() -> api.post("/agents/discovery", Json.object()).ok());
    do {
      long began = System.nanoTime();
      assertThat(api.get("/agents?limit=5").ok().path("items")).isNotEmpty();
      assertThat(api.health("ready").status()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    } while (!looking.isDone());
    return looking.orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS).join();
  }
}
