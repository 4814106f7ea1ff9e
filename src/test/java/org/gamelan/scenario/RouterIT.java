package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules choose pipelines, people override agents, models, ways and inputs, and traces tell it. */
class RouterIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

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

  private static final Set<String> HELD = ConcurrentHashMap.newKeySet();
  private static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

  private static ApiClient api;
  private static FakeModel model;

  @BeforeAll
  static void prepare() {
    ServerFixture server = ServerFixture.shared();
    api = server.client();
    model = new FakeModel(RouterIT::answer);
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
  static void stop() throws IOException {
    HELD.clear();
    model.close();
  }

  @Test
  void rulesChooseThePipelineAndTheTraceTellsAmongWhich() {
    ObjectNode task = Json.object().put("title", "by its label");
    task.putArray("labels").add("routed");
    JsonNode created = created("tasks", task).json();
    assertThat(created.path("pipeline").asText()).isEqualTo("routed-high");
    JsonNode choice = decision(created.path("id").asText(), "pipeline");
    assertThat(choice.path("decidedBy").asText()).isEqualTo("rule");
    assertThat(choice.path("winner").asText()).isEqualTo("routed-high");
    assertThat(choice.path("candidates").toString())
        .contains("\"routed-low\",\"reason\":\"its rule holds, priority 1\"");
    assertThat(ended(created.path("id").asText()).path("status").asText()).isEqualTo("succeeded");

    String named = submit("named", "routed-low");
    assertThat(decision(named, "pipeline").path("decidedBy").asText()).isEqualTo("caller");
    ended(named);
    String falling =
        created("tasks", Json.object().put("title", "falls back").put("workflow", "routed-falling"))
            .json()
            .path("id")
            .asText();
    assertThat(ended(falling).path("status").asText()).isEqualTo("succeeded");
    JsonNode fallback = decision(falling, "agent");
    assertThat(fallback.path("winner").asText()).isEqualTo("routed-second");
    assertThat(fallback.path("reason").asText())
        .isEqualTo("It is the fallback of 'routed-broken', which failed: server-error.");
  }

  @Test
  void agentModelAndInputOfAStageThatHasNotBegunCanBeOverridden() {
    HELD.add("overridden");
    String task = submit("<overridden>", "routed-high");
    override(task, "agent", "work", Json.tree("routed-second"), 201);
    JsonNode model = override(task, "model", "work", Json.tree("routed-strong"), 201);
    override(task, "input", "done", Json.object().put("given", "by hand"), 201);
    JsonNode gone = override(task, "model", "done", Json.tree("routed-strong"), 422);
    assertThat(gone.path("errors").get(0).path("field").asText()).isEqualTo("stage");
    HELD.remove("overridden");
    JsonNode ended = ended(task);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    JsonNode result = api.get("api/v1/tasks/" + task + "/result").json();
    assertThat(result.path("output").path("given").asText()).isEqualTo("by hand");
    JsonNode work = stage(task, "work");
    assertThat(work.path("agent").asText()).isEqualTo("routed-second");
    assertThat(work.path("output").path("text").asText()).isEqualTo("I am second. routed-strong");
    assertThat(stage(task, "done").path("input").path("given").asText()).isEqualTo("by hand");
    JsonNode used = decision(task, "model");
    assertThat(used.path("decidedBy").asText()).isEqualTo("override");
    assertThat(used.path("override").asText()).isEqualTo(model.path("id").asText());
    assertThat(decision(task, "agent").path("decidedBy").asText()).isEqualTo("override");
    for (JsonNode each : overrides(task)) {
      assertThat(each.path("uses").asInt()).as(each.toString()).isEqualTo(1);
      assertThat(each.path("createdBy").asText()).isEqualTo("admin");
    }
    assertThat(override(task, "agent", "work", Json.tree("routed-first"), 409)).isNotNull();
    assertThat(messages(task))
        .contains("Override of the agent of stage work, to routed-second: a test");
  }

  @Test
  void theNextStageCanBeOverriddenOnceAndNotOutOfAFork() {
    HELD.add("elsewhere");
    String task = submit("<elsewhere>", "routed-high");
    assertThat(fields(override(task, "next", "left", Json.tree("done"), 422))).contains("value");
    assertThat(fields(override(task, "next", "work", Json.tree("left"), 422))).contains("value");
    assertThat(fields(override(task, "next", "spread", Json.tree("done"), 422))).contains("value");
    override(task, "next", "work", Json.tree("done"), 201);
    HELD.remove("elsewhere");
    assertThat(ended(task).path("status").asText()).isEqualTo("succeeded");
    assertThat(names(task)).containsExactly("wait", "work", "done");
    JsonNode next = decision(task, "next");
    assertThat(next.path("winner").asText()).isEqualTo("done");
    assertThat(next.path("decidedBy").asText()).isEqualTo("override");

    HELD.add("while it runs");
    String running = submit("<while it runs>", "routed-high");
    Await.that(
        "it runs",
        PATIENCE,
        () -> stage(running, "wait").path("status").asText().equals("running"));
    override(running, "next", "wait", Json.tree("done"), 201);
    HELD.remove("while it runs");
    assertThat(ended(running).path("status").asText()).isEqualTo("succeeded");
    assertThat(names(running)).containsExactly("wait", "done");

    HELD.add("along");
    String edge = submit("<along>", "routed-high");
    JsonNode taken = override(edge, "next", "work", Json.tree("aside"), 201);
    override(edge, "next", "work", Json.tree("aside"), 201);
    assertThat(overrides(edge)).hasSize(1);
    assertThat(status("tasks/" + edge + "/overrides/" + taken.path("id").asText()))
        .as("the second took its place")
        .isEqualTo(404);
    String left = overrides(edge).get(0).path("id").asText();
    assertThat(status("tasks/" + edge + "/overrides/" + left)).isEqualTo(204);
    HELD.remove("along");
    assertThat(ended(edge).path("status").asText()).isEqualTo("succeeded");
    assertThat(names(edge)).contains("gather");
  }

  @Test
  void theNextStageIsOverriddenOnceAfterARetryToo() {
    REFUSED.add("retried");
    String task = submit("<retried>", "routed-again");
    assertThat(ended(task).path("status").asText()).isEqualTo("failed");
    override(task, "next", "work", Json.tree("loop"), 201);
    REFUSED.remove("retried");
    assertThat(api.post("api/v1/tasks/" + task + "/retry", "").status()).isBetween(200, 204);
    JsonNode again = ended(task);
    assertThat(again.path("status").asText()).as(again + " " + stages(task)).isEqualTo("succeeded");
    assertThat(names(task)).containsExactly("wait", "wait", "work", "loop", "work", "done");
  }

  @Test
  void noOverrideLeadsPastPeopleOrPutsAnAgentWhereItsPipelineDoesNotAllowIt() {
    HELD.add("guarded");
    String task = submit("<guarded>", "routed-guarded");
    JsonNode past = override(task, "next", "wait", Json.tree("done"), 422);
    assertThat(past.path("errors").get(0).path("message").asText())
        .contains("people decide in 'ask'");
    assertThat(fields(override(task, "next", "ask", Json.tree("done"), 422)))
        .containsExactly("value");
    JsonNode agent = override(task, "agent", "inner.work", Json.tree("routed-second"), 422);
    assertThat(agent.path("errors").get(0).path("message").asText())
        .contains("'routed-strict' does not allow");
    JsonNode made = override(task, "next", "wait", Json.tree("ask"), 201);
    assertThat(status("tasks/" + task + "/overrides/" + made.path("id").asText())).isEqualTo(204);
    JsonNode rows = api.get("api/v1/audit?task=" + task).json().path("items");
    assertThat(rows.findValuesAsText("action"))
        .containsExactly("override.removed", "override.created");
    assertThat(rows.get(1).path("actor").asText()).isEqualTo("admin");
    assertThat(rows.get(1).path("stage").asText()).isEqualTo("wait");
    assertThat(rows.get(1).path("reason").asText()).isEqualTo("a test");
    assertThat(api.post("api/v1/tasks/" + task + "/cancel", "").status()).isBetween(200, 204);
    HELD.remove("guarded");
  }

  @Test
  void whatCannotBeIsRefusedAndNamesItsFields() {
    HELD.add("refused");
    String task = submit("<refused>", "routed-strict");
    assertThat(fields(override(task, "agent", "work", Json.tree("nobody"), 422)))
        .containsExactly("value");
    JsonNode strict = override(task, "agent", "work", Json.tree("routed-second"), 422);
    assertThat(strict.path("errors").get(0).path("message").asText())
        .contains("'routed-strict' does not allow");
    assertThat(fields(override(task, "model", "work", Json.tree("no-model"), 422)))
        .containsExactly("value");
    assertThat(fields(override(task, "mood", "nowhere", Json.tree("x"), 422)))
        .containsExactly("kind", "stage");
    ApiClient.Answer empty = api.post("api/v1/tasks/" + task + "/overrides", "{}");
    assertThat(fields(empty.json())).containsExactly("reason", "kind", "stage", "value");
    HELD.remove("refused");
    ended(task);
    assertThat(api.post("api/v1/tasks/no-task/overrides", "{}").status()).isEqualTo(404);
  }

  @Test
  void aStandingOverrideCountsWhereItMatchesAndIsCounted() {
    JsonNode made =
        created(
                "overrides",
                Json.object()
                    .put("kind", "agent")
                    .put("value", "routed-second")
                    .put("pipeline", "routed-low")
                    .put("stage", "work")
                    .put("reason", "the first one is on holiday"))
            .json();
    assertThat(made.path("expiresAt").asText()).isNotBlank();
    String path = "api/v1/overrides/" + made.path("id").asText();
    try {
      String low = submit("standing", "routed-low");
      ended(low);
      assertThat(stage(low, "work").path("agent").asText()).isEqualTo("routed-second");
      assertThat(stage(low, "wait").path("agent").asText()).isEqualTo("routed-first");
      String high = submit("not standing", "routed-high");
      ended(high);
      assertThat(stage(high, "work").path("agent").asText()).isEqualTo("routed-first");
      assertThat(decision(low, "agent").path("override").asText())
          .isEqualTo(made.path("id").asText());
      ApiClient.Answer read = api.get(path);
      assertThat(read.json().path("uses").asInt()).isEqualTo(1);
      ApiClient.Answer changed =
          api.send(
              api.request(path)
                  .header("Content-Type", "application/json")
                  .header("If-Match", read.response().headers().firstValue("ETag").orElseThrow())
                  .PUT(HttpRequest.BodyPublishers.ofString("{\"reason\": \"still away\"}")));
      assertThat(changed.json().path("reason").asText()).isEqualTo("still away");
    } finally {
      assertThat(api.send(api.request(path).DELETE()).status()).isEqualTo(204);
    }
    String after = submit("no more", "routed-low");
    ended(after);
    assertThat(stage(after, "work").path("agent").asText()).isEqualTo("routed-first");
    ApiClient.Answer empty = api.post("api/v1/overrides", "{}");
    assertThat(empty.status()).isEqualTo(422);
    assertThat(fields(empty.json())).containsExactly("reason", "kind", "value", "agent");
  }

  @Test
  void membersOfATeamCanBeOverriddenForATimeAndAReplayDoesItTheSameWay() {
    HELD.add("team");
    String task = submit("<team>", "routed-team");
    // The committee is held already, and ends as it began.
    assertThat(fields(override(task, "agent", "panel", Json.tree("routed-third"), 422)))
        .containsExactly("agent");
    ObjectNode third =
        given("agent", "panel", Json.tree("routed-third")).put("agent", "routed-first");
    assertThat(fields(refused(task, third.deepCopy().put("agent", "routed-third"))))
        .containsExactly("agent");
    assertThat(fields(refused(task, third.deepCopy().put("value", "routed-second"))))
        .containsExactly("value");
    assertThat(fields(refused(task, third.deepCopy().put("expiresAt", "2001-01-01T00:00:00Z"))))
        .containsExactly("expiresAt");
    ObjectNode short1 = given("model", "work", Json.tree("routed-strong"));
    short1.put("expiresAt", Instant.now().plusMillis(300).toString());
    JsonNode made = api.post("api/v1/tasks/" + task + "/overrides", short1.toString()).json();
    assertThat(made.path("expiresAt").asText()).isNotBlank();
    Await.pause(400);
    HELD.remove("team");
    assertThat(ended(task).path("status").asText()).isEqualTo("succeeded");
    assertThat(stage(task, "work").path("model").asText()).isEqualTo("routed-model");
    assertThat(overrides(task)).isEmpty();

    JsonNode standing =
        created(
                "overrides",
                Json.object()
                    .put("kind", "agent")
                    .put("value", "routed-third")
                    .put("agent", "routed-first")
                    .put("workflow", "routed-team")
                    .put("reason", "a test"))
            .json();
    JsonNode model =
        created(
                "overrides",
                Json.object()
                    .put("kind", "model")
                    .put("value", "routed-strong")
                    .put("workflow", "routed-team")
                    .put("stage", "panel")
                    .put("reason", "a test"))
            .json();
    String next = submit("a second team", "routed-team");
    ended(next);
    String panel = stage(next, "panel").path("output").toString();
    assertThat(panel)
        .contains("I am third. routed-strong", "I am second. routed-strong")
        .doesNotContain("I am first.");
    assertThat(stage(next, "work").path("agent").asText()).isEqualTo("routed-third");
    assertThat(status("overrides/" + standing.path("id").asText())).isEqualTo(204);
    assertThat(status("overrides/" + model.path("id").asText())).isEqualTo(204);
    JsonNode replayed = api.post("api/v1/tasks/" + next + "/replay", "{}").json();
    assertThat(replayed.path("same").asBoolean()).as(replayed.toString()).isTrue();
  }

  @Test
  void waysAndInputsCanStandForAllTasksOfAWorkflow() {
    JsonNode input =
        created(
                "overrides",
                Json.object()
                    .put("kind", "input")
                    .put("workflow", "routed-team")
                    .put("stage", "done")
                    .put("reason", "a test")
                    .set("value", Json.parse("{\"said\": \"#{outputs.panel == null}\"}")))
            .json();
    assertThat(input.path("value").path("said").asText()).contains("outputs.panel");
    JsonNode next =
        created(
                "overrides",
                Json.object()
                    .put("kind", "next")
                    .put("workflow", "routed-team")
                    .put("stage", "panel")
                    .put("value", "done")
                    .put("reason", "a test"))
            .json();
    String task = submit("led", "routed-team");
    assertThat(ended(task).path("status").asText()).isEqualTo("succeeded");
    assertThat(names(task)).containsExactly("panel", "done");
    assertThat(stage(task, "done").path("input").path("said").asText()).isEqualTo("false");
    JsonNode way = decision(task, "next");
    assertThat(way.path("winner").asText()).isEqualTo("done");
    assertThat(way.path("override").asText()).isEqualTo(next.path("id").asText());
    assertThat(way.path("reason").asText()).startsWith("A standing override");
    for (JsonNode each : List.of(input, next)) {
      assertThat(status("overrides/" + each.path("id").asText())).isEqualTo(204);
    }
    JsonNode replayed = api.post("api/v1/tasks/" + task + "/replay", "{}").json();
    assertThat(replayed.path("same").asBoolean()).as(replayed.toString()).isTrue();
    assertThat(names(ended(submit("not led", "routed-team")).path("id").asText()))
        .containsExactly("panel", "work", "done");
  }

  @Test
  void aStandingWayOrInputSaysWhereAndMakesSense() {
    ObjectNode draft = Json.object().put("kind", "next").put("value", "done").put("reason", "r");
    assertThat(faults(draft.deepCopy().put("agent", "routed-first")))
        .containsExactly("agent", "workflow", "stage");
    draft.put("workflow", "routed-again").put("stage", "loop");
    assertThat(faults(draft.deepCopy().put("stage", "nowhere"))).containsExactly("stage");
    assertThat(faults(draft.deepCopy().put("value", "work")))
        .as("a way back")
        .containsExactly("value");
    assertThat(faults(draft.deepCopy().put("value", "wait"))).containsExactly("value");
    draft.put("kind", "input");
    assertThat(faults(draft)).containsExactly("value");
    draft.set("value", Json.parse("[1]"));
    assertThat(faults(draft)).containsExactly("value");
  }

  private static List<String> faults(ObjectNode draft) {
    ApiClient.Answer answer = api.post("api/v1/overrides", draft.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    return fields(answer.json());
  }

  private static ObjectNode given(String kind, String stage, JsonNode value) {
    ObjectNode body = Json.object().put("kind", kind).put("stage", stage).put("reason", "a test");
    return body.set("value", value);
  }

  private static JsonNode refused(String task, ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/tasks/" + task + "/overrides", body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    return answer.json();
  }

  @Test
  void scoresFollowWhatEndedAndAgentsAreChosenByThem() {
    for (String name : List.of("scored-well", "scored-badly")) {
      ObjectNode agent =
          Json.object()
              .put("name", name)
              .put("prompt", name.equals("scored-well") ? "I am fine." : "I am bad.")
              .put("model", "routed-model");
      if (name.equals("scored-badly")) {
        agent.put("fallback", "scored-well");
      }
      agent.putArray("skills").add("scored");
      created("agents", agent);
      for (int i = 0; i < 6; i++) {
        ended(
            created("tasks", Json.object().put("title", "a trial").put("agent", name))
                .json()
                .path("id")
                .asText());
      }
    }
    JsonNode bad = score("scored-badly", 6);
    JsonNode good = score("scored-well", 6);
    assertThat(good.path("neutral").asBoolean()).isFalse();
    assertThat(good.path("fitness").asDouble()).isGreaterThan(bad.path("fitness").asDouble());
    assertThat(good.path("parts").findValuesAsText("name"))
        .containsExactly("success", "quality", "speed", "cost");
    assertThat(
            api.get("api/v1/agents/scored-well/metrics")
                .json()
                .path("scores")
                .findValuesAsText("taskClass"))
        .containsExactly("single-agent");

    ObjectNode task =
        Json.object().put("title", "the best").put("assign", "auto").put("prefer", "fitness");
    task.putArray("skills").add("scored");
    JsonNode created = created("tasks", task).json();
    assertThat(created.path("prefer").asText()).isEqualTo("fitness");
    JsonNode choice = decision(created.path("id").asText(), "agent");
    assertThat(choice.path("decidedBy").asText()).isEqualTo("score");
    assertThat(choice.path("winner").asText()).isEqualTo("scored-well");
    assertThat(choice.path("candidates").get(0).path("score").asDouble())
        .isGreaterThan(choice.path("candidates").get(1).path("score").asDouble());
    ended(created.path("id").asText());
    ApiClient.Answer wrong =
        api.post("api/v1/tasks", "{\"title\": \"t\", \"prefer\": \"fitness\"}");
    assertThat(fields(wrong.json())).containsExactly("prefer");
    assertThat(api.get("api/v1/scores?limit=1").json().path("items")).hasSize(1);
    theFitterOfTwoFallbacksTakesOver();
  }

  /** In the definitions the other one comes first. */
  private static void theFitterOfTwoFallbacksTakesOver() {
    created(
        "agents",
        Json.object()
            .put("name", "scored-broken")
            .put("prompt", "I am broken.")
            .put("model", "routed-model")
            .put("fallback", "scored-badly"));
    ObjectNode task = Json.object().put("title", "rescued").put("agent", "scored-broken");
    String id = created("tasks", task).json().path("id").asText();
    assertThat(ended(id).path("status").asText()).isEqualTo("succeeded");
    JsonNode choice =
        Await.value(
            "the fallback's choice",
            PATIENCE,
            () ->
                items(api.get("api/v1/tasks/" + id + "/routing")).stream()
                    .filter(each -> each.path("kind").asText().equals("agent"))
                    .filter(each -> each.path("decidedBy").asText().equals("score"))
                    .findFirst());
    assertThat(choice.path("winner").asText()).isEqualTo("scored-well");
    assertThat(choice.path("stage").asText()).isNotEmpty();
    assertThat(choice.path("reason").asText())
        .startsWith(
            "It is a fallback of 'scored-broken', which failed: server-error. It has the best");
    assertThat(choice.path("candidates").findValuesAsText("name"))
        .containsExactly("scored-broken", "scored-well", "scored-badly");
    assertThat(items(api.get("api/v1/tasks/" + id + "/stages")))
        .extracting(stage -> stage.path("way").path("agent").asText())
        .contains("scored-well")
        .doesNotContain("scored-badly");
  }

  private static List<JsonNode> items(ApiClient.Answer answer) {
    List<JsonNode> items = new ArrayList<>();
    answer.json().path("items").forEach(items::add);
    return items;
  }

  private static JsonNode score(String agent, int runs) {
    return Await.value(
        "the score of " + agent,
        PATIENCE,
        () -> {
          JsonNode found =
              api.get("api/v1/scores?taskClass=single-agent&agent=" + agent)
                  .json()
                  .path("items")
                  .path(0);
          return found.path("runs").asInt() >= runs
              ? java.util.Optional.of(found)
              : java.util.Optional.empty();
        });
  }

  private static JsonNode override(
      String task, String kind, String stage, JsonNode value, int status) {
    ObjectNode body = given(kind, stage, value);
    ApiClient.Answer answer = api.post("api/v1/tasks/" + task + "/overrides", body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.json();
  }

  private static int status(String path) {
    return api.send(api.request("api/v1/" + path).DELETE()).status();
  }

  private static List<String> fields(JsonNode problem) {
    return problem.path("errors").findValuesAsText("field");
  }

  private static JsonNode overrides(String task) {
    return api.get("api/v1/tasks/" + task + "/overrides").json().path("items");
  }

  private static List<String> messages(String task) {
    return api.get("api/v1/tasks/" + task + "/updates?limit=500")
        .json()
        .path("items")
        .findValuesAsText("message");
  }

  private static List<String> names(String task) {
    List<String> names = new ArrayList<>();
    stages(task).forEach(stage -> names.add(stage.path("name").asText()));
    return names;
  }

  private static JsonNode stages(String task) {
    return api.get("api/v1/tasks/" + task + "/stages").json().path("items");
  }

  private static JsonNode stage(String task, String name) {
    for (JsonNode stage : stages(task)) {
      if (stage.path("name").asText().equals(name)) {
        return stage;
      }
    }
    throw new AssertionError("no stage " + name);
  }

  private static JsonNode decision(String task, String kind) {
    ApiClient.Answer answer = api.get("api/v1/tasks/" + task + "/routing");
    for (JsonNode decision : answer.json().path("items")) {
      if (decision.path("kind").asText().equals(kind)) {
        return decision;
      }
    }
    throw new AssertionError("no decision on " + kind + " in " + answer.text());
  }

  private static String submit(String title, String pipeline) {
    ObjectNode task = Json.object().put("title", title).put("pipeline", pipeline);
    return created("tasks", task).json().path("id").asText();
  }

  private static JsonNode ended(String task) {
    return api.awaitEnd(task, PATIENCE);
  }

  private static ApiClient.Answer created(String resource, ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/" + resource, body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }
}
