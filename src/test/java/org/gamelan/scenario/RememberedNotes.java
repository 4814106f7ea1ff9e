package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import org.gamelan.json.Json;

/** What an agent has in mind when its server is killed while it works. */
final class RememberedNotes implements Promise {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private String task;

  @Override
  public void define(Path manifests) {
    Path memo = manifests.resolve("memo");
    Definitions.write(
        memo.resolve("agents.yaml"),
        MemoryIT.AGENTS.replace("tools:", "model: " + RestartIT.PLAYED + ", tools:"));
    Definitions.write(
        memo.resolve("scripted.yaml"),
        MemoryIT.RULES.replaceFirst("  - when:", "  - delay: 3s\n    when:"));
  }

  /** Leaves the agent at work on its last answer, for three seconds. */
  @Override
  public void make(TestServer server) {
    Api api = server.api();
    task = create(api, "keep it");
    Await.that("both are remembered", PATIENCE, () -> entries(api).size() == 2);
    assertThat(api.read(task).path("status").asText()).isEqualTo("running");
  }

  @Override
  public void assertKept(TestServer server) {
    Api api = server.api();
    JsonNode ended = api.ended(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    assertThat(entries(api)).hasSize(2);
    String next = create(api, "ask for it");
    api.ended(next, PATIENCE);
    assertThat(api.get("/tasks/" + next + "/result").ok().toString()).contains("A note on teal");
  }

  private static JsonNode entries(Api api) {
    return api.get("/memory?scope=agent&owner=memo-a").ok().path("items");
  }

  private static String create(Api api, String title) {
    ObjectNode body = Json.object().put("title", title).put("description", "teal");
    return api.post("/tasks", body.put("agent", "memo-a")).ok().path("id").asText();
  }
}
