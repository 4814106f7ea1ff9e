package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.gamelan.json.Json;

/** Agents from everywhere, which are the same after a kill; one that retires goes on retiring. */
final class RetiringAgents implements Promise {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String TITLE = "hold on until the agent has retired";

  private final Path folder;
  private final Semaphore allowed = new Semaphore(0);
  private String task;
  private JsonNode filed;
  private JsonNode staying;

  /**
   * @param folder of files of agents
   */
  RetiringAgents(Path folder) {
    this.folder = folder;
  }

  Map<String, String> environment() {
    return Map.of(
        "GAMELAN_AGENTS_PATHS",
        folder.toString(),
        "GAMELAN_AGENTS_HELPER_PROMPT",
        "Help.",
        "GAMELAN_AGENTS_HELPER_COMPLEXITY_MAX",
        "4");
  }

  @Override
  public void define(Path manifests) {
    Definitions.write(folder.resolve("filed.yaml"), "prompt: Answer.\n");
    Definitions.write(folder.resolve("off.yaml"), "prompt: Answer.\n");
  }

  /** Answers for the agent that retires, once it may; tells whether it was that. */
  boolean answers(String request, FakeModel.Line line) throws IOException {
    if (!request.contains(TITLE)) {
      return false;
    }
    allowed.acquireUninterruptibly();
    line.complete("done");
    return true;
  }

  @Override
  public void make(TestServer server) {
    Api api = server.api();
    assertThat(api.post("/agents", agent("leaving")).status()).isEqualTo(201);
    assertThat(api.post("/agents", agent("staying")).status()).isEqualTo(201);
    api.post("/agents/off/disable", Json.object()).ok();
    Definitions.write(folder.resolve("filed.yaml"), "prompt: Answer twice.\n");
    api.post("/agents/discovery", Json.object()).ok();
    task =
        api.post("/tasks", Json.object().put("title", TITLE).put("agent", "leaving"))
            .ok()
            .path("id")
            .asText();
    JsonNode retiring = api.delete("/agents/leaving").ok();
    assertThat(retiring.path("status").asText()).isEqualTo("retiring");
    filed = api.get("/agents/filed").ok();
    staying = api.get("/agents/staying").ok();
    assertThat(filed.path("version").asInt()).isEqualTo(2);

    JsonNode helper = api.get("/agents/helper").ok();
    assertThat(helper.path("source").asText()).isEqualTo("configuration");
    assertThat(helper.path("maxComplexity").asInt()).isEqualTo(4);
  }

  @Override
  public void assertKept(TestServer server) {
    Api api = server.api();
    assertThat(api.get("/agents/filed").ok()).isEqualTo(filed);
    assertThat(api.get("/agents/staying").ok()).isEqualTo(staying);
    assertThat(api.get("/agents/off").ok().path("status").asText()).isEqualTo("disabled");
    assertThat(api.get("/agents/leaving").ok().path("status").asText()).isEqualTo("retiring");
    allowed.release(10);
    JsonNode ended = api.ended(task, PATIENCE);
    assertThat(ended.path("status").asText()).isEqualTo("succeeded");
    Await.that("the agent is gone", PATIENCE, () -> api.get("/agents/leaving").status() == 404);
    assertThat(api.get("/agents/leaving/versions").ok().path("items")).hasSize(1);
  }

  private static JsonNode agent(String name) {
    return Json.object().put("name", name).put("prompt", "Answer.").put("description", name);
  }
}
