package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A person gives what a model could not: {@code onInvalidOutput … then: approval}. */
class GivenOutputsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String MANIFEST =
      """
      agents:
        mumbler: {model: mumbling, prompt: Answer., outputSchema: clear}
      schemas:
        clear:
          type: object
          required: [summary]
          properties: {summary: {type: string, minLength: 1}}
          additionalProperties: false
      stages:
        say:
          kind: agent
          agent: mumbler
          onInvalidOutput: {repair: true, ask: 1, then: approval}
        done: {kind: output, with: {said: "#{outputs.say.summary}"}}
      workflow: {name: mumbling, version: 1, start: say, edges: [say -> done], end: [done]}
      """;

  private static ApiClient api;
  private static FakeModel model;

  @BeforeAll
  static void prepare() {
    ServerFixture server = ServerFixture.shared();
    api = server.client();
    model = new FakeModel((request, line) -> line.complete("Mumble."));
    created(
        "providers",
        Json.object()
            .put("name", "mumbling")
            .put("kind", "openai-compatible")
            .put("baseUrl", model.environment().get("GAMELAN_MODEL_BASE_URL"))
            .put("apiKey", "any"));
    created(
        "models",
        Json.object().put("name", "mumbling").put("provider", "mumbling").put("model", "mumble"));
    Definitions.write(server.manifests().resolve("mumbling").resolve("manifest.yaml"), MANIFEST);
    assertThat(api.post("api/v1/agents/discovery", "").status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() throws Exception {
    model.close();
  }

  private static void created(String what, ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/" + what, body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  @Test
  void theOutputThatSomebodyGivesGoesOnAsTheStages() {
    String task = start();
    JsonNode approval = asked(task);
    assertThat(approval.path("kind").asText()).isEqualTo("output");
    assertThat(approval.path("content").get(1).path("value").asText()).isEqualTo("Mumble.");
    assertThat(decide(task, approval, "approve", null).status()).isEqualTo(422);
    ApiClient.Answer unfit = decide(task, approval, "edit", Json.parse("{\"summary\":\"\"}"));
    assertThat(unfit.status()).isEqualTo(422);
    assertThat(unfit.json().path("errors").get(0).path("field").asText())
        .isEqualTo("value/summary");
    assertThat(decide(task, approval, "edit", Json.parse("{\"summary\":\"clearly\"}")).status())
        .isEqualTo(200);
    JsonNode ended = api.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    JsonNode stage = api.get("api/v1/tasks/" + task + "/stages").json().path("items").get(0);
    assertThat(stage.path("output").path("summary").asText()).isEqualTo("clearly");
    assertThat(stage.path("rawOutput").asText()).isEqualTo("Mumble.");
    JsonNode repairs = stage.path("repairs");
    assertThat(repairs.get(repairs.size() - 1).path("rung").asText()).isEqualTo("person");
    assertThat(stage.path("tokens").path("input").asInt()).isEqualTo(20);
    Replayed.isSame(api, task);
  }

  @Test
  void whoeverRejectsFailsTheStage() {
    String task = start();
    assertThat(decide(task, asked(task), "reject", null).status()).isEqualTo(200);
    JsonNode ended = api.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).isEqualTo("failed");
    assertThat(ended.path("failure").path("kind").asText()).isEqualTo("rejected");
    Replayed.isSame(api, task);
  }

  private static String start() {
    ApiClient.Answer made = api.post("api/v1/tasks", Api.task("say it", "mumbling").toString());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().path("id").asText();
  }

  private static JsonNode asked(String task) {
    JsonNode listed =
        Await.value(
            "task " + task + " asks",
            PATIENCE,
            () ->
                Optional.ofNullable(
                    api.get("api/v1/approvals?status=pending&task=" + task)
                        .json()
                        .path("items")
                        .get(0)));
    return api.get("api/v1/approvals/" + listed.path("id").asText()).json();
  }

  private static ApiClient.Answer decide(
      String task, JsonNode approval, String decision, JsonNode value) {
    ObjectNode body = Json.object().put("stage", "say").put("decision", decision);
    body.put("shown", approval.path("shown").asText());
    body.set("value", value);
    return api.post("api/v1/tasks/" + task + "/decisions", body.toString());
  }
}
