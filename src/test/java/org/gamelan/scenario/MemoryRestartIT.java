package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What an agent remembers when its server is killed while it works. */
class MemoryRestartIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void whatWasRememberedIsThereOnceAfterTheServerWasKilled() {
    Path manifests = folder.resolve("manifests");
    Path memo = manifests.resolve("memo");
    Definitions.write(memo.resolve("agents.yaml"), MemoryIT.AGENTS);
    Definitions.write(
        memo.resolve("scripted.yaml"),
        MemoryIT.RULES.replaceFirst("  - when:", "  - delay: 3s\n    when:"));
    Map<String, String> environment = Map.of("GAMELAN_MANIFESTS", manifests.toString());
    try (TestServer server = new TestServer(folder.resolve("data"), environment)) {
      String task = create(server.start().api(), "keep it", "teal");
      Await.that("both are remembered", PATIENCE, () -> entries(server).size() == 2);
      assertThat(server.api().read(task).path("status").asText()).isEqualTo("running");
      server.kill();
      server.start();
      JsonNode ended = server.api().ended(task, PATIENCE);
      assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
      assertThat(entries(server)).hasSize(2);
      String next = create(server.api(), "ask for it", "teal");
      server.api().ended(next, PATIENCE);
      assertThat(server.api().get("/tasks/" + next + "/result").ok().toString())
          .contains("A note on teal");
    }
  }

  private static JsonNode entries(TestServer server) {
    return server.api().get("/memory?scope=agent&owner=memo-a").ok().path("items");
  }

  private static String create(Api api, String title, String description) {
    ObjectNode body = Json.object().put("title", title).put("description", description);
    return api.post("/tasks", body.put("agent", "memo-a")).ok().path("id").asText();
  }
}
