package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tasks that are done again: without their outside, and as others from a stage on. */
class ReplayIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String MANIFEST =
      """
      agents:
        re_writer: {model: re-model, prompt: "Write about {{ input.topic }}.", outputSchema: text}
        re_critic: {model: re-model, prompt: MANNER, outputSchema: verdict}
      schemas:
        text: {type: object, required: [words], properties: {words: {type: integer}}}
        verdict: {type: object, required: [good], properties: {good: {type: boolean}}}
        topic: {type: object, required: [topic], properties: {topic: {type: string}}}
      stages:
        ask: {kind: input, inputSchema: topic}
        write: {kind: agent, agent: re_writer}
        both: {kind: fork}
        left: {kind: decision, value: "#{outputs.write.words > BOUND ? 'long' : 'short'}"}
        right: {kind: agent, agent: re_critic}
        met: {kind: join, of: both}
        size: {kind: decision, value: "#{outputs.met.branches.left.output.value}"}
        results: {kind: output, with: {topic: "#{input.topic}", size: "#{outputs.size.value}"}}
        brief: {kind: output, with: {brief: "#{outputs.write.words}"}}
      workflow:
        name: re-write
        version: 1
        start: ask
        edges:
          - ask -> write -> both
          - both -> left -> met
          - both -> right -> met
          - met -> size
          - {from: size, to: results, when: "#{outputs.size.value == 'long'}"}
          - size -> brief
        end: [results, brief]
      """;

  private static final AtomicInteger CALLS = new AtomicInteger();
  private static ServerFixture server;
  private static ApiClient api;
  private static FakeModel model;

  @BeforeAll
  static void prepare() {
    server = ServerFixture.shared();
    api = server.client();
    model =
        new FakeModel(
            (request, line) -> {
              CALLS.incrementAndGet();
              // Neither is JSON as it stands: both are mended.
              boolean critic = request.contains("Judge");
              line.complete(critic ? "{good: true,}" : "Sure! ```json\n{\"words\": 12}\n```");
            });
    created(
        "providers",
        Json.object()
            .put("name", "re-model")
            .put("kind", "openai-compatible")
            .put("baseUrl", model.environment().get("GAMELAN_MODEL_BASE_URL"))
            .put("apiKey", "any"));
    created(
        "models",
        Json.object().put("name", "re-model").put("provider", "re-model").put("model", "fake"));
    define("10", "Judge it.");
  }

  @AfterAll
  static void stop() throws IOException {
    model.close();
  }

  private static void created(String what, ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/" + what, body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private static void define(String bound, String manner) {
    Definitions.write(
        server.manifests().resolve("re-write").resolve("workflow.yaml"),
        MANIFEST.replace("BOUND", bound).replace("MANNER", manner));
    ApiClient.Answer report = api.post("api/v1/agents/discovery", "");
    assertThat(report.json().path("problems").toString()).doesNotContain("re-write");
  }

  private static String done(String topic) {
    ObjectNode body = Json.object().put("title", "Write").put("workflow", "re-write");
    body.putObject("input").put("topic", topic);
    ApiClient.Answer made = api.post("api/v1/tasks", body.toString());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    String task = made.json().path("id").asText();
    JsonNode ended = api.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    return task;
  }

  private static JsonNode output(String task) {
    return api.get("api/v1/tasks/" + task + "/result").json().path("output");
  }

  private static ApiClient.Answer fork(String task, ObjectNode body) {
    return api.post("api/v1/tasks/" + task + "/fork", body.toString());
  }

  @Test
  void aReplayAsksNobodyAndTellsWhatChangedDefinitionsWouldMakeOfIt() {
    String task = done("rivers");
    int calls = CALLS.get();
    Replayed.isSame(api, task);
    try {
      define("100", "Judge it sternly.");
      Replayed.isSame(api, task);
      JsonNode report = Replayed.report(api, task, "current");
      assertThat(report.path("same").asBoolean()).isFalse();
      JsonNode right = stage(report, "right");
      assertThat(right.at("/differences/0/path").asText()).isEqualTo("/prompt");
      assertThat(right.at("/differences/0/now").asText()).isEqualTo("Judge it sternly.");
      assertThat(stage(report, "left").at("/differences/0/was").asText()).isNotEmpty();
      assertThat(stage(report, "size").findValuesAsText("path")).contains("/way/next/0/stage");
      assertThat(stage(report, "results").path("replayed").asText()).isEqualTo("not-reached");
      assertThat(report.at("/unrecorded/0/stage").asText()).isEqualTo("brief");
      assertThat(report.at("/differences/0/path").asText()).isEqualTo("/status");
    } finally {
      define("10", "Judge it.");
    }
    assertThat(CALLS.get()).isEqualTo(calls);
  }

  private static JsonNode stage(JsonNode report, String name) {
    return StreamSupport.stream(report.path("stages").spliterator(), false)
        .filter(stage -> stage.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no stage " + name + " in " + report));
  }

  @Test
  void theStagesOfAReplayComeInPages() {
    String task = done("pages");
    String path = "api/v1/tasks/" + task + "/replay?limit=3";
    JsonNode first = api.post(path, "").json();
    assertThat(first.path("stages")).hasSize(3);
    JsonNode second = api.post(path + "&cursor=" + first.path("next").asText(), "").json();
    assertThat(second.at("/stages/0/name").asText())
        .isNotEqualTo(first.at("/stages/2/name").asText());
    assertThat(api.post(path + "&only=some", "").status()).isEqualTo(400);
    assertThat(api.post(path, "{\"definitions\": \"future\"}").status()).isEqualTo(422);
  }

  @Test
  void aForkTakesOverWhatWasDoneBefore() {
    String task = done("rivers");
    int calls = CALLS.get();
    String figures = "api/v1/agents/re_writer/metrics?window=1h";
    int runs = api.get(figures).json().path("runs").asInt();
    ObjectNode order = Json.object().put("fromStage", "met").put("title", "Lakes");
    order.putObject("input").put("topic", "lakes");
    ApiClient.Answer answer = fork(task, order);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    String forked = answer.json().path("id").asText();
    assertThat(answer.response().headers().firstValue("Location").orElse(""))
        .endsWith("/api/v1/tasks/" + forked);
    assertThat(answer.json().path("forkedFrom").asText()).isEqualTo(task);
    assertThat(answer.json().path("forkedStage").asText()).isEqualTo("met");
    assertThat(answer.json().path("repeats")).isEmpty();
    JsonNode ended = api.awaitEnd(forked, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    assertThat(output(forked).path("topic").asText()).isEqualTo("lakes");
    assertThat(CALLS.get()).isEqualTo(calls);
    JsonNode result = api.get("api/v1/tasks/" + forked + "/result").json();
    assertThat(result.at("/usage/tokens/input").asInt()).as(result.toString()).isZero();
    JsonNode stages = api.get("api/v1/tasks/" + forked + "/stages").json().path("items");
    assertThat(copies(stages)).isEqualTo(5);
    assertThat(stages.get(0).at("/output/topic").asText()).isEqualTo("lakes");
    Replayed.isSame(api, forked);
    assertThat(output(task).path("topic").asText()).isEqualTo("rivers");
    assertThat(runs).isPositive();
    assertThat(api.get(figures).json().path("runs").asInt()).isEqualTo(runs);
  }

  private static long copies(JsonNode stages) {
    return StreamSupport.stream(stages.spliterator(), false)
        .filter(stage -> stage.path("copiedFrom").isTextual())
        .count();
  }

  @Test
  void aForkOfAForkBeginsFromTheStartAsWell() {
    String task = done("rivers");
    String again = fork(task, Json.object().put("fromStage", "both")).json().path("id").asText();
    assertThat(api.awaitEnd(again, PATIENCE).path("status").asText()).isEqualTo("succeeded");
    String whole = fork(again, Json.object().put("fromStage", "ask")).json().path("id").asText();
    assertThat(api.awaitEnd(whole, PATIENCE).path("status").asText()).isEqualTo("succeeded");
    assertThat(copies(api.get("api/v1/tasks/" + whole + "/stages").json().path("items"))).isZero();
    Replayed.isSame(api, again);
    Replayed.isSame(api, whole);
  }

  @Test
  void whatCannotBeForkedIsToldWithTheReason() {
    String task = done("rivers");
    assertThat(fault(fork(task, Json.object()))).isEqualTo("fromStage");
    ApiClient.Answer unknown = fork(task, Json.object().put("fromStage", "writ"));
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.text()).contains("its stages:", "write");
    ApiClient.Answer inside = fork(task, Json.object().put("fromStage", "right"));
    assertThat(inside.status()).isEqualTo(422);
    assertThat(inside.text()).contains("'both'");
    assertThat(fork(task, Json.object().put("fromStage", "brief")).text()).contains("not come to");
    ObjectNode unfit = Json.object().put("fromStage", "write");
    unfit.putObject("input").put("topic", 5);
    assertThat(fault(fork(task, unfit))).isEqualTo("input/topic");
    ObjectNode nowhere = Json.object().put("fromStage", "write").put("definitions", "old");
    assertThat(fault(fork(task, nowhere))).isEqualTo("definitions");
    String none = "00000000-0000-7000-8000-000000000000";
    assertThat(fork(none, Json.object().put("fromStage", "write")).status()).isEqualTo(404);
    assertThat(api.post("api/v1/tasks/" + none + "/replay", "").status()).isEqualTo(404);
  }

  private static String fault(ApiClient.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    return answer.json().at("/errors/0/field").asText();
  }

  @Test
  void aForkMayGoByTheDefinitionsOfToday() {
    String task = done("rivers");
    try {
      define("100", "Judge it.");
      ObjectNode order = Json.object().put("fromStage", "both").put("definitions", "current");
      ApiClient.Answer answer = fork(task, order);
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      String forked = answer.json().path("id").asText();
      api.awaitEnd(forked, PATIENCE);
      assertThat(output(forked).path("brief").asInt()).isEqualTo(12);
      ObjectNode pinned = Json.object().put("fromStage", "both");
      String other = fork(task, pinned).json().path("id").asText();
      api.awaitEnd(other, PATIENCE);
      assertThat(output(other).path("size").asText()).isEqualTo("long");
    } finally {
      define("10", "Judge it.");
    }
  }

  @Test
  void aForkByPinnedDefinitionsBringsNoDisabledAgentBack() {
    String task = done("rivers");
    try {
      assertThat(api.post("api/v1/agents/re_writer/disable", "").status()).isLessThan(300);
      ApiClient.Answer answer = fork(task, Json.object().put("fromStage", "write"));
      assertThat(fault(answer)).isEqualTo("definitions");
      assertThat(answer.text()).contains("'re_writer' is disabled");
      assertThat(fork(task, Json.object().put("fromStage", "met")).status()).isEqualTo(201);
    } finally {
      api.post("api/v1/agents/re_writer/enable", "");
    }
  }

  /** A task that waits for somebody to sign it off. */
  private static String signable() {
    Definitions.write(
        server.manifests().resolve("re-sign").resolve("workflow.yaml"),
        """
        stages:
          ask: {kind: input}
          plan: {kind: decision, value: "#{input.topic}"}
          sign_off: {kind: approval}
          note: {kind: decision, value: "#{1}"}
          extra: {kind: decision, value: "#{2}"}
          finish: {kind: output, with: {topic: "#{input.topic}"}}
        workflow:
          name: re-sign
          version: 1
          start: ask
          edges: [ask -> plan -> sign_off -> note -> extra -> finish]
          end: [finish]
        """);
    assertThat(api.post("api/v1/agents/discovery", "").status()).isEqualTo(200);
    ObjectNode body = Json.object().put("title", "Sign").put("workflow", "re-sign");
    body.putObject("input").put("topic", "rivers");
    return api.post("api/v1/tasks", body.toString()).json().path("id").asText();
  }

  private static void sign(String task, ApiClient who) {
    JsonNode asked =
        Await.value(
            "task " + task + " asks",
            PATIENCE,
            () ->
                Optional.ofNullable(
                    api.get("api/v1/approvals?status=pending&task=" + task)
                        .json()
                        .path("items")
                        .get(0)));
    String path = "api/v1/approvals/" + asked.path("id").asText();
    ObjectNode body = Json.object().put("stage", "sign_off").put("decision", "approve");
    body.set("shown", api.get(path).json().path("shown"));
    ApiClient.Answer answer = who.post("api/v1/tasks/" + task + "/decisions", body.toString());
    assertThat(answer.status()).as(answer.text()).isLessThan(300);
    assertThat(api.awaitEnd(task, PATIENCE).path("status").asText()).isEqualTo("succeeded");
  }

  @Test
  void whatPeopleDecidedOnSomethingElseIsAskedAnewInAFork() {
    String task = signable();
    People.Person signer = new People(server).make("re-signer", "operator");
    sign(task, signer.api());
    ObjectNode same = Json.object().put("fromStage", "note");
    assertThat(fork(task, same).status()).isEqualTo(201);
    ApiClient.Answer own = signer.api().post("api/v1/tasks/" + task + "/fork", same.toString());
    assertThat(fault(own)).isEqualTo("fromStage");
    assertThat(own.text()).contains("you decided 'sign_off' yourself");
    ObjectNode other = Json.object().put("fromStage", "note");
    other.putObject("input").put("topic", "lakes");
    ApiClient.Answer refused = fork(task, other);
    assertThat(fault(refused)).isEqualTo("fromStage");
    assertThat(refused.text()).contains("fork from 'sign_off' or a stage before it");
    ApiClient.Answer anew = fork(task, other.put("fromStage", "sign_off"));
    assertThat(anew.status()).as(anew.text()).isEqualTo(201);
    String forked = anew.json().path("id").asText();
    sign(forked, signer.api());
    assertThat(output(forked).path("topic").asText()).isEqualTo("lakes");
  }

  @Test
  void overridesGoAlongWithAForkAndAreReplayed() {
    String task = signable();
    override(task, "next", "note", Json.tree("finish"));
    override(task, "input", "finish", Json.object().put("topic", "seas"));
    override(task, "input", "ask", Json.object().put("topic", "hills"));
    sign(task, new People(server).make("re-signer", "operator").api());
    assertThat(output(task).path("topic").asText()).isEqualTo("seas");
    Replayed.isSame(api, task);
    ObjectNode late = Json.object().put("fromStage", "finish").put("definitions", "current");
    ApiClient.Answer answer = fork(task, late);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.json().path("leftOut")).isEmpty();
    String forked = answer.json().path("id").asText();
    api.awaitEnd(forked, PATIENCE);
    assertThat(output(forked).path("topic").asText()).isEqualTo("seas");
    assertThat(overridden(forked)).containsExactlyInAnyOrder("finish", "ask");
    Replayed.isSame(api, forked);
    ObjectNode early = Json.object().put("fromStage", "ask");
    early.putObject("input").put("topic", "lakes");
    ApiClient.Answer whole = fork(task, early);
    assertThat(whole.status()).as(whole.text()).isEqualTo(201);
    assertThat(whole.json().at("/leftOut/0/stage").asText()).isEqualTo("ask");
    String begun = whole.json().path("id").asText();
    assertThat(overridden(begun)).containsExactlyInAnyOrder("note", "finish");
    api.post("api/v1/tasks/" + begun + "/cancel", "");
  }

  private static void override(String task, String kind, String stage, JsonNode value) {
    ObjectNode body = Json.object().put("kind", kind).put("stage", stage).put("reason", "a test");
    body.set("value", value);
    ApiClient.Answer made = api.post("api/v1/tasks/" + task + "/overrides", body.toString());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  private static List<String> overridden(String task) {
    JsonNode all = api.get("api/v1/tasks/" + task + "/overrides").json();
    return all.path("items").findValuesAsText("stage");
  }

  @Test
  void equalFailuresAreOneOverAllTasks() {
    Definitions.write(
        server.manifests().resolve("re-fail").resolve("workflow.yaml"),
        """
        stages:
          ask: {kind: input}
          one: {kind: decision, value: "#{input.at == 'one' ? input.at + 1 : 'fine'}"}
          two: {kind: decision, value: "#{input.at + 1}"}
        workflow: {name: re-fail, version: 1, start: ask, edges: [ask -> one -> two], end: [two]}
        """);
    assertThat(api.post("api/v1/agents/discovery", "").status()).isEqualTo(200);
    String first = failed("one");
    String second = failed("one");
    String third = failed("two");
    JsonNode newest = api.get("api/v1/failures?limit=1").json();
    JsonNode group = newest.path("items").get(0);
    assertThat(group.at("/example/stage").asText()).isEqualTo("two");
    assertThat(group.path("task").asText()).isEqualTo(third);
    String more = "api/v1/failures?limit=1&cursor=" + newest.path("next").asText();
    JsonNode other = api.get(more).json().path("items").get(0);
    assertThat(other.at("/example/stage").asText()).isEqualTo("one");
    assertThat(other.path("count").asInt()).isEqualTo(2);
    assertThat(other.path("tasks").asInt()).isEqualTo(2);
    String runs = "api/v1/failures/" + other.path("fingerprint").asText() + "?limit=1";
    JsonNode page = api.get(runs).json();
    assertThat(page.at("/items/0/task").asText()).isEqualTo(second);
    JsonNode rest = api.get(runs + "&cursor=" + page.path("next").asText()).json();
    assertThat(rest.at("/items/0/task").asText()).isEqualTo(first);
    assertThat(rest.path("next").isNull()).isTrue();
    assertThat(api.get("api/v1/failures?since=yesterday").status()).isEqualTo(400);
    assertThat(api.get("api/v1/failures?since=2999-01-01T00:00:00Z").json().path("items"))
        .isEmpty();
    Replayed.isSame(api, first);
  }

  private static String failed(String at) {
    ObjectNode body = Json.object().put("title", "Fail").put("workflow", "re-fail");
    body.putObject("input").put("at", at);
    String task = api.post("api/v1/tasks", body.toString()).json().path("id").asText();
    assertThat(api.awaitEnd(task, PATIENCE).path("status").asText()).isEqualTo("failed");
    return task;
  }

  @Test
  void whoMayOnlyLookMayReplayButNotFork() {
    String task = done("rivers");
    ApiClient viewer = new People(server).make("re-viewer", "viewer").api();
    assertThat(viewer.post("api/v1/tasks/" + task + "/replay", "").status()).isEqualTo(200);
    assertThat(viewer.post("api/v1/tasks/" + task + "/fork", "{\"fromStage\": \"write\"}").status())
        .isEqualTo(403);
  }
}
