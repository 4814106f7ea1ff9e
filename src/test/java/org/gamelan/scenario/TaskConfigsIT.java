package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Task configs, their assignments and the instances these make, from outside. */
class TaskConfigsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String MANIFEST =
      """
      agents:
        greeter: {description: Greets, model: configured, prompt: You greet.}
        usher: {description: Greets, model: configured, prompt: You greet.}
        porter: {description: Greets, model: configured, prompt: You greet.}
        sleeper: {description: Greets, model: configured, prompt: You greet., enabled: false}
      """;

  private static final String CONFIG =
      """
      {"name": "NAME", "description": "Says hello to somebody",
       "promptTemplate": "Greet {{ input.who }}.{% if memory.lastOutput is not null %} Last time: {{ memory.lastOutput.text }} ({{ memory.runs }}){% endif %}",
       "inputSchema": {"type": "object", "required": ["who"], "additionalProperties": false,
         "properties": {"who": {"type": "string"}, "age": {"type": "integer", "minimum": 0}}},
       "outputSchema": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
       "examples": [{"name": "a friend", "input": {"who": "Ann"}, "output": {"text": "Hello Ann"}}]}
      """;

  private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();
  private static final CountDownLatch HELD = new CountDownLatch(1);
  private static ServerFixture server;
  private static ApiClient api;
  private static FakeModel model;

  @BeforeAll
  static void prepare() {
    server = ServerFixture.shared();
    api = server.client();
    model = new FakeModel(TaskConfigsIT::answer);
    ObjectNode provider =
        Json.object()
            .put("name", "configured")
            .put("kind", "openai-compatible")
            .put("baseUrl", model.environment().get("GAMELAN_MODEL_BASE_URL"))
            .put("apiKey", "any");
    created("providers", provider);
    created(
        "models",
        Json.object().put("name", "configured").put("provider", "configured").put("model", "fake"));
    Definitions.write(
        server.data().resolve("manifests").resolve("configured").resolve("agents.yaml"), MANIFEST);
    assertThat(api.post("api/v1/agents/discovery", "").status()).isEqualTo(200);
  }

  private static void answer(String request, FakeModel.Line line) throws java.io.IOException {
    ASKED.add(request);
    if (request.contains("Greet Stuck")) {
      line.hang();
      return;
    }
    if (request.contains("Greet Held")) {
      try {
        HELD.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    boolean unfit = request.contains("Greet Wrong") && model.count("wrong") == 1;
    line.complete(unfit ? "{\"words\": 1}" : "{\"text\": \"Hello no. " + model.count("x") + "\"}");
  }

  @AfterAll
  static void stop() throws Exception {
    HELD.countDown();
    model.close();
  }

  @Test
  void configsAreMadeFoundChangedAndRemoved() {
    JsonNode made = config("crud-a");
    config("crud-b");
    assertThat(made.path("version").asInt()).isZero();
    assertThat(made.at("/inputSchema/properties").fieldNames())
        .toIterable()
        .as("the order is the form's")
        .containsExactly("who", "age");
    assertThat(api.post("api/v1/task-configs", body("crud-a").toString()).status()).isEqualTo(409);

    JsonNode page = api.get("api/v1/task-configs?q=crud-&limit=1").json();
    assertThat(page.path("items").findValuesAsText("name")).contains("crud-a");
    String next = page.path("next").asText();
    JsonNode second = api.get("api/v1/task-configs?q=CRUD-&limit=1&cursor=" + next).json();
    assertThat(second.at("/items/0/name").asText()).isEqualTo("crud-b");
    assertThat(second.path("next").isNull()).isTrue();

    ObjectNode changed = body("crud-a").put("description", "Changed");
    assertThat(put("crud-a", changed, null).status()).isEqualTo(428);
    assertThat(put("crud-a", changed, "\"7\"").status()).isEqualTo(412);
    ApiClient.Answer done = put(made.path("id").asText(), changed, "\"0\"");
    assertThat(done.status()).as(done.text()).isEqualTo(200);
    assertThat(done.json().path("version").asInt()).isEqualTo(1);
    assertThat(api.send(api.request("api/v1/task-configs/crud-b").DELETE()).status())
        .isEqualTo(204);
    assertThat(api.get("api/v1/task-configs/crud-b").status()).isEqualTo(404);
  }

  @Test
  void everyFaultIsToldWithItsPlace() {
    ObjectNode body = body("Bad Name");
    body.put("promptTemplate", "Greet\n  {{ inputs.who }}");
    ((ObjectNode) body.at("/inputSchema/properties/age")).put("type", "objekt");
    assertThat(faults(api.post("api/v1/task-configs", body.toString())))
        .anyMatch(fault -> fault.startsWith("name "))
        .anyMatch(fault -> fault.startsWith("promptTemplate line 2, column 6:"))
        .anyMatch(fault -> fault.startsWith("inputSchema/properties/age/type "));

    ObjectNode unfit = body("unfit");
    ((ObjectNode) unfit.at("/examples/0/input")).put("age", -1).remove("who");
    ((ObjectNode) unfit.at("/examples/0/output")).put("text", 5);
    assertThat(faults(api.post("api/v1/task-configs", unfit.toString())))
        .contains("examples/0/input/who is missing")
        .anyMatch(fault -> fault.startsWith("examples/0/input/age "))
        .anyMatch(fault -> fault.startsWith("examples/0/output/text "));
  }

  @Test
  void aPreviewIsWhatTheModelWouldGet() {
    config("shown");
    ApiClient.Answer shown =
        api.post("api/v1/task-configs/shown/preview", "{\"input\": {\"who\": \"Bo\"}}");
    assertThat(shown.status()).as(shown.text()).isEqualTo(200);
    assertThat(shown.json().path("prompt").asText()).isEqualTo("Greet Bo.");
    assertThat(shown.json().at("/memory/runs").asInt()).isZero();
    assertThat(
            faults(api.post("api/v1/task-configs/shown/preview", "{\"input\": {\"age\": \"x\"}}")))
        .contains("input/who is missing")
        .anyMatch(fault -> fault.startsWith("input/age "));
  }

  @Test
  void anAgentThatIsNamedRunsAConfigWithoutAnAssignment() {
    config("plain");
    assertThat(faults(run("plain", "{}", null))).contains("input/who is missing");
    assertThat(faults(run("plain", "{\"who\": \"X\"}", null)))
        .singleElement()
        .asString()
        .startsWith("agent is needed, as no enabled agent is assigned");
    assertThat(faults(run("nothing", "{}", "greeter")))
        .containsExactly("taskConfig there is no task config 'nothing'");
    assertThat(faults(run("plain", "{\"who\": \"X\"}", "sleeper")))
        .containsExactly("agent agent 'sleeper' is disabled; enable it, or name another");

    JsonNode task = started(run("plain", "{\"who\": \"Wrong\"}", "greeter"));
    assertThat(task.path("title").asText()).isEqualTo("plain");
    assertThat(task.path("taskConfig").asText()).isEqualTo("plain");
    assertThat(task.path("assignment").isNull()).isTrue();
    JsonNode ended = ended(task);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    JsonNode stage =
        api.get("api/v1/tasks/" + task.path("id").asText() + "/stages").json().at("/items/0");
    assertThat(stage.at("/input/message").asText()).isEqualTo("Greet Wrong.");
    assertThat(stage.at("/output/text").asText()).startsWith("Hello no.");
    assertThat(stage.path("repairs").toString()).as("it was asked again").contains("ask");
    assertThat(ASKED)
        .anyMatch(request -> request.contains("You greet.") && request.contains("Greet Wrong."));
  }

  @Test
  void everyAssignmentIsAnInstanceWithAMemoryOfItsOwn() {
    config("turns");
    JsonNode first = assign("greeter", "turns");
    JsonNode second = assign("usher", "turns");
    assertThat(api.post("api/v1/agents/usher/assignments", "{\"taskConfig\": \"turns\"}").status())
        .isEqualTo(409);
    List<String> agents = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      JsonNode task = ended(started(run("turns", "{\"who\": \"T" + i + "\"}", null)));
      assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
      agents.add(task.path("agent").asText());
    }
    assertThat(agents).containsExactly(agents.get(0), agents.get(1), agents.get(0));
    assertThat(agents).contains("greeter", "usher");
    assertThat(ASKED).anyMatch(request -> request.contains("Greet T2. Last time: Hello no."));
    assertThat(ASKED).anyMatch(request -> request.contains("Greet T1.\""));

    JsonNode instance = instance(agents.get(0), "turns");
    assertThat(instance.path("status").asText()).isEqualTo("idle");
    assertThat(instance.path("succeeded").asInt()).isEqualTo(2);
    assertThat(instance.at("/memory/runs").asInt()).isEqualTo(2);
    assertThat(instance.at("/memory/lastInput/who").asText()).isEqualTo("T2");
    JsonNode other = instance(agents.get(1), "turns");
    assertThat(other.at("/memory/lastInput/who").asText()).isEqualTo("T1");
    assertThat(other.path("id")).isNotEqualTo(instance.path("id"));

    String assignment = (agents.get(0).equals("greeter") ? first : second).path("id").asText();
    JsonNode shown =
        api.post(
                "api/v1/task-configs/turns/preview",
                "{\"input\": {\"who\": \"P\"}, \"assignment\": \"" + assignment + "\"}")
            .json();
    assertThat(shown.path("prompt").asText()).startsWith("Greet P. Last time: Hello no.");
  }

  @Test
  void anAssignmentWithRunningWorkRetiresAndGoesWithIt() {
    config("leaving");
    JsonNode assignment = assign("porter", "leaving");
    String path = "api/v1/agents/porter/assignments/" + assignment.path("id").asText();
    try (EventListener listener = EventListener.open(server, "agents,tasks")) {
      JsonNode task = started(run("leaving", "{\"who\": \"Held\"}", "porter"));
      Await.that(
          "the model is asked",
          PATIENCE,
          () -> ASKED.stream().anyMatch(asked -> asked.contains("Greet Held")));
      JsonNode busy = instance("porter", "leaving");
      assertThat(busy.path("status").asText()).isEqualTo("busy");
      assertThat(busy.at("/doing/0/id")).isEqualTo(task.path("id"));
      assertThat(busy.at("/doing/0/stage").asText()).isEqualTo("answer");
      put("leaving", body("leaving").put("promptTemplate", "Changed"), "\"0\"");

      assertThat(api.send(api.request("api/v1/task-configs/leaving").DELETE()).text())
          .contains("porter");
      ApiClient.Answer retiring = api.send(api.request(path).DELETE());
      assertThat(retiring.status()).as(retiring.text()).isEqualTo(202);
      assertThat(retiring.json().path("status").asText()).isEqualTo("retiring");
      assertThat(instance("porter", "leaving").path("status").asText()).isEqualTo("retiring");
      assertThat(faults(run("leaving", "{\"who\": \"New\"}", null)).get(0)).startsWith("agent is");
      assertThat(api.get(path).status()).isEqualTo(200);

      HELD.countDown();
      assertThat(ended(task).path("status").asText()).isEqualTo("succeeded");
      assertThat(api.get(path).status()).isEqualTo(404);
      assertThat(api.get("api/v1/agents/porter/instances").json().path("items")).isEmpty();
      Await.that(
          "its end is told",
          PATIENCE,
          () ->
              listener.all().contains("assignment.changed")
                  && listener.all().contains("\"gone\"")
                  && listener.all().contains("instance.changed")
                  && listener.all().contains("taskconfig.changed"));
    }
    assertThat(api.send(api.request("api/v1/task-configs/leaving").DELETE()).status())
        .isEqualTo(204);
  }

  @Test
  void anIdleAssignmentGoesAtOnceAndWithItsConfigOnDemand() {
    config("forced");
    JsonNode idle = assign("greeter", "forced");
    String path = "api/v1/agents/greeter/assignments/" + idle.path("id").asText();
    assertThat(api.send(api.request(path).DELETE()).status()).isEqualTo(204);
    assign("usher", "forced");
    assertThat(api.send(api.request("api/v1/task-configs/forced").DELETE()).status())
        .isEqualTo(409);
    assertThat(api.send(api.request("api/v1/task-configs/forced?force=true").DELETE()).status())
        .isEqualTo(204);
    assertThat(api.get("api/v1/agents/usher/assignments").text()).doesNotContain("forced");
  }

  @Test
  void cancelledWorkIsCountedAndFreesItsInstance() {
    config("dropped");
    JsonNode assignment = assign("usher", "dropped");
    JsonNode task = started(run("dropped", "{\"who\": \"Stuck\"}", null));
    String id = task.path("id").asText();
    assertThat(task.path("assignment")).isEqualTo(assignment.path("id"));
    assertThat(api.post("api/v1/tasks/" + id + "/cancel", "{}").status()).isEqualTo(200);
    JsonNode instance = instance("usher", "dropped");
    assertThat(instance.path("status").asText()).isEqualTo("idle");
    assertThat(instance.path("cancelled").asInt()).isEqualTo(1);
    assertThat(instance.at("/state/lastStatus").asText()).isEqualTo("cancelled");
    assertThat(instance.at("/memory/runs").asInt()).isZero();
  }

  @Test
  void twentyTasksAtOnceAreSharedAmongTheAgents() throws Exception {
    config("shared");
    assign("greeter", "shared");
    assign("usher", "shared");
    List<Thread> callers = new ArrayList<>();
    Queue<JsonNode> tasks = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 20; i++) {
      Thread caller = new Thread(() -> tasks.add(started(run("shared", "{\"who\": \"S\"}", null))));
      caller.start();
      callers.add(caller);
    }
    for (Thread caller : callers) {
      caller.join(PATIENCE.toMillis());
    }
    assertThat(tasks).hasSize(20);
    tasks.forEach(task -> assertThat(ended(task).path("status").asText()).isEqualTo("succeeded"));
    long greeter = instance("greeter", "shared").path("succeeded").asLong();
    long usher = instance("usher", "shared").path("succeeded").asLong();
    assertThat(greeter + usher).isEqualTo(20);
    assertThat(greeter).isBetween(5L, 15L);
  }

  @Test
  void whoIsDisabledRetiringUnfitOrBusyIsPassedOver() {
    config("picked");
    for (String agent : List.of("pick-a", "pick-b", "pick-easy")) {
      agent(agent, agent.equals("pick-easy") ? 3 : 10);
      assign(agent, "picked");
    }
    api.post("api/v1/agents/pick-a/disable", "");
    assertThat(takers(3)).containsOnly("pick-b");
    api.post("api/v1/agents/pick-a/enable", "");
    assertThat(takers(3)).containsExactly("pick-a", "pick-b", "pick-a");
    ObjectNode easy = Json.object().put("taskConfig", "picked").put("complexity", 2);
    easy.putObject("input").put("who", "easy");
    JsonNode simple = started(api.post("api/v1/tasks", easy.toString()));
    assertThat(simple.path("agent").asText()).isEqualTo("pick-easy");

    String stuck = started(run("picked", "{\"who\": \"Stuck\"}", "pick-a")).path("id").asText();
    assertThat(takers(3)).containsOnly("pick-b");
    assertThat(api.send(api.request("api/v1/agents/pick-a").DELETE()).status()).isEqualTo(202);
    assertThat(takers(3)).containsOnly("pick-b");
    assertThat(api.post("api/v1/tasks/" + stuck + "/cancel", "{}").status()).isEqualTo(200);
    Await.that(
        "it goes", PATIENCE, () -> api.get("api/v1/agents/pick-a/instances").status() == 404);
    agent("pick-a", 10);
    assertThat(api.get("api/v1/agents/pick-a/instances").json().path("items")).isEmpty();

    for (String agent : List.of("pick-b", "pick-easy")) {
      assertThat(api.send(api.request("api/v1/agents/" + agent).DELETE()).status()).isEqualTo(204);
    }
    assertThat(api.send(api.request("api/v1/task-configs/picked").DELETE()).status())
        .as("nobody is left that has it")
        .isEqualTo(204);
  }

  @Test
  void aRepeatedRequestIsAnsweredWithItsTaskWhateverHasChangedSince() throws Exception {
    config("promised");
    agent("promiser", 10);
    String body =
        Json.object()
            .put("taskConfig", "promised")
            .put("agent", "promiser")
            .set("input", Json.object().put("who", "Once"))
            .toString();
    List<Thread> callers = new ArrayList<>();
    Queue<String> tasks = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 8; i++) {
      Thread caller = new Thread(() -> tasks.add(idOf(keyed("promise-1", body))));
      caller.start();
      callers.add(caller);
    }
    for (Thread caller : callers) {
      caller.join(PATIENCE.toMillis());
    }
    assertThat(tasks).hasSize(8).containsOnly(tasks.peek());
    assertThat(api.get("api/v1/tasks?agent=promiser").json().path("items")).hasSize(1);
    assertThat(faults(keyed("promise-1", body.replace("Once", "Twice"))))
        .containsExactly("Idempotency-Key was used with another body before; use a new key");
    assertThat(idOf(keyed("promise-2", body))).isNotEqualTo(tasks.peek());

    api.post("api/v1/agents/promiser/disable", "");
    assertThat(api.send(api.request("api/v1/task-configs/promised").DELETE()).status())
        .isEqualTo(204);
    assertThat(idOf(keyed("promise-1", body))).isEqualTo(tasks.peek());
    assertThat(keyed("promise-3", body).status()).isEqualTo(422);
  }

  private static ApiClient.Answer keyed(String key, String body) {
    return api.send(
        api.request("api/v1/tasks")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static String idOf(ApiClient.Answer answer) {
    return started(answer).path("id").asText();
  }

  private static List<String> takers(int tasks) {
    List<String> agents = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      agents.add(ended(started(run("picked", "{\"who\": \"P\"}", null))).path("agent").asText());
    }
    return agents;
  }

  private static void agent(String name, int most) {
    created(
        "agents",
        Json.object()
            .put("name", name)
            .put("prompt", "You greet.")
            .put("model", "configured")
            .put("maxComplexity", most)
            .put("capacity", 1));
  }

  @Test
  void theAssignmentsOfAnAgentWhoseFileIsGoneCanBeSeenAndRemoved() throws Exception {
    config("orphaned");
    Path file = server.data().resolve("manifests").resolve("passing").resolve("agents.yaml");
    Definitions.write(file, "agents:\n  passer: {prompt: You greet.}\n");
    assertThat(api.post("api/v1/agents/discovery", "").status()).isEqualTo(200);
    String id = assign("passer", "orphaned").path("id").asText();
    Files.delete(file);
    assertThat(api.post("api/v1/agents/discovery", "").status()).isEqualTo(200);
    assertThat(api.get("api/v1/agents/passer").status()).isEqualTo(404);

    JsonNode left = api.get("api/v1/agents/passer/assignments").json();
    assertThat(left.at("/items/0/id").asText()).as(left.toString()).isEqualTo(id);
    assertThat(api.get("api/v1/agents/passer/instances").json().path("items")).hasSize(1);
    assertThat(api.send(api.request("api/v1/agents/passer/assignments/" + id).DELETE()).status())
        .isEqualTo(204);
    assertThat(api.get("api/v1/agents/passer/assignments").status()).isEqualTo(404);
    assertThat(api.send(api.request("api/v1/task-configs/orphaned").DELETE()).status())
        .isEqualTo(204);
  }

  private static ObjectNode body(String name) {
    return (ObjectNode) Json.parse(CONFIG.replace("NAME", name));
  }

  private static JsonNode config(String name) {
    return created("task-configs", body(name));
  }

  private static JsonNode assign(String agent, String config) {
    return created("agents/" + agent + "/assignments", Json.object().put("taskConfig", config));
  }

  private static JsonNode instance(String agent, String config) {
    for (JsonNode instance :
        api.get("api/v1/agents/" + agent + "/instances").json().path("items")) {
      if (instance.path("taskConfig").asText().equals(config)) {
        return instance;
      }
    }
    throw new AssertionError("No instance of " + agent + " for " + config);
  }

  private static ApiClient.Answer run(String config, String input, String agent) {
    ObjectNode body = Json.object().put("taskConfig", config).put("agent", agent);
    body.set("input", Json.parse(input));
    return api.post("api/v1/tasks", body.toString());
  }

  private static JsonNode started(ApiClient.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private static JsonNode ended(JsonNode task) {
    return api.awaitEnd(task.path("id").asText(), PATIENCE);
  }

  private static List<String> faults(ApiClient.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    List<String> faults = new ArrayList<>();
    answer
        .json()
        .path("errors")
        .forEach(
            error ->
                faults.add(error.path("field").asText() + " " + error.path("message").asText()));
    return faults;
  }

  private static ApiClient.Answer put(String id, ObjectNode body, String version) {
    HttpRequest.Builder request =
        api.request("api/v1/task-configs/" + id).header("Content-Type", "application/json");
    if (version != null) {
      request.header("If-Match", version);
    }
    return api.send(request.PUT(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private static JsonNode created(String resource, ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/" + resource, body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }
}
