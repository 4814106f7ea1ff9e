package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits, budgets, fallbacks and accounts, as administrators see them. */
class ModelGovernanceIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String MANIFEST =
      """
      schemas:
        governed_output: {type: object, required: [summary]}
      agents:
        governed: {description: Asks, model: governed, prompt: Answer., outputSchema: governed_output}
        chained: {description: Asks, model: chained, prompt: Answer., outputSchema: governed_output}
        spender: {description: Asks, model: governed, prompt: Answer., outputSchema: governed_output}
        saver: {description: Asks, model: governed, prompt: Answer., outputSchema: governed_output}
        queued: {description: Asks, model: narrow, prompt: Answer., outputSchema: governed_output}
      """;

  private static final String MENDING =
      """
      schemas:
        mended_output: {type: object, required: [summary]}
      agents:
        mended: {description: Asks, model: named@1, prompt: Answer., outputSchema: mended_output}
      stages:
        mend: {kind: agent, agent: mended, onInvalidOutput: {model: named}}
      workflow: {name: mending, version: 1, start: mend, edges: [], end: [mend]}
      """;

  private static final AtomicInteger NOW = new AtomicInteger();
  private static final AtomicInteger MOST = new AtomicInteger();
  private static ApiClient api;
  private static FakeModel model;

  @BeforeAll
  static void prepare() {
    ServerFixture server = ServerFixture.shared();
    api = server.client();
    model =
        new FakeModel(
            (request, line) -> {
              MOST.accumulateAndGet(NOW.incrementAndGet(), Math::max);
              Await.pause(20);
              NOW.decrementAndGet();
              line.complete(Definitions.ANSWER);
            });
    String up = model.environment().get("GAMELAN_MODEL_BASE_URL");
    provider("governed-up", up, null);
    provider("governed-narrow", up, Json.object().put("maxConcurrent", 2));
    provider("governed-down", "http://127.0.0.1:9/v1", null);
    model("governed", "governed-up", 1);
    model("narrow", "governed-narrow", 1);
    ObjectNode chained = modelBody("chained", "governed-down", 1);
    chained.putArray("fallbacks").add("governed");
    created("models", chained);
    Definitions.write(
        server.data().resolve("manifests").resolve("governed").resolve("agents.yaml"), MANIFEST);
    assertThat(api.post("api/v1/agents/discovery", "").status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() throws Exception {
    model.close();
  }

  @Test
  void theNextModelOfTheChainAnswersAfterTheRetriesAndTheReasonIsShown() {
    JsonNode task = ended(start("chained", "falls back"));
    assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
    List<JsonNode> decisions = new ArrayList<>();
    api.get("api/v1/tasks/" + task.path("id").asText() + "/routing")
        .json()
        .path("items")
        .forEach(decisions::add);
    decisions.removeIf(decision -> !decision.path("kind").asText().equals("model"));
    assertThat(decisions).hasSize(1);
    assertThat(decisions.get(0).path("winner").asText()).isEqualTo("governed");
    assertThat(decisions.get(0).path("reason").asText()).contains("'chained' failed");
    JsonNode stages =
        api.get("api/v1/tasks/" + task.path("id").asText() + "/stages").json().path("items");
    assertThat(stages.findValuesAsText("attempt")).contains("1", "2", "3");
    assertThat(decisions.get(0).path("candidates").get(0).path("reason").asText())
        .startsWith("network");
  }

  @Test
  void usageIsThereAsSoonAsTheTaskHasEnded() {
    String id = start("governed", "counted");
    ended(id);
    JsonNode rows = api.get("api/v1/usage?groupBy=task,model,agent&limit=500").json().path("items");
    List<JsonNode> mine = new ArrayList<>();
    rows.forEach(
        row -> {
          if (row.path("task").asText().equals(id)) {
            mine.add(row);
          }
        });
    assertThat(mine).hasSize(1);
    assertThat(mine.get(0).path("calls").asInt()).isEqualTo(1);
    assertThat(mine.get(0).path("model").asText()).isEqualTo("governed");
    assertThat(mine.get(0).path("agent").asText()).isEqualTo("governed");
    assertThat(mine.get(0).path("taskTitle").asText()).isEqualTo("counted");
    assertThat(mine.get(0).path("tokens").path("output").asInt()).isPositive();
    assertThat(new BigDecimal(mine.get(0).path("cost").asText())).isPositive();
  }

  @Test
  void aSpentBudgetFailsATaskWithTheReason() {
    created("budgets", budget("nothing-left", "spender", "fail"));
    JsonNode task = ended(start("spender", "too dear"));
    assertThat(task.path("status").asText()).isEqualTo("failed");
    assertThat(task.path("failure").path("kind").asText()).isEqualTo("budget");
    assertThat(task.path("failure").path("message").asText()).contains("nothing-left");
  }

  @Test
  void aBudgetTakesTheIdOfAnAgentForItsName() {
    String id = api.get("api/v1/agents/queued").json().path("id").asText();
    JsonNode made = created("budgets", budget("by-id", id, "fail").put("amount", 1e9)).json();
    assertThat(made.path("subject").asText()).isEqualTo("queued");
  }

  @Test
  void aTaskWaitsForItsBudgetAndGoesOnWhenThereIsMore() {
    ApiClient.Answer made = created("budgets", budget("later", "saver", "wait"));
    String id = start("saver", "waits");
    Await.that(
        "the task waits",
        PATIENCE,
        () -> api.get("api/v1/tasks/" + id).json().path("status").asText().equals("waiting"));
    assertThat(api.get("api/v1/tasks/" + id).json().path("reason").asText()).contains("later");
    assertThat(
            api.get("api/v1/tasks/" + id + "/stages")
                .json()
                .path("items")
                .get(0)
                .path("waitingFor")
                .asText())
        .isEqualTo("budget");

    ObjectNode more = (ObjectNode) made.json();
    more.put("amount", 1_000_000);
    ApiClient.Answer changed =
        api.send(
            api.request("api/v1/budgets/later")
                .header("If-Match", "\"" + more.path("version").asInt() + "\"")
                .header("Content-Type", "application/json")
                .PUT(java.net.http.HttpRequest.BodyPublishers.ofString(more.toString())));
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);

    assertThat(ended(id).path("status").asText()).isEqualTo("succeeded");
  }

  @Test
  void callsWaitInsteadOfExceedingTheLimit() {
    MOST.set(0);
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      tasks.add(start("queued", "queued " + i));
    }
    for (String task : tasks) {
      assertThat(ended(task).path("status").asText()).isEqualTo("succeeded");
    }
    assertThat(MOST.get()).isBetween(1, 2);
  }

  @Test
  void fallbacksInACircleAreRefusedWithTheWholeWay() {
    ObjectNode second = modelBody("circle-two", "governed-up", 1);
    created("models", second);
    ObjectNode first = modelBody("circle-one", "governed-up", 1);
    first.putArray("fallbacks").add("circle-two");
    created("models", first);
    second.putArray("fallbacks").add("circle-one");
    ApiClient.Answer refused = api.post("api/v1/models", second.toString());
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("circle-two -> circle-one -> circle-two");
  }

  @Test
  void versionsMadeAtTheSameMomentFollowEachOther() {
    created("models", modelBody("left", "governed-up", 1));
    created("models", modelBody("right", "governed-up", 1));
    List<CompletableFuture<ApiClient.Answer>> made = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String body = modelBody("rushed", "governed-up", 1).toString();
      made.add(CompletableFuture.supplyAsync(() -> api.post("api/v1/models", body)));
    }
    assertThat(made)
        .extracting(answer -> answer.join().json().path("version").asInt())
        .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);

    List<CompletableFuture<ApiClient.Answer>> halves = new ArrayList<>();
    for (List<String> half : List.of(List.of("left", "right"), List.of("right", "left"))) {
      ObjectNode body = modelBody(half.get(0), "governed-up", 1);
      body.putArray("fallbacks").add(half.get(1));
      halves.add(CompletableFuture.supplyAsync(() -> api.post("api/v1/models", body.toString())));
    }
    assertThat(halves)
        .as("together they would be a circle")
        .extracting(answer -> answer.join().status())
        .containsExactlyInAnyOrder(201, 422);
  }

  @Test
  void aProviderInUseIsRetiredOnlyOnDemand() {
    provider("governed-old", "http://127.0.0.1:9/v1", null);
    model("old", "governed-old", 1);
    ApiClient.Answer refused = api.send(api.request("api/v1/providers/governed-old").DELETE());
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("old");
    ApiClient.Answer retired =
        api.send(api.request("api/v1/providers/governed-old?force=true").DELETE());
    assertThat(retired.status()).isEqualTo(200);
    assertThat(retired.json().path("status").asText()).isEqualTo("retired");
  }

  @Test
  void aModelInUseIsDeletedOnlyOnDemand() throws IOException {
    model("named", "governed-up", 1);
    model("named", "governed-up", 1);
    ObjectNode chain = modelBody("names-it", "governed-up", 1);
    chain.putArray("fallbacks").add("named");
    created("models", chain);
    created(
        "agents", Json.object().put("name", "namer").put("prompt", "Ask.").put("model", "named"));
    Path manifest =
        ServerFixture.shared()
            .data()
            .resolve("manifests")
            .resolve("mending")
            .resolve("workflow.yaml");
    Definitions.write(manifest, MENDING);
    assertThat(api.post("api/v1/agents/discovery", "").status()).isEqualTo(200);

    ApiClient.Answer refused = api.send(api.request("api/v1/models/named").DELETE());
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("detail").asText())
        .contains("the agent 'mended', the agent 'namer', the alias 'names-it' and the stage")
        .contains("the stage 'mend' of the workflow 'mending'")
        .contains("?force=true");
    assertThat(
            api.send(api.request("api/v1/models/named@1").DELETE()).json().path("detail").asText())
        .contains("is named by the agent 'mended':");
    assertThat(api.send(api.request("api/v1/models/named@2").DELETE()).status())
        .as("who names the alias has the first version then")
        .isEqualTo(204);

    assertThat(api.send(api.request("api/v1/models/named?force=true").DELETE()).status())
        .isEqualTo(204);
    assertThat(api.get("api/v1/models/named").status()).isEqualTo(404);
    Files.delete(manifest);
    assertThat(api.post("api/v1/agents/discovery", "").status()).isEqualTo(200);
    assertThat(api.send(api.request("api/v1/models/default?force=true").DELETE()).status())
        .isEqualTo(409);
    assertThat(api.get("api/v1/models/default").status()).isEqualTo(200);
  }

  @Test
  void whoWaitsForAProviderThatIsRetiredIsNotLetThrough() throws Exception {
    try (FakeModel held = FakeModel.metered(0, Definitions.ANSWER)) {
      provider(
          "governed-held",
          held.environment().get("GAMELAN_MODEL_BASE_URL"),
          Json.object().put("maxConcurrent", 1));
      model("held", "governed-held", 1);
      created(
          "agents",
          Json.object().put("name", "holder").put("prompt", "Answer.").put("model", "held"));
      List<String> tasks = List.of(start("holder", "one"), start("holder", "the other"));
      Await.that("both are under way", PATIENCE, () -> tasks.stream().allMatch(this::isRunning));
      Await.pause(500);
      assertThat(
              api.send(api.request("api/v1/providers/governed-held?force=true").DELETE()).status())
          .isEqualTo(200);
      held.allow(10);
      assertThat(tasks)
          .extracting(task -> ended(task).path("status").asText())
          .containsExactlyInAnyOrder("succeeded", "failed");
      assertThat(tasks)
          .extracting(task -> api.get("api/v1/tasks/" + task).json().path("reason").asText())
          .anyMatch(reason -> reason.contains("is retired"));
    }
  }

  private boolean isRunning(String task) {
    return api.get("api/v1/tasks/" + task).json().path("status").asText().equals("running");
  }

  private static String start(String agent, String title) {
    ApiClient.Answer answer =
        api.post("api/v1/tasks", Json.object().put("title", title).put("agent", agent).toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("id").asText();
  }

  private static JsonNode ended(String task) {
    return api.awaitEnd(task, PATIENCE);
  }

  private static ObjectNode budget(String name, String agent, String exhausted) {
    return Json.object()
        .put("name", name)
        .put("scope", "agent")
        .put("subject", agent)
        .put("period", "total")
        .put("unit", "tokens")
        .put("amount", 1)
        .put("exhausted", exhausted);
  }

  private static void provider(String name, String url, ObjectNode limits) {
    ObjectNode body =
        Json.object()
            .put("name", name)
            .put("kind", "openai-compatible")
            .put("baseUrl", url)
            .put("apiKey", "any");
    body.set("limits", limits);
    created("providers", body);
  }

  private static void model(String name, String provider, int price) {
    created("models", modelBody(name, provider, price));
  }

  private static ObjectNode modelBody(String name, String provider, int price) {
    return Json.object()
        .put("name", name)
        .put("provider", provider)
        .put("model", "fake")
        .put("inputPrice", price)
        .put("outputPrice", price);
  }

  private static ApiClient.Answer created(String resource, ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/" + resource, body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }
}
