package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tasks whose ways, agents and models are chosen or changed, on the shared server. */
abstract class RoutedTasks {
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String MANIFEST =
      """
      agents:
        routed-first: {description: First, prompt: I am first., model: routed-model}
        routed-second: {description: Second, prompt: I am second., model: routed-model}
        routed-broken: {description: Fails, prompt: I am broken., model: routed-model,
          fallback: routed-second}
      stages:
        wait: {kind: agent, agent: routed-first}
        work: {kind: agent, agent: routed-first}
        aside: {kind: output, with: {aside: "#{outputs.work.text}"}}
        done: {kind: output, with: {said: "#{outputs.work.text}", word: "#{input.word}"}}
        spread: {kind: fork}
        left: {kind: output, with: {left: true}}
        right: {kind: output, with: {right: true}}
        gather: {kind: join, of: spread}
      workflow:
        name: routed
        version: 1
        start: wait
        edges:
          - wait -> work -> spread
          - spread -> left -> gather
          - spread -> right -> gather
          - gather -> done
          - {from: work, to: aside, when: "#{false}"}
        end: [done, aside]
      pipelines:
        routed-high: {workflow: routed, select: "#{has(task.labels, 'routed')}", priority: 5}
        routed-low: {workflow: routed, select: "#{has(task.labels, 'routed')}", priority: 1}
        routed-strict: {workflow: routed, agents: [routed-first]}
      """;

  private static final String FALLING =
      """
      stages:
        work: {kind: agent, agent: routed-broken, retry: {attempts: 1}}
      workflow: {name: routed-falling, version: 1, start: work, edges: [], end: [work]}
      pipelines:
        routed-alone: {workflow: routed-falling, agents: [routed-broken]}
      """;

  private static final String AGAIN =
      """
      stages:
        wait: {kind: agent, agent: routed-first, retry: {attempts: 1}}
        work: {kind: agent, agent: routed-first}
        loop: {kind: output, with: {again: true}}
        done: {kind: output, with: {said: "#{outputs.work.text}"}}
      workflow:
        name: routed-again
        version: 1
        start: wait
        edges:
          - wait -> work
          - {from: work, to: loop, when: "#{false}"}
          - work -> done
          - {from: loop, to: work, revise: 3}
          - {from: loop, to: done, exhausted: true}
        end: [done]
      pipelines: {routed-again: {workflow: routed-again}}
      """;

  private static final String TEAM =
      """
      agents:
        routed-third: {description: Third, prompt: I am third., model: routed-model}
      stages:
        panel: {kind: committee, members: [routed-first, routed-second], merge: union}
        work: {kind: agent, agent: routed-first}
        done: {kind: output, with: {panel: "#{outputs.panel}", word: "#{input.word}"}}
      workflow: {name: routed-team, version: 1, start: panel, edges: [panel -> work -> done], end: [done]}
      pipelines: {routed-team: {workflow: routed-team}}
      """;

  private static final String GUARDED =
      """
      stages:
        wait: {kind: agent, agent: routed-first}
        inner: {kind: pipeline, pipeline: routed-strict}
        ask: {kind: approval, show: [outputs.wait]}
        done: {kind: output, with: {done: true}}
      workflow: {name: routed-guarded, version: 1, start: wait, edges: [wait -> inner -> ask -> done], end: [done]}
      pipelines: {routed-guarded: {workflow: routed-guarded}}
      """;

  /** Words of titles, there in angle brackets: the model keeps calls for these tasks waiting. */
  static final Set<String> HELD = ConcurrentHashMap.newKeySet();

  /** The same for calls that it refuses. */
  static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

  static ApiClient api;

  private static FakeModel model;

  /** Once for all of them: the model goes on as long as the server does. */
  @BeforeAll
  static void prepare() {
    if (model != null) {
      return;
    }
    ServerFixture server = ServerFixture.shared();
    api = server.client();
    model = new FakeModel(RoutedTasks::answer);
    created(
        "providers",
        Json.object()
            .put("name", "routed-provider")
            .put("kind", "openai-compatible")
            .put("baseUrl", model.environment().get("GAMELAN_MODEL_BASE_URL"))
            .put("apiKey", "any"));
    for (String name : List.of("routed-model", "routed-strong")) {
      created(
          "models",
          Json.object().put("name", name).put("provider", "routed-provider").put("model", name));
    }
    Definitions.write(server.manifests().resolve("routed").resolve("workflow.yaml"), MANIFEST);
    Definitions.write(server.manifests().resolve("falling").resolve("workflow.yaml"), FALLING);
    Definitions.write(server.manifests().resolve("again").resolve("workflow.yaml"), AGAIN);
    Definitions.write(server.manifests().resolve("guarded").resolve("workflow.yaml"), GUARDED);
    Definitions.write(server.manifests().resolve("team").resolve("workflow.yaml"), TEAM);
    assertThat(api.post("api/v1/agents/discovery", "").status()).isEqualTo(200);
  }

  /** Says who was asked with which model; holds those that are told to wait. */
  private static void answer(String request, FakeModel.Line line) throws IOException {
    if (request.isBlank()) {
      line.respond(404, "", "{}"); // the list of models
      return;
    }
    JsonNode asked = Json.parse(request);
    String prompt = asked.path("messages").path(0).path("content").asText();
    String said = asked.path("messages").path(1).path("content").asText();
    for (String word : List.copyOf(HELD)) {
      while (said.contains("<" + word + ">") && HELD.contains(word)) {
        Await.pause(20);
      }
    }
    if (prompt.contains("broken")) {
      line.respond(500, "", "{\"error\": {\"message\": \"broken\"}}");
      return;
    }
    boolean refused = REFUSED.stream().anyMatch(word -> said.contains("<" + word + ">"));
    if (refused || prompt.contains("bad")) {
      line.respond(400, "", "{\"error\": {\"message\": \"bad\"}}");
      return;
    }
    line.complete(prompt + " " + asked.path("model").asText());
  }

  @AfterAll
  static void letGo() {
    HELD.clear();
    REFUSED.clear();
  }

  static JsonNode override(String task, String kind, String stage, JsonNode value, int status) {
    ObjectNode body = given(kind, stage, value);
    ApiClient.Answer answer = api.post("api/v1/tasks/" + task + "/overrides", body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.json();
  }

  static ObjectNode given(String kind, String stage, JsonNode value) {
    ObjectNode body = Json.object().put("kind", kind).put("stage", stage).put("reason", "a test");
    return body.set("value", value);
  }

  static int status(String path) {
    return api.send(api.request("api/v1/" + path).DELETE()).status();
  }

  static List<String> fields(JsonNode problem) {
    return problem.path("errors").findValuesAsText("field");
  }

  static JsonNode overrides(String task) {
    return api.get("api/v1/tasks/" + task + "/overrides").json().path("items");
  }

  static List<String> messages(String task) {
    return api.get("api/v1/tasks/" + task + "/updates?limit=500")
        .json()
        .path("items")
        .findValuesAsText("message");
  }

  static List<String> names(String task) {
    List<String> names = new ArrayList<>();
    stages(task).forEach(stage -> names.add(stage.path("name").asText()));
    return names;
  }

  static JsonNode stages(String task) {
    return api.get("api/v1/tasks/" + task + "/stages").json().path("items");
  }

  static JsonNode stage(String task, String name) {
    for (JsonNode stage : stages(task)) {
      if (stage.path("name").asText().equals(name)) {
        return stage;
      }
    }
    throw new AssertionError("no stage " + name);
  }

  static JsonNode decision(String task, String kind) {
    ApiClient.Answer answer = api.get("api/v1/tasks/" + task + "/routing");
    for (JsonNode decision : answer.json().path("items")) {
      if (decision.path("kind").asText().equals(kind)) {
        return decision;
      }
    }
    throw new AssertionError("no decision on " + kind + " in " + answer.text());
  }

  static String submit(String title, String pipeline) {
    ObjectNode task = Json.object().put("title", title).put("pipeline", pipeline);
    return created("tasks", task).json().path("id").asText();
  }

  static JsonNode ended(String task) {
    return api.awaitEnd(task, PATIENCE);
  }

  static ApiClient.Answer created(String resource, ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/" + resource, body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }
}
