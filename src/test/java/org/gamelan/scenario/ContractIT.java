package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.Test;

/** Agents, task configs and tasks, request by request, against the published document. */
class ContractIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ApiClient api = ServerFixture.shared().client();
  private final Contract contract = new Contract(api);

  @Test
  void everyOperationKeepsWhatTheDocumentSays() {
    agents();
    String config = taskConfigs();
    assignments(config);
    tasks();
    routing();
    memory();
    refusals();
    toolsAndAudit();
    contract.delete("/task-configs/" + config, 204);
    contract.delete("/agents/bound", 204);
    assertThat(contract.faults()).isEmpty();
    assertThat(
            contract.unused(
                "/agents",
                "/audit",
                "/memory",
                "/overrides",
                "/scores",
                "/task-configs",
                "/tasks",
                "/tools"))
        .as("operations that nobody tried; streams and lines are no JSON")
        .containsExactlyInAnyOrder("GET /tasks/{id}/events", "GET /audit/export");
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() {
    String agent = "agents/docs/assignments/";
    ObjectNode config = Json.object().put("name", "tagged").put("promptTemplate", "Say hello.");
    String made = created("task-configs", config);
    String assigned = created("agents/docs/assignments", Json.object().put("taskConfig", made));
    String key = created("api-keys", Json.object().put("name", "tagged"));
    for (String path :
        List.of(
            "workflows/basic-llm-agent",
            "pipelines/basic-llm-agent",
            "schemas/agents",
            "tools/files.read",
            "api-keys/" + key,
            agent + assigned)) {
      ApiClient.Answer first = api.get("api/v1/" + path);
      assertThat(first.status()).as(path + first.text()).isEqualTo(200);
      String tag = first.response().headers().firstValue("ETag").orElseThrow();
      assertThat(known(path, tag)).as(path).isEqualTo(304);
      assertThat(known(path, "\"another\"")).as(path).isEqualTo(200);
    }
    contract.delete("/" + agent + assigned, 204);
    contract.delete("/task-configs/" + made, 204);
    contract.delete("/api-keys/" + key, 204);
  }

  private int known(String path, String tag) {
    return api.send(api.request("api/v1/" + path).header("If-None-Match", tag).GET()).status();
  }

  private String created(String resource, ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/" + resource, body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("id").asText();
  }

  private void agents() {
    ObjectNode agent =
        Json.object()
            .put("name", "bound")
            .put("description", "Keeps its word")
            .put("role", "worker")
            .put("prompt", "Answer.")
            .put("minComplexity", 2)
            .put("maxComplexity", 9)
            .put("capacity", 3);
    agent.putArray("skills").add("contracts");
    agent.putArray("tools").add("files.read");
    agent.putObject("parameters").put("temperature", 0.5);
    agent.putObject("inputSchema").put("type", "object");
    contract.post("/agents", agent, 201);
    contract.put("/agents/bound", agent.put("description", "Keeps it twice"), 200);
    contract.get("/agents?limit=500", 200);
    contract.get("/agents/bound", 200);
    contract.get("/agents/bound/versions", 200);
    contract.get("/agents/bound/versions/1", 200);
    contract.get("/agents/bound/versions/1/difference?to=2", 200);
    contract.get("/agents/bound/metrics", 200);
    contract.get("/agents/bound/permissions", 200);
    contract.post("/agents/bound/disable", null, 200);
    contract.post("/agents/bound/enable", null, 200);
    contract.post("/agents/bound/clone", Json.object().put("name", "bound-too"), 201);
    contract.delete("/agents/bound-too", 204);
    contract.get("/agents/discovery", 200);
    contract.post("/agents/discovery", null, 200);
    ObjectNode run = Json.object().put("message", "Say something.");
    JsonNode told = contract.post("/agents/docs/runs?wait=30s", run, 201);
    assertThat(told.path("status").asText()).as(told.toString()).isEqualTo("succeeded");
  }

  private void memory() {
    ObjectNode entry = Json.object().put("scope", "agent").put("owner", "bound");
    entry.put("key", "style").put("value", "Short sentences.").putArray("tags").add("prose");
    String id = contract.post("/memory", entry, 201).path("id").asText();
    contract.post("/memory", entry, 409);
    contract.post("/memory", entry.put("scope", "planet"), 422);
    contract.get("/memory?scope=agent&owner=bound&q=short&tag=prose", 200);
    contract.get("/memory/" + id, 200);
    entry.put("scope", "agent").putObject("value").put("sentences", "short");
    contract.put("/memory/" + id, entry, 200);
    contract.delete("/memory/" + id, 204);
    contract.delete("/memory?scope=agent&owner=bound", 200);
    contract.get("/memory/" + id, 404);
  }

  private void toolsAndAudit() {
    contract.get("/tools", 200);
    contract.get("/tools/docs.search", 200);
    ObjectNode call = Json.object();
    call.putObject("arguments").put("query", "audit");
    contract.post("/tools/docs.search/invocations", call, 200);
    contract.post("/tools/project.tree/invocations", Json.object(), 200);
    contract.post("/tools/docs.search/invocations", Json.object(), 422);
    contract.get("/audit?limit=500", 200);
    contract.get("/audit?verdict=perhaps", 400);
    contract.get("/audit/verification?limit=10", 200);
  }

  private String taskConfigs() {
    ObjectNode config =
        Json.object().put("name", "bound-config").put("promptTemplate", "Greet {{ input.who }}.");
    ObjectNode schema = config.putObject("inputSchema").put("type", "object");
    schema.putObject("properties").putObject("who").put("type", "string");
    config.putArray("examples").addObject().put("name", "one").putObject("input").put("who", "Ann");
    String id = contract.post("/task-configs", config, 201).path("id").asText();
    contract.put("/task-configs/" + id, config.put("description", "Greets"), 200);
    contract.get("/task-configs", 200);
    contract.get("/task-configs/" + id, 200);
    ObjectNode preview = Json.object();
    preview.putObject("input").put("who", "Ann");
    contract.post("/task-configs/" + id + "/preview", preview, 200);
    return id;
  }

  private void assignments(String config) {
    JsonNode made =
        contract.post("/agents/docs/assignments", Json.object().put("taskConfig", config), 201);
    String path = "/agents/docs/assignments/" + made.path("id").asText();
    contract.get("/agents/docs/assignments", 200);
    contract.get(path, 200);
    ObjectNode task = Json.object().put("taskConfig", config);
    task.putObject("input").put("who", "Ann");
    end(contract.post("/tasks", task, 201));
    contract.get("/agents/docs/instances", 200);
    contract.delete(path, 204);
  }

  private void tasks() {
    ObjectNode waits = Json.object().put("title", "Waits").put("assign", "auto");
    waits.putArray("skills").add("nobody has this");
    waits.putArray("labels").add("one");
    JsonNode pending = contract.post("/tasks", waits, 201);
    assertThat(pending.path("status").asText()).isEqualTo("pending");
    String path = "/tasks/" + pending.path("id").asText();
    contract.get(path, 200);
    contract.get(path + "/stages", 200);
    contract.get(path + "/candidates", 200);
    ObjectNode override =
        Json.object().put("kind", "model").put("stage", "answer").put("value", "default");
    String made =
        contract
            .post(path + "/overrides", override.put("reason", "a test"), 201)
            .path("id")
            .asText();
    contract.get(path + "/overrides", 200);
    contract.delete(path + "/overrides/" + made, 204);
    contract.post(path + "/overrides", Json.object(), 422);
    contract.post(path + "/pause", null, 200);
    contract.post(path + "/resume", null, 200);
    contract.post(path + "/cancel", null, 200);
    contract.get(path + "/result", 200);
    contract.post(path + "/retry", Json.object(), 409);

    ObjectNode asks = Json.object().put("title", "How do I begin?").put("agent", "docs");
    String done = "/tasks/" + end(contract.post("/tasks", asks, 201));
    contract.get("/tasks?status=succeeded&limit=2", 200);
    contract.get(done, 200);
    contract.get(done + "/stages", 200);
    contract.get(done + "/stages?limit=1", 200);
    contract.get(done + "/result", 200);
    contract.get(done + "/updates", 200);
    contract.get(done + "/routing", 200);
    contract.post(done + "/replay", Json.object().put("definitions", "pinned"), 200);
    end(contract.post(done + "/fork", Json.object().put("fromStage", "answer"), 201));
    ObjectNode batch = Json.object();
    batch.putArray("tasks").add(asks);
    end(contract.post("/tasks/batch", batch, 201).at("/items/0"));
    ObjectNode decision = Json.object().put("stage", "answer").put("decision", "approve");
    contract.post(done + "/decisions", decision.put("shown", "0".repeat(64)), 409);
  }

  private void routing() {
    ObjectNode override =
        Json.object().put("kind", "agent").put("value", "docs").put("agent", "bound");
    String path =
        "/overrides/"
            + contract
                .post("/overrides", override.put("reason", "a test"), 201)
                .path("id")
                .asText();
    contract.get("/overrides", 200);
    contract.get(path, 200);
    contract.put(path, Json.object().put("reason", "another test"), 200);
    contract.delete(path, 204);
    contract.get(path, 404);
    contract.get("/scores?limit=3", 200);
  }

  private void refusals() {
    contract.post("/tasks", Json.object().put("title", "").put("complexity", 11), 422);
    contract.post("/tasks", Json.object().put("titel", "x"), 400);
    contract.post("/agents", Json.object().put("name", "No"), 422);
    contract.post("/task-configs", Json.object(), 422);
    contract.get("/tasks/01a1fc2b-d1dc-7c13-887e-48ede952e5ca", 404);
    contract.get("/agents/nobody-of-this-name", 404);
    contract.get("/task-configs/nothing-of-this-name", 404);
  }

  private String end(JsonNode task) {
    String id = task.path("id").asText();
    JsonNode ended = api.awaitEnd(id, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    return id;
  }
}
