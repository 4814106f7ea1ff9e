package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.gamelan.json.Json;
import org.gamelan.platform.Ids;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several tasks that are made at once, or not at all. */
class TaskBatchIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String MANIFEST =
      """
      schemas:
        counted: {type: object, required: [n], properties: {n: {type: integer}}}
      stages:
        ask: {kind: input, inputSchema: counted}
        done: {kind: output, with: {n: "#{input.n}"}}
      workflow: {name: batched, version: 1, start: ask, edges: [ask -> done], end: [done]}
      """;

  private static ApiClient api;

  @BeforeAll
  static void prepare() {
    ServerFixture server = ServerFixture.shared();
    api = server.client();
    Definitions.write(server.manifests().resolve("batched").resolve("workflow.yaml"), MANIFEST);
    assertThat(api.post("api/v1/agents/discovery", "").text()).doesNotContain("manifests/batched");
  }

  @Test
  void allAreMadeInTheirOrderAndDone() {
    ApiClient.Answer answer = send(tasks(100));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    List<String> ids = ids(answer);
    assertThat(ids).hasSize(100).doesNotHaveDuplicates();
    for (int n : List.of(0, 42, 99)) {
      assertThat(answer.json().at("/items/" + n + "/title").asText()).isEqualTo("Batch " + n);
      JsonNode ended = api.awaitEnd(ids.get(n), PATIENCE);
      assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
      JsonNode result = api.get("api/v1/tasks/" + ids.get(n) + "/result").json();
      assertThat(result.at("/output/n").asInt()).isEqualTo(n);
    }
  }

  @Test
  void whereThereIsRoomTheyBeginAsTheyAreMade() {
    // The server works alone; it knows so since it renewed its lease for the first time.
    Await.that("tasks begin as they are made", PATIENCE, () -> isBegun(send(tasks(1)), 0));
    ApiClient.Answer promised = send(tasks(3), "begun-" + Ids.next());
    ApiClient.Answer single = api.post("api/v1/tasks", tasks(1).at("/tasks/0").toString());
    assertThat(isBegun(promised, 2)).as(promised.text()).isTrue();
    assertThat(single.json().path("status").asText()).as(single.text()).isEqualTo("running");
    for (String id : List.of(ids(promised).get(2), single.json().path("id").asText())) {
      assertThat(api.awaitEnd(id, PATIENCE).path("status").asText()).isEqualTo("succeeded");
      assertThat(api.get("api/v1/tasks/" + id + "/events").text())
          .containsSubsequence("task.created", "task.changed", "stage.started", "stage.finished");
    }
  }

  private static boolean isBegun(ApiClient.Answer answer, int number) {
    JsonNode task = answer.json().at("/items/" + number);
    return task.path("status").asText().equals("running") && task.hasNonNull("startedAt");
  }

  @Test
  void oneThatCannotBeAcceptedKeepsAllOut() {
    ObjectNode body = tasks(4);
    ((ObjectNode) body.at("/tasks/1")).remove("title");
    ((ObjectNode) body.at("/tasks/2/input")).put("n", "two");
    ((ObjectNode) body.at("/tasks/3")).put("workflow", "not-there").put("priority", 99);
    body.withArray("tasks").forEach(task -> ((ObjectNode) task).put("description", "kept out"));
    ApiClient.Answer answer = send(body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(fields(answer)).contains("tasks.1.title", "tasks.3.priority");
    assertThat(fields(answer)).anyMatch(field -> field.startsWith("tasks.2.input"));
    assertThat(api.get("api/v1/tasks?q=kept+out").json().path("items")).isEmpty();

    ObjectNode unknown = tasks(2);
    ((ObjectNode) unknown.at("/tasks/1")).put("titel", "x");
    ApiClient.Answer refused = send(unknown);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(fields(refused)).containsExactly("tasks.1.titel");
  }

  @Test
  void thereIsALeastAndAMost() {
    for (ObjectNode body : List.of(tasks(0), tasks(101), Json.object())) {
      ApiClient.Answer answer = send(body);
      assertThat(answer.status()).as(answer.text()).isEqualTo(422);
      assertThat(fields(answer)).containsExactly("tasks");
    }
    ObjectNode holes = tasks(1);
    holes.withArray("tasks").addNull();
    assertThat(fields(send(holes))).containsExactly("tasks.1");
  }

  @Test
  void aRepeatedRequestMakesNoMore() {
    ObjectNode body = tasks(3);
    List<String> first = ids(send(body, "batch-1"));
    assertThat(ids(send(body, "batch-1"))).isEqualTo(first);
    ApiClient.Answer other = send(tasks(2), "batch-1");
    assertThat(other.status()).isEqualTo(422);
    assertThat(fields(other)).containsExactly("Idempotency-Key");
    assertThat(ids(send(body, "batch-2"))).doesNotContainAnyElementsOf(first);
  }

  @Test
  void agentsGetWhatTheyHaveRoomFor() {
    ObjectNode agent =
        Json.object().put("name", "batch-agent").put("prompt", "Answer.").put("capacity", 1);
    assertThat(api.post("api/v1/agents", agent.toString()).status()).isEqualTo(201);
    assertThat(api.post("api/v1/agents/batch-agent/disable", "").status()).isEqualTo(200);
    ObjectNode body = tasks(2);
    body.withArray("tasks").add(Json.object().put("title", "For it").put("agent", "batch-agent"));
    ApiClient.Answer refused = send(body);
    assertThat(fields(refused)).containsExactly("tasks.2.agent");

    assertThat(api.post("api/v1/agents/batch-agent/enable", "").status()).isEqualTo(200);
    body.withArray("tasks").add(Json.object().put("title", "Again").put("agent", "batch-agent"));
    ApiClient.Answer made = send(body);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().at("/items/2/status").asText()).isIn("queued", "running");
    assertThat(made.json().at("/items/3/status").asText()).isEqualTo("pending");
    assertThat(made.json().at("/items/3/reason").asText()).contains("batch-agent");
    for (String id : ids(made)) {
      api.awaitEnd(id, PATIENCE);
    }
  }

  @Test
  void whoMayOnlyLookMakesNone() {
    ObjectNode key = Json.object().put("name", "batch-viewer").put("role", "viewer");
    String secret = api.post("api/v1/api-keys", key.toString()).json().path("key").asText();
    ApiClient viewer = new ApiClient(ServerFixture.shared().base(), secret);
    assertThat(viewer.post("api/v1/tasks/batch", tasks(1).toString()).status()).isEqualTo(403);
  }

  private static ObjectNode tasks(int count) {
    ObjectNode body = Json.object();
    ArrayNode tasks = body.putArray("tasks");
    for (int n = 0; n < count; n++) {
      ObjectNode task = Json.object().put("title", "Batch " + n).put("workflow", "batched");
      task.putObject("input").put("n", n);
      tasks.add(task);
    }
    return body;
  }

  private static ApiClient.Answer send(ObjectNode body) {
    return api.post("api/v1/tasks/batch", body.toString());
  }

  private static ApiClient.Answer send(ObjectNode body, String key) {
    return api.send(
        api.request("api/v1/tasks/batch")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private static List<String> ids(ApiClient.Answer answer) {
    List<String> ids = new ArrayList<>();
    answer.json().path("items").forEach(task -> ids.add(task.path("id").asText()));
    return ids;
  }

  private static List<String> fields(ApiClient.Answer answer) {
    List<String> fields = new ArrayList<>();
    answer.json().path("errors").forEach(error -> fields.add(error.path("field").asText()));
    return fields;
  }
}
