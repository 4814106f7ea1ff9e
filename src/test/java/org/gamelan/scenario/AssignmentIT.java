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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tasks find agents, wait for them and leave them; steering acts while a model is being asked. */
class AssignmentIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

  private static ApiClient api;
  private static FakeModel model;

  @BeforeAll
  static void prepare() {
    api = ServerFixture.shared().client();
    model = new FakeModel(AssignmentIT::answer);
    created(
        "providers",
        Json.object()
            .put("name", "assigned-provider")
            .put("kind", "openai-compatible")
            .put("baseUrl", model.environment().get("GAMELAN_MODEL_BASE_URL"))
            .put("apiKey", "any"));
    created(
        "models",
        Json.object()
            .put("name", "assigned-model")
            .put("provider", "assigned-provider")
            .put("model", "fake"));
  }

  /** A task whose title has {@code <word>} is held for as long as the word is. */
  private static void answer(String request, FakeModel.Line line) throws IOException {
    for (String word : List.copyOf(HELD)) {
      if (request.contains("<" + word + ">")) {
        model.count(word);
        while (HELD.contains(word)) {
          if (line.isHungUpWithin(20)) {
            model.count(word + " hung up");
            return;
          }
        }
      }
    }
    if (request.contains("<wrong>") && model.count("wrong") == 1) {
      line.respond(400, "", "{\"error\": {\"message\": \"no\"}}");
      return;
    }
    line.complete("done");
  }

  @AfterAll
  static void stop() throws IOException {
    HELD.clear();
    model.close();
  }

  @Test
  void theAgentThatWasGivenATaskLongestAgoIsNext() {
    agent("turn-a", "turns", 1, 5, null);
    agent("turn-b", "turns", 1, 5, null);
    agent("turn-hard", "turns", 6, 10, null);
    List<String> given = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      JsonNode ended = api.awaitEnd(auto("turns", 4, "easy"), PATIENCE);
      assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
      assertThat(ended.path("assign").asText()).isEqualTo("auto");
      assertThat(ended.path("skills").get(0).asText()).isEqualTo("turns");
      given.add(ended.path("agent").asText());
    }
    assertThat(given).containsExactly("turn-a", "turn-b", "turn-a", "turn-b");
    assertThat(api.awaitEnd(auto("turns", 9, "hard"), PATIENCE).path("agent").asText())
        .isEqualTo("turn-hard");
  }

  @Test
  void whatFindsNoPlaceWaitsAndTheMostUrgentIsNext() {
    HELD.add("full");
    agent("full", "full", 1, 10, 1);
    String first = named("full", "<full>", 5);
    Await.that("the model is asked", PATIENCE, () -> model.calls("full") == 1);
    assertThat(task(first).path("status").asText()).isEqualTo("running");
    String second = named("full", "<full> later", 5);
    String urgent = auto("full", 5, "<full> urgent", 9);
    for (String waiting : List.of(second, urgent)) {
      assertThat(task(waiting).path("status").asText()).isEqualTo("pending");
      assertThat(task(waiting).path("reason").asText()).contains("Waits for a free place");
    }
    assertThat(api.get("api/v1/agents/full").json().path("status").asText()).isEqualTo("busy");

    steered(first, "cancel", "cancelled");
    Await.that("the call is broken off", SECOND, () -> model.calls("full hung up") == 1);
    Await.that("the urgent one is next", SECOND, () -> status(urgent).equals("running"));
    assertThat(task(urgent).path("agent").asText()).isEqualTo("full");
    assertThat(status(second)).isEqualTo("pending");
    HELD.remove("full");
    assertThat(api.awaitEnd(urgent, PATIENCE).path("status").asText()).isEqualTo("succeeded");
    assertThat(api.awaitEnd(second, PATIENCE).path("status").asText()).isEqualTo("succeeded");
  }

  @Test
  void aTaskThatNoAgentFitsIsTakenByTheFirstThatComes() {
    String task = auto("unheard-of", 8, "waits");
    assertThat(task(task).path("status").asText()).isEqualTo("pending");
    assertThat(task(task).path("agent").isNull()).isTrue();
    assertThat(task(task).path("reason").asText())
        .isEqualTo("No agent fits: make or enable an agent for complexity 8 with unheard-of");
    assertThat(
            api.get("api/v1/tasks/" + task + "/stages")
                .json()
                .path("items")
                .get(0)
                .path("waitingFor")
                .asText())
        .isEqualTo("agent");
    steered(task, "pause", "paused");
    agent("too-easy", "unheard-of", 1, 7, null);
    agent("comes-late", "unheard-of", 8, 10, null);
    assertThat(status(task)).isEqualTo("paused");
    steered(task, "resume", null);
    JsonNode ended = api.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    assertThat(ended.path("agent").asText()).isEqualTo("comes-late");
  }

  @Test
  void whatWaitsForADisabledAgentGoesOnWhenItIsEnabledOrMayDoMore() {
    HELD.add("switched");
    agent("switched", "switched", 1, 10, 1);
    String first = named("switched", "<switched>", 5);
    Await.that("the model is asked", PATIENCE, () -> model.calls("switched") == 1);
    String waiting = auto("switched", 5, "<switched> too");
    api.post("api/v1/agents/switched/disable", "");
    Await.that(
        "the reason is told",
        PATIENCE,
        () -> task(waiting).path("reason").asText().contains("No agent fits"));
    ObjectNode raised = (ObjectNode) api.post("api/v1/agents/switched/enable", "").json();
    Await.that(
        "the reason is told",
        PATIENCE,
        () -> task(waiting).path("reason").asText().contains("busy"));
    raised.put("capacity", 2);
    assertThat(
            api.send(
                    api.request("api/v1/agents/switched")
                        .header("If-Match", "*")
                        .header("Content-Type", "application/json")
                        .PUT(java.net.http.HttpRequest.BodyPublishers.ofString(raised.toString())))
                .status())
        .isEqualTo(200);
    Await.that("the second place is taken", SECOND, () -> status(waiting).equals("running"));
    HELD.remove("switched");
    assertThat(api.awaitEnd(first, PATIENCE).path("status").asText()).isEqualTo("succeeded");
    assertThat(api.awaitEnd(waiting, PATIENCE).path("status").asText()).isEqualTo("succeeded");
  }

  @Test
  void whatWaitsForARetiringAgentFailsWhenItGoes() {
    HELD.add("leaves");
    agent("leaves", "leaves", 1, 10, 1);
    String first = named("leaves", "<leaves>", 5);
    Await.that("the model is asked", PATIENCE, () -> model.calls("leaves") == 1);
    String waiting = named("leaves", "waits", 5);
    assertThat(api.send(api.request("api/v1/agents/leaves").DELETE()).status()).isEqualTo(202);
    Await.that(
        "the reason is told",
        PATIENCE,
        () -> task(waiting).path("reason").asText().contains("is retiring"));
    assertThat(status(first)).isEqualTo("running");
    HELD.remove("leaves");
    assertThat(api.awaitEnd(first, PATIENCE).path("status").asText()).isEqualTo("succeeded");
    JsonNode failed = api.awaitEnd(waiting, PATIENCE);
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.path("reason").asText()).contains("'leaves' went while the task waited");
    assertThat(failed.path("failure").path("agent").asText()).isEqualTo("leaves");
    assertThat(api.get("api/v1/agents/leaves").status()).isEqualTo(404);
  }

  @Test
  void pauseResumeAndRetryActWhileAModelIsBeingAsked() {
    HELD.add("steered");
    agent("steered", "steered", 1, 10, 1);
    String task = named("steered", "<steered> <wrong>", 5);
    Await.that("the model is asked", PATIENCE, () -> model.calls("steered") == 1);
    steered(task, "pause", "paused");
    String waiting = named("steered", "waits", 5);
    HELD.remove("steered");
    Await.that(
        "the call comes to its end",
        PATIENCE,
        () -> !stage(task).path("status").asText().equals("running"));
    assertThat(status(task)).isEqualTo("paused");
    // A paused task keeps its place.
    assertThat(status(waiting)).isEqualTo("pending");
    steered(task, "resume", null);
    assertThat(api.awaitEnd(task, PATIENCE).path("status").asText()).isEqualTo("failed");
    assertThat(api.awaitEnd(waiting, PATIENCE).path("status").asText()).isEqualTo("succeeded");

    HELD.add("steered");
    String other = named("steered", "<steered>", 5);
    Await.that("the other one has the place", PATIENCE, () -> model.calls("steered") == 2);
    steered(task, "retry", "pending");
    steered(other, "cancel", "cancelled");
    HELD.remove("steered");
    Await.that("it is tried again", SECOND, () -> !status(task).equals("pending"));
    JsonNode ended = api.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
  }

  @Test
  void aWaitingTaskIsGivenToWhomSomebodyChoosesWithinItsCapacity() {
    HELD.add("given");
    agent("given-full", "given", 1, 10, 1);
    String first = named("given-full", "<given>", 5);
    Await.that("the model is asked", PATIENCE, () -> model.calls("given") == 1);
    String waiting = named("given-full", "<given> second", 5);
    String later = named("given-full", "<given> third", 5);
    assertThat(status(waiting)).isEqualTo("pending");
    agent("given-free", "other", 1, 3, 1);
    JsonNode free = candidate(waiting, "given-free");
    assertThat(free.path("fits").asBoolean()).as(free.toString()).isTrue();
    assertThat(free.path("free").asInt()).isEqualTo(1);
    assertThat(candidate(waiting, "given-full").path("reason").asText())
        .contains("as many tasks as it may, 1");

    ApiClient.Answer given = give(waiting, "given-free");
    assertThat(given.status()).as(given.text()).isEqualTo(201);
    assertThat(given.json().path("stage").asText()).isEqualTo("answer");
    assertThat(given.json().path("uses").asInt()).isEqualTo(1);
    Await.that("it begins", SECOND, () -> status(waiting).equals("running"));
    assertThat(task(waiting).path("agent").asText()).isEqualTo("given-free");
    assertThat(api.get("api/v1/agents/given-free").json().path("status").asText())
        .isEqualTo("busy");
    JsonNode decision = api.get("api/v1/tasks/" + waiting + "/routing").json().path("items").get(0);
    assertThat(decision.path("winner").asText()).isEqualTo("given-free");
    assertThat(decision.path("decidedBy").asText()).isEqualTo("override");
    assertThat(decision.path("reason").asText()).contains("'given-full'", "because");
    List<String> updates = new ArrayList<>();
    api.get("api/v1/tasks/" + waiting + "/updates")
        .json()
        .path("items")
        .forEach(update -> updates.add(update.path("data").path("agent").asText()));
    assertThat(updates).contains("given-free");
    assertThat(api.get("api/v1/audit?task=" + waiting).text()).contains("override.created");

    assertThat(give(later, "given-free").status()).isEqualTo(409);
    assertThat(give(later, "given-free").text()).contains("as many tasks as it may");
    assertThat(status(later)).isEqualTo("pending");
    assertThat(api.get("api/v1/tasks/" + later + "/overrides").json().path("items")).isEmpty();
    assertThat(api.get("api/v1/tasks/" + waiting + "/candidates").status()).isEqualTo(409);
    HELD.remove("given");
    for (String task : List.of(first, waiting, later)) {
      assertThat(api.awaitEnd(task, PATIENCE).path("status").asText()).isEqualTo("succeeded");
    }
  }

  @Test
  void anAgentThatTurnsBusyOrIdleIsToldOnce() {
    HELD.add("load");
    agent("load", "load", 1, 10, 1);
    String id = api.get("api/v1/agents/load").json().path("id").asText();
    try (EventListener socket = EventListener.open(ServerFixture.shared(), "agents")) {
      // The socket may begin to listen a moment after it was opened.
      Await.that(
          "it listens",
          PATIENCE,
          () -> {
            api.post("api/v1/agents/load/disable", "");
            api.post("api/v1/agents/load/enable", "");
            return socket.find("agent.changed", id).isPresent();
          });
      String first = named("load", "<load>", 5);
      String next = named("load", "<load> next", 5);
      Await.that("it is busy", PATIENCE, () -> loads(socket, id).equals(List.of("busy 1")));
      HELD.remove("load");
      assertThat(api.awaitEnd(first, PATIENCE).path("status").asText()).isEqualTo("succeeded");
      assertThat(api.awaitEnd(next, PATIENCE).path("status").asText()).isEqualTo("succeeded");
      Await.that(
          "it is idle",
          PATIENCE,
          () -> {
            List<String> loads = loads(socket, id);
            return loads.get(loads.size() - 1).equals("available 0");
          });
      List<String> loads = loads(socket, id);
      for (int i = 1; i < loads.size(); i++) {
        assertThat(loads.get(i)).isNotEqualTo(loads.get(i - 1));
      }
      HELD.add("load");
      String cancelled = named("load", "<load> cancelled", 5);
      Await.that("it is busy", PATIENCE, () -> loads(socket, id).size() == loads.size() + 1);
      steered(cancelled, "cancel", "cancelled");
      Await.that("it is idle", SECOND, () -> loads(socket, id).size() == loads.size() + 2);
    } finally {
      HELD.remove("load");
    }
  }

  private static List<String> loads(EventListener socket, String agent) {
    return socket.all("agent.load", agent).stream()
        .map(event -> event.path("data"))
        .map(data -> data.path("status").asText() + " " + data.path("tasks").asInt())
        .toList();
  }

  @Test
  void anAgentThatDoesNotFitIsRefusedWithItsReason() {
    agent("unfit-easy", "unfit", 1, 4, null);
    agent("unfit-clumsy", "nothing", 1, 10, null);
    String task = auto("unfit-unheard", 8, "waits");
    assertThat(give(task, "unfit-easy").status()).isEqualTo(422);
    assertThat(give(task, "unfit-easy").text()).contains("complexity 1 to 4, and this one has 8");
    assertThat(give(task, "unfit-clumsy").text()).contains("skills that are asked for");
    assertThat(give(task, "no-such-agent").text()).contains("there is no agent 'no-such-agent'");
    ObjectNode nothing = Json.object().put("kind", "agent").put("value", "unfit-clumsy");
    assertThat(api.post("api/v1/tasks/" + task + "/overrides", nothing.toString()).text())
        .contains("reason");
    assertThat(status(task)).isEqualTo("pending");
    agent("unfit-not", "unfit-unheard", 8, 8, 1);
    JsonNode ended = api.awaitEnd(task, PATIENCE);
    assertThat(ended.path("agent").asText()).isEqualTo("unfit-not");
  }

  @Test
  void ofManyWhoGiveAtOnceOnlyAsManySucceedAsThereIsRoom() throws Exception {
    HELD.add("rush");
    agent("rush-full", "rush", 1, 10, 1);
    String first = named("rush-full", "<rush>", 5);
    Await.that("the model is asked", PATIENCE, () -> model.calls("rush") == 1);
    agent("rush-free", "other", 1, 10, 3);
    List<String> waiting = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiting.add(named("rush-full", "<rush> " + i, 5));
    }
    ExecutorService many = Executors.newFixedThreadPool(8);
    List<Integer> answers = new ArrayList<>();
    try {
      List<Future<Integer>> giving =
          waiting.stream()
              .map(task -> many.submit(() -> give(task, "rush-free").status()))
              .toList();
      for (Future<Integer> each : giving) {
        answers.add(each.get());
      }
    } finally {
      many.shutdownNow();
    }
    assertThat(answers).containsOnly(201, 409);
    assertThat(answers.stream().filter(status -> status == 201)).hasSize(3);
    HELD.remove("rush");
    api.awaitEnd(first, PATIENCE);
    for (String task : waiting) {
      assertThat(api.awaitEnd(task, PATIENCE).path("status").asText()).isEqualTo("succeeded");
    }
  }

  @Test
  void whatNobodyFitsKeepsNobodyElseWaiting() throws Exception {
    ExecutorService many = Executors.newFixedThreadPool(8);
    List<Future<String>> odd = new ArrayList<>();
    try {
      // More than one round looks at, and all before the one that fits.
      for (int i = 0; i < 510; i++) {
        String skill = "a-skill-of-nobody-" + i;
        odd.add(many.submit(() -> auto(skill, 5, "odd")));
      }
      for (Future<String> each : odd) {
        each.get();
      }
      agent("starving", "zz-starving", 1, 10, null);
      String fits = auto("zz-starving", 5, "fits");
      JsonNode ended = api.awaitEnd(fits, PATIENCE);
      assertThat(ended.path("agent").asText()).isEqualTo("starving");
      String first = odd.get(0).get();
      assertThat(task(first).path("reason").asText()).contains("No agent fits");
    } finally {
      List<Future<ApiClient.Answer>> cancelled = new ArrayList<>();
      for (Future<String> each : odd) {
        String id = each.get();
        cancelled.add(many.submit(() -> api.post("api/v1/tasks/" + id + "/cancel", "")));
      }
      for (Future<ApiClient.Answer> each : cancelled) {
        each.get();
      }
      many.shutdownNow();
    }
  }

  private static ApiClient.Answer give(String task, String agent) {
    ObjectNode body =
        Json.object().put("kind", "agent").put("value", agent).put("reason", "because");
    return api.post("api/v1/tasks/" + task + "/overrides", body.toString());
  }

  private static JsonNode candidate(String task, String agent) {
    for (JsonNode each : api.get("api/v1/tasks/" + task + "/candidates").json().path("items")) {
      if (each.path("agent").asText().equals(agent)) {
        return each;
      }
    }
    throw new AssertionError("Not told: " + agent);
  }

  @Test
  void whatContradictsItselfIsRefusedAndNamesItsFields() {
    assertThat(refused(Json.object().put("title", "t").put("assign", "best"))).contains("assign");
    assertThat(refused(Json.object().put("title", "t").put("assign", "auto").put("agent", "docs")))
        .contains("assign");
    ObjectNode skills = Json.object().put("title", "t");
    skills.putArray("skills").add("java");
    assertThat(refused(skills)).contains("skills");
    skills.put("assign", "auto").putArray("skills").add("a,b");
    assertThat(refused(skills)).contains("skills");
  }

  private static List<String> refused(ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/tasks", body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    List<String> fields = new ArrayList<>();
    answer.json().path("errors").forEach(error -> fields.add(error.path("field").asText()));
    return fields;
  }

  /** Steers and sees that it has happened within a second. */
  private static void steered(String task, String verb, String becomes) {
    long began = System.nanoTime();
    ApiClient.Answer answer = api.post("api/v1/tasks/" + task + "/" + verb, "");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    if (becomes != null) {
      assertThat(status(task)).isEqualTo(becomes);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SECOND);
  }

  private static void agent(String name, String skill, int min, int max, Integer capacity) {
    ObjectNode agent =
        Json.object()
            .put("name", name)
            .put("prompt", "Answer.")
            .put("model", "assigned-model")
            .put("minComplexity", min)
            .put("maxComplexity", max)
            .put("capacity", capacity);
    agent.putArray("skills").add(skill);
    created("agents", agent);
  }

  private static String named(String agent, String title, int priority) {
    return submit(Json.object().put("title", title).put("agent", agent).put("priority", priority));
  }

  private static String auto(String skill, int complexity, String title) {
    return auto(skill, complexity, title, 5);
  }

  private static String auto(String skill, int complexity, String title, int priority) {
    ObjectNode task =
        Json.object()
            .put("title", title)
            .put("assign", "auto")
            .put("complexity", complexity)
            .put("priority", priority);
    task.putArray("skills").add(skill);
    return submit(task);
  }

  private static String submit(ObjectNode task) {
    return created("tasks", task).json().path("id").asText();
  }

  private static JsonNode stage(String task) {
    return api.get("api/v1/tasks/" + task + "/stages").json().path("items").get(0);
  }

  private static JsonNode task(String id) {
    return api.get("api/v1/tasks/" + id).json();
  }

  private static String status(String id) {
    return task(id).path("status").asText();
  }

  private static ApiClient.Answer created(String resource, ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/" + resource, body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }
}
