package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Agents are the same after a restart, and one that retires goes on retiring. */
class AgentsRestartIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void agentsStatesAndRetirementsSurviveARestart() throws Exception {
    Path agents = folder.resolve("more-agents");
    Definitions.write(agents.resolve("filed.yaml"), "prompt: Answer.\n");
    Definitions.write(agents.resolve("off.yaml"), "prompt: Answer.\n");
    try (FakeModel model = FakeModel.metered(0, "done");
        TestServer server =
            new TestServer(folder.resolve("data"), environment(model, agents)).start()) {
      assertThat(server.api().post("/agents", agent("leaving")).status()).isEqualTo(201);
      assertThat(server.api().post("/agents", agent("staying")).status()).isEqualTo(201);
      server.api().post("/agents/off/disable", Json.object()).ok();
      Definitions.write(agents.resolve("filed.yaml"), "prompt: Answer twice.\n");
      server.api().post("/agents/discovery", Json.object()).ok();
      JsonNode task =
          server
              .api()
              .post("/tasks", Json.object().put("title", "hold on").put("agent", "leaving"))
              .ok();
      JsonNode retiring = server.api().delete("/agents/leaving").ok();
      assertThat(retiring.path("status").asText()).isEqualTo("retiring");
      JsonNode filed = server.api().get("/agents/filed").ok();
      JsonNode staying = server.api().get("/agents/staying").ok();
      assertThat(filed.path("version").asInt()).isEqualTo(2);

      JsonNode helper = server.api().get("/agents/helper").ok();
      assertThat(helper.path("source").asText()).isEqualTo("configuration");
      assertThat(helper.path("maxComplexity").asInt()).isEqualTo(4);

      KeptTaskConfigs configs = KeptTaskConfigs.make(server.api());

      server.kill();
      server.start();

      configs.assertUnchanged(server.api());

      assertThat(server.api().get("/agents/filed").ok()).isEqualTo(filed);
      assertThat(server.api().get("/agents/staying").ok()).isEqualTo(staying);
      assertThat(server.api().get("/agents/off").ok().path("status").asText())
          .isEqualTo("disabled");
      assertThat(server.api().get("/agents/leaving").ok().path("status").asText())
          .isEqualTo("retiring");
      model.allow(10);
      JsonNode ended = server.api().ended(task.path("id").asText(), PATIENCE);
      assertThat(ended.path("status").asText()).isEqualTo("succeeded");
      Await.that(
          "the agent is gone", PATIENCE, () -> server.api().get("/agents/leaving").status() == 404);
      assertThat(server.api().get("/agents/leaving/versions").ok().path("items")).hasSize(1);
    }
  }

  private static JsonNode agent(String name) {
    return Json.object().put("name", name).put("prompt", "Answer.").put("description", name);
  }

  private static Map<String, String> environment(FakeModel model, Path agents) {
    Map<String, String> environment = new HashMap<>(model.environment());
    environment.put("GAMELAN_AGENTS_PATHS", agents.toString());
    environment.put("GAMELAN_AGENTS_HELPER_PROMPT", "Help.");
    environment.put("GAMELAN_AGENTS_HELPER_COMPLEXITY_MAX", "4");
    return environment;
  }
}
