package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Agents from the outside: made, changed, switched, retired, found and shadowed. */
class AgentsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static ApiClient api;
  private static FakeModel model;
  private static Path folder;
  private static final CountDownLatch LET_GO = new CountDownLatch(1);
  private static final CountDownLatch EDITED = new CountDownLatch(1);
  private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void prepare() {
    ServerFixture server = ServerFixture.shared();
    api = server.client();
    folder = server.data().resolve("agents");
    model =
        new FakeModel(
            (request, line) -> {
              ASKED.add(request);
              if (request.contains("hold on")) {
                held(LET_GO);
              } else if (request.contains("until the others are edited")) {
                held(EDITED);
              }
              line.complete("done");
            });
    created(
        "providers",
        Json.object()
            .put("name", "agents-provider")
            .put("kind", "openai-compatible")
            .put("baseUrl", model.environment().get("GAMELAN_MODEL_BASE_URL"))
            .put("apiKey", "any"));
    created(
        "models",
        Json.object()
            .put("name", "agents-model")
            .put("provider", "agents-provider")
            .put("model", "fake"));
  }

  private static void held(CountDownLatch until) {
    try {
      until.await(2, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    LET_GO.countDown();
    EDITED.countDown();
    model.close();
  }

  @Test
  void anAgentIsMadeChangedAndRemovedAndItsHistoryStays() {
    ObjectNode body = agent("made").put("description", "first").put("capacity", 3);
    ApiClient.Answer made = created("agents", body);
    String id = made.json().path("id").asText();
    assertThat(made.response().headers().firstValue("Location")).get().asString().endsWith(id);
    assertThat(made.json().path("version").asInt()).isEqualTo(1);
    assertThat(made.json().path("source").asText()).isEqualTo("admin");
    assertThat(made.json().path("status").asText()).isEqualTo("available");

    ObjectNode changed = (ObjectNode) made.json();
    changed.put("description", "second");
    assertThat(put("agents/" + id, changed, null).status()).isEqualTo(428);
    assertThat(put("agents/" + id, changed, "\"7\"").status()).isEqualTo(412);
    ApiClient.Answer second = put("agents/" + id, changed, "\"1\"");
    assertThat(second.status()).as(second.text()).isEqualTo(200);
    assertThat(second.json().path("version").asInt()).isEqualTo(2);
    assertThat(put("agents/made", changed, "\"2\"").json().path("version").asInt()).isEqualTo(2);

    JsonNode difference = api.get("api/v1/agents/made/versions/1/difference?to=2").json();
    assertThat(difference.path("items")).as(difference.toString()).hasSize(1);
    assertThat(difference.path("items").get(0).path("field").asText()).isEqualTo("description");
    assertThat(difference.path("items").get(0).path("before").asText()).isEqualTo("first");

    assertThat(api.send(api.request("api/v1/agents/made").DELETE()).status()).isEqualTo(204);
    assertThat(api.get("api/v1/agents/made").status()).isEqualTo(404);
    assertThat(api.get("api/v1/agents/" + id + "/versions").json().path("items")).hasSize(2);
    assertThat(api.get("api/v1/agents/made/metrics").status()).isEqualTo(200);
    assertThat(created("agents", body).json().path("version").asInt()).isEqualTo(3);
  }

  @Test
  void everyFaultOfADraftIsNamedAtOnce() {
    ObjectNode body =
        agent("Wrong Name")
            .put("model", "defualt")
            .put("prompt", "one\ntwo {{ three")
            .put("minComplexity", 8)
            .put("maxComplexity", 3)
            .put("capacity", 0)
            .put("fallback", "nobody-of-this-name");
    body.putArray("tools").add("files.raed");
    body.putObject("inputSchema").putObject("properties").putObject("a").put("type", "strnig");
    ApiClient.Answer refused = api.post("api/v1/agents", body.toString());
    assertThat(refused.status()).isEqualTo(422);
    List<String> fields = new ArrayList<>();
    refused.json().path("errors").forEach(error -> fields.add(error.path("field").asText()));
    assertThat(fields)
        .contains(
            "name",
            "model",
            "prompt",
            "minComplexity",
            "capacity",
            "fallback",
            "tools.0",
            "inputSchema.properties.a.type");
    assertThat(refused.text())
        .contains("did you mean 'default'?", "did you mean 'files.read'?", "line 2, column 5");
  }

  @Test
  void anAgentIsMadeOfTheTextOfAFile() {
    ApiClient.Answer made =
        text("application/yaml", "description: Written\ncomplexity: {min: 2, max: 4}\n");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().path("name").asText()).isEqualTo("written");
    assertThat(made.json().path("maxComplexity").asInt()).isEqualTo(4);
    ApiClient.Answer wrong = text("application/yaml", "name: wrong\npromt: x\n");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().path("errors").get(0).path("field").asText())
        .isEqualTo("line 2, column 1");
    assertThat(wrong.text()).contains("did you mean 'prompt'?");
    ApiClient.Answer skill =
        text("text/markdown", "---\nname: skilled\ndescription: Does\n---\nDo it.\n");
    assertThat(skill.json().path("prompt").asText()).as(skill.text()).isEqualTo("Do it.");
  }

  private static ApiClient.Answer text(String mediaType, String text) {
    return api.send(
        api.request("api/v1/agents?file=written.yaml")
            .header("Content-Type", mediaType)
            .POST(HttpRequest.BodyPublishers.ofString(text)));
  }

  @Test
  void aBuiltInAgentIsShadowedByOneOfItsNameAndComesBack() {
    JsonNode builtIn = api.get("api/v1/agents/interpreter").json();
    assertThat(put("agents/interpreter", (ObjectNode) builtIn, "*").status()).isEqualTo(409);
    assertThat(api.send(api.request("api/v1/agents/interpreter").DELETE()).text())
        .contains("clone it");

    JsonNode own =
        created("agents", agent("interpreter").put("prompt", builtIn.path("prompt").asText()))
            .json();
    assertThat(own.path("shadows")).hasSize(1);
    assertThat(own.path("shadows").get(0).path("source").asText()).isEqualTo("configuration");
    assertThat(api.post("api/v1/agents", agent("interpreter").toString()).status()).isEqualTo(409);

    assertThat(api.send(api.request("api/v1/agents/interpreter").DELETE()).status()).isEqualTo(204);
    JsonNode back = api.get("api/v1/agents/interpreter").json();
    assertThat(back.path("source").asText()).isEqualTo("configuration");
    assertThat(back.path("shadows")).isEmpty();
  }

  @Test
  void agentsOfFilesAreSwitchedAndCloned() {
    JsonNode off = api.post("api/v1/agents/planner/disable", "").json();
    assertThat(off.path("status").asText()).isEqualTo("disabled");
    assertThat(names("status=disabled")).contains("planner");
    ApiClient.Answer refused = task("planner", "not now");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("'planner' is disabled");
    assertThat(api.post("api/v1/agents/discovery", "").status()).isEqualTo(200);
    assertThat(api.get("api/v1/agents/planner").json().path("enabled").asBoolean()).isFalse();
    assertThat(api.post("api/v1/agents/planner/enable", "").json().path("status").asText())
        .isEqualTo("available");

    ApiClient.Answer clone = api.post("api/v1/agents/planner/clone", "{\"name\": \"planner-two\"}");
    assertThat(clone.status()).as(clone.text()).isEqualTo(201);
    assertThat(names("source=admin&q=planner-t")).containsExactly("planner-two");
    assertThat(api.post("api/v1/agents/planner/clone", "{\"name\": \"planner-two\"}").status())
        .isEqualTo(409);
    assertThat(api.get("api/v1/agents?status=idle").status()).isEqualTo(400);
  }

  @Test
  void anAgentWithTasksRetiresAndGoesWhenTheyHaveEnded() {
    created("agents", agent("leaving").put("model", "agents-model").put("capacity", 1));
    String task = task("leaving", "hold on").json().path("id").asText();
    Await.that("the agent is busy", PATIENCE, () -> status("leaving").equals("busy"));

    ApiClient.Answer leaving = api.send(api.request("api/v1/agents/leaving").DELETE());
    assertThat(leaving.status()).as(leaving.text()).isEqualTo(202);
    assertThat(leaving.json().path("status").asText()).isEqualTo("retiring");
    assertThat(task("leaving", "too late").text()).contains("'leaving' is retiring");
    assertThat(api.post("api/v1/agents/leaving/enable", "").json().path("status").asText())
        .isEqualTo("busy");
    assertThat(api.send(api.request("api/v1/agents/leaving").DELETE()).status()).isEqualTo(202);

    LET_GO.countDown();
    assertThat(api.awaitEnd(task, PATIENCE).path("status").asText()).isEqualTo("succeeded");
    Await.that(
        "the agent is gone", PATIENCE, () -> api.get("api/v1/agents/leaving").status() == 404);
    assertThat(api.get("api/v1/tasks/" + task).json().path("agent").asText()).isEqualTo("leaving");
    JsonNode metrics = api.get("api/v1/agents/leaving/metrics?window=1h").json();
    assertThat(metrics.path("runs").asInt()).isEqualTo(1);
    assertThat(metrics.path("successRate").asDouble()).isEqualTo(1);
    assertThat(metrics.path("tokens").path("output").asInt()).isPositive();
    assertThat(metrics.path("latencyMs").path("p95").asLong()).isPositive();
    assertThat(api.get("api/v1/agents/leaving/metrics?window=900d").status()).isEqualTo(422);
  }

  @Test
  void aRunningTaskKeepsTheAgentsItStartedWith() {
    ServerFixture server = ServerFixture.shared();
    Path file = folder.resolve("kept-file.yaml");
    Definitions.write(file, "model: agents-model\nprompt: FILE-BEFORE\n");
    JsonNode made = created("agents", kept("kept-made", "MADE-BEFORE")).json();
    created("agents", kept("kept-slow", "Wait until the others are edited."));
    Definitions.write(
        server.manifests().resolve("kept").resolve("workflow.yaml"),
        """
        stages:
          slow: {kind: agent, agent: kept-slow}
          file: {kind: agent, agent: kept-file}
          made: {kind: agent, agent: kept-made}
        workflow: {name: kept, version: 1, start: slow, edges: [slow -> file -> made], end: [made]}
        """);
    assertThat(api.post("api/v1/agents/discovery", "").text()).doesNotContain("manifests/kept");

    String running = whole("kept");
    Await.that(
        "the first agent is asked",
        PATIENCE,
        () -> ASKED.stream().anyMatch(request -> request.contains("until the others are edited")));
    Definitions.write(file, "model: agents-model\nprompt: FILE-AFTER\n");
    put("agents/kept-made", ((ObjectNode) made).put("prompt", "MADE-AFTER"), "\"1\"");
    Await.that("the edit of the file is seen", PATIENCE, () -> version("kept-file") == 2);
    assertThat(version("kept-made")).isEqualTo(2);
    EDITED.countDown();

    assertThat(api.awaitEnd(running, PATIENCE).path("status").asText()).isEqualTo("succeeded");
    assertThat(prompts()).containsExactly("FILE-BEFORE", "MADE-BEFORE");
    api.awaitEnd(whole("kept"), PATIENCE);
    assertThat(prompts()).containsExactly("FILE-BEFORE", "MADE-BEFORE", "FILE-AFTER", "MADE-AFTER");
    assertThat(file.toFile().delete()).isTrue();
  }

  private static ObjectNode kept(String name, String prompt) {
    return agent(name).put("prompt", prompt).put("model", "agents-model");
  }

  private static String whole(String workflow) {
    ObjectNode body = Json.object().put("title", "Goes through all").put("workflow", workflow);
    ApiClient.Answer answer = created("tasks", body);
    return answer.json().path("id").asText();
  }

  /** Which words the model was told, in their order. */
  private static List<String> prompts() {
    Pattern words = Pattern.compile("(FILE|MADE)-(BEFORE|AFTER)");
    return ASKED.stream().map(words::matcher).filter(Matcher::find).map(Matcher::group).toList();
  }

  @Test
  void filesOfAgentsAreFoundFollowedAndRetired() {
    Definitions.write(
        folder.resolve("filed.yaml"), "description: From a file\nprompt: Answer.\ncapacity: 2\n");
    Definitions.write(folder.resolve("broken.yaml"), "promt: Answer.\n");
    Definitions.write(
        folder.resolve("guide").resolve("SKILL.md"),
        "---\nname: guide\ndescription: Guides\n---\nGuide people.\n");
    // Nobody asks for it: the development profile looks by itself.
    Await.that("the file is found", PATIENCE, () -> status("filed").equals("available"));
    JsonNode filed = api.get("api/v1/agents/filed").json();
    assertThat(filed.path("source").asText()).isEqualTo("convention");
    assertThat(filed.path("origin").asText()).endsWith("filed.yaml:1");
    assertThat(filed.path("version").asInt()).isEqualTo(1);
    assertThat(names("source=convention")).contains("filed", "guide");

    JsonNode report = api.get("api/v1/agents/discovery").json();
    assertThat(report.path("bySource").path("convention").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(report.path("paths").toString()).contains(folder.toString());
    assertThat(problem(report, "broken.yaml").path("suggestion").asText())
        .isEqualTo("did you mean 'prompt'?");

    Definitions.write(folder.resolve("filed.yaml"), "prompt: Answer twice.\n");
    Await.that("the change is seen", PATIENCE, () -> version("filed") == 2);
    Definitions.write(folder.resolve("filed.yaml"), "prompt: 'open\n");
    Await.that(
        "the fault is seen",
        PATIENCE,
        () -> !problem(api.get("api/v1/agents/discovery").json(), "filed.yaml").isMissingNode());
    assertThat(api.get("api/v1/agents/filed").json().path("prompt").asText())
        .isEqualTo("Answer twice.");

    assertThat(folder.resolve("filed.yaml").toFile().delete()).isTrue();
    Await.that("the agent is gone", PATIENCE, () -> api.get("api/v1/agents/filed").status() == 404);
    assertThat(api.get("api/v1/agents/filed/versions").json().path("items")).hasSize(2);
    assertThat(folder.resolve("broken.yaml").toFile().delete()).isTrue();
  }

  @Test
  void whatIsWrongWithFilesIsToldLiveAndFollowsAdministrators() {
    created("agents", agent("hider"));
    try (EventListener socket = EventListener.open(ServerFixture.shared(), "agents")) {
      int[] edit = {0};
      Await.that(
          "a fault is told, though no agent changed",
          PATIENCE,
          () -> {
            Definitions.write(folder.resolve("faulty.yaml"), "promt" + edit[0]++ + ": x\n");
            return socket.find("discovery.changed").isPresent();
          });
    }
    assertThat(folder.resolve("faulty.yaml").toFile().delete()).isTrue();
    Definitions.write(folder.resolve("hider.yaml"), "prompt: From a file.\n");
    Await.that(
        "what hides it is told",
        PATIENCE,
        () -> !problem(api.get("api/v1/agents/discovery").json(), "hider.yaml").isMissingNode());
    assertThat(api.send(api.request("api/v1/agents/hider").DELETE()).status()).isEqualTo(204);
    Await.that(
        "nothing hides it any more, and nobody had to look again",
        PATIENCE,
        () -> problem(api.get("api/v1/agents/discovery").json(), "hider.yaml").isMissingNode());
    assertThat(folder.resolve("hider.yaml").toFile().delete()).isTrue();
  }

  @Test
  void theAgentOfTheDocumentationAnswersOffline() {
    JsonNode docs = api.get("api/v1/agents/docs").json();
    assertThat(docs.path("source").asText()).isEqualTo("annotation");
    assertThat(docs.path("origin").asText()).isEqualTo("org.gamelan.agent.docs.DocsAgent");
    ApiClient.Answer run =
        api.post(
            "api/v1/agents/docs/runs?wait=30s",
            Json.object().put("message", "How do I rotate the master key?").toString());
    assertThat(run.status()).as(run.text()).isEqualTo(201);
    assertThat(run.json().path("status").asText()).as(run.text()).isEqualTo("succeeded");
    assertThat(run.json().path("result").path("text").asText())
        .contains("[scripted]", "keys rotate", "docs/");
  }

  @Test
  void changesOfAgentsAreTold() {
    try (EventListener socket = EventListener.open(ServerFixture.shared(), "agents")) {
      String id = created("agents", agent("told")).json().path("id").asText();
      // The socket may begin to listen a moment after it was opened.
      Await.that(
          "a change is told",
          PATIENCE,
          () -> {
            api.post("api/v1/agents/told/disable", "");
            return socket.find("agent.changed", id).isPresent();
          });
      JsonNode data = socket.find("agent.changed", id).orElseThrow().path("data");
      assertThat(data.path("name").asText()).isEqualTo("told");
      assertThat(data.path("version").asInt()).isEqualTo(1);
      assertThat(data.path("status").asText()).isIn("available", "disabled");
      assertThat(api.send(api.request("api/v1/agents/told").DELETE()).status()).isEqualTo(204);
      Await.that("its end is told", PATIENCE, () -> socket.find("agent.removed", id).isPresent());
    }
  }

  @Test
  void onlyThoseWhoMayChangeAgents() {
    ApiClient viewer = withRole("viewer");
    assertThat(viewer.get("api/v1/agents").status()).isEqualTo(200);
    assertThat(viewer.get("api/v1/agents/docs/versions").status()).isEqualTo(200);
    assertThat(viewer.post("api/v1/agents", agent("no").toString()).status()).isEqualTo(403);
    assertThat(viewer.post("api/v1/agents/docs/disable", "").status()).isEqualTo(403);
    ApiClient operator = withRole("operator");
    assertThat(operator.post("api/v1/agents/docs/enable", "").status()).isEqualTo(200);
    assertThat(operator.post("api/v1/agents/docs/clone", "{\"name\": \"no\"}").status())
        .isEqualTo(403);
    assertThat(operator.send(operator.request("api/v1/agents/docs").DELETE()).status())
        .isEqualTo(403);
  }

  private static ApiClient withRole(String role) {
    ObjectNode body = Json.object().put("name", "agents-" + role).put("role", role);
    String key = created("api-keys", body).json().path("key").asText();
    return new ApiClient(ServerFixture.shared().base(), key);
  }

  private static int version(String name) {
    return api.get("api/v1/agents/" + name).json().path("version").asInt();
  }

  private static JsonNode problem(JsonNode report, String file) {
    for (JsonNode problem : report.path("problems")) {
      if (problem.path("file").asText().endsWith(file)) {
        return problem;
      }
    }
    return Json.object().path("none");
  }

  private static String status(String name) {
    return api.get("api/v1/agents/" + name).json().path("status").asText();
  }

  private static List<String> names(String filter) {
    List<String> names = new ArrayList<>();
    api.get("api/v1/agents?limit=500&" + filter)
        .json()
        .path("items")
        .forEach(agent -> names.add(agent.path("name").asText()));
    return names;
  }

  private static ObjectNode agent(String name) {
    return Json.object().put("name", name).put("prompt", "Answer.");
  }

  private static ApiClient.Answer task(String agent, String title) {
    return api.post(
        "api/v1/tasks", Json.object().put("title", title).put("agent", agent).toString());
  }

  private static ApiClient.Answer put(String path, ObjectNode body, String seen) {
    HttpRequest.Builder request =
        api.request("api/v1/" + path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body.toString()));
    return api.send(seen == null ? request : request.header("If-Match", seen));
  }

  private static ApiClient.Answer created(String resource, ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/" + resource, body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }
}
