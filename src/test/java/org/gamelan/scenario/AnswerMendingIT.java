package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Answers that do not fit, from the model's wire to the stage's record: mended, asked for again,
 * asked of another model, and in the end told with everything that was tried.
 */
class AnswerMendingIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String BROKEN =
      """
      <think>Maybe {"summary": 0}?</think>
      Here:
      ```json
      {'summary': "done", 'n': '4',}
      ```\
      """;
  private static final String MANIFEST =
      """
      agents:
        mended: {model: mending, prompt: Answer., outputSchema: mended_output}
      schemas:
        mended_output:
          type: object
          required: [summary]
          properties: {summary: {type: string}, n: {type: integer}}
      stages:
        answer:
          kind: agent
          agent: mended
          retry: {attempts: 1}
          onInvalidOutput: {repair: true, ask: 1, model: mending-strong, then: fail}
        strict:
          kind: agent
          agent: mended
          retry: {attempts: 1}
          onInvalidOutput: {repair: false, ask: 0}
      workflow: {name: mending, version: 3, start: answer, edges: [], end: [answer]}
      """;

  private static ApiClient api;
  private static FakeModel model;

  @BeforeAll
  static void prepare() {
    ServerFixture server = ServerFixture.shared();
    api = server.client();
    model = new FakeModel(AnswerMendingIT::answer);
    created(
        "providers",
        Json.object()
            .put("name", "mending")
            .put("kind", "openai-compatible")
            .put("baseUrl", model.environment().get("GAMELAN_MODEL_BASE_URL"))
            .put("apiKey", "any"));
    created("models", alias("mending", "plain-upstream"));
    created("models", alias("mending-strong", "strong-upstream"));
    Definitions.write(server.manifests().resolve("mending").resolve("manifest.yaml"), MANIFEST);
    Definitions.write(
        server.manifests().resolve("mending-strict").resolve("manifest.yaml"),
        MANIFEST
            .replace("mended:", "strictly:")
            .replace("agent: mended", "agent: strictly")
            .replace("start: answer", "start: strict")
            .replace("end: [answer]", "end: [strict]")
            .replace("name: mending,", "name: mending-strict,"));
    ApiClient.Answer read = api.post("api/v1/agents/discovery", "");
    assertThat(read.status()).as(read.text()).isEqualTo(200);
  }

  @AfterAll
  static void stop() throws Exception {
    model.close();
  }

  private static void answer(String request, FakeModel.Line line) throws IOException {
    boolean strong = request.contains("strong-upstream");
    boolean again = request.contains("does not fit");
    if (request.contains("hopeless")) {
      line.complete(strong ? "Never." : again ? "No again." : "No.");
    } else if (request.contains("stronger") ? strong : request.contains("again") && again) {
      line.complete(Definitions.ANSWER);
    } else {
      line.complete(request.contains("mendable") ? BROKEN : "{\"summary\": [1]}");
    }
  }

  @Test
  void aBrokenAnswerIsMendedAndKeptAsItCame() {
    JsonNode stage = stage(ended("mendable", "mending", "succeeded"));

    assertThat(stage.path("output")).isEqualTo(Json.parse("{\"summary\":\"done\",\"n\":4}"));
    assertThat(stage.path("rawOutput").asText()).isEqualTo(BROKEN);
    assertThat(rungs(stage)).containsExactly("parse false", "repair true");
    assertThat(stage.path("repairs").get(1).path("message").asText())
        .contains("thinking")
        .contains("code fence")
        .contains("comma too many")
        .contains("numbers or booleans");
  }

  @Test
  void withoutRepairTheSameAnswerFails() {
    JsonNode stage = stage(ended("mendable", "mending-strict", "failed"));

    assertThat(stage.path("failure").path("kind").asText()).isEqualTo("invalid-output");
    assertThat(stage.path("rawOutput").asText()).isEqualTo(BROKEN);
    assertThat(rungs(stage)).containsExactly("parse false");
  }

  @Test
  void theModelIsAskedAgainWithWhatIsWrong() {
    JsonNode stage = stage(ended("again", "mending", "succeeded"));

    assertThat(stage.path("output").path("summary").asText()).isEqualTo("done");
    assertThat(stage.path("rawOutput").asText()).isEqualTo(Definitions.ANSWER);
    assertThat(rungs(stage)).containsExactly("validate false", "repair false", "ask true");
    assertThat(stage.path("repairs").get(0).path("message").asText())
        .contains("/summary: array found, string expected");
  }

  @Test
  void anotherModelIsAskedAfterThat() {
    JsonNode stage = stage(ended("stronger", "mending", "succeeded"));

    assertThat(stage.path("model").asText()).startsWith("mending-strong");
    assertThat(rungs(stage))
        .containsExactly(
            "validate false",
            "repair false",
            "validate false",
            "repair false",
            "ask false",
            "model true");
  }

  @Test
  void whatNothingMendsFailsWithAllThatWasTried() {
    JsonNode task = ended("hopeless", "mending", "failed");
    JsonNode stage = stage(task);

    assertThat(task.path("failure").path("kind").asText()).isEqualTo("invalid-output");
    assertThat(stage.path("rawOutput").asText()).isEqualTo("Never.");
    assertThat(rungs(stage)).contains("ask false").endsWith("model false");
    assertThat(stage.path("repairs"))
        .allSatisfy(rung -> assertThat(rung.path("message").asText()).isNotBlank());
  }

  private static JsonNode ended(String title, String workflow, String status) {
    ObjectNode body = Json.object().put("title", title).put("workflow", workflow);
    JsonNode task = api.awaitEnd(created("tasks", body).json().path("id").asText(), PATIENCE);
    assertThat(task.path("status").asText()).as(task.toString()).isEqualTo(status);
    return task;
  }

  private static JsonNode stage(JsonNode task) {
    JsonNode stages =
        api.get("api/v1/tasks/" + task.path("id").asText() + "/stages").json().path("items");
    assertThat(stages).hasSize(1);
    return stages.get(0);
  }

  private static List<String> rungs(JsonNode stage) {
    List<String> rungs = new ArrayList<>();
    stage
        .path("repairs")
        .forEach(it -> rungs.add(it.path("rung").asText() + " " + it.path("ok").asBoolean()));
    return rungs;
  }

  private static ObjectNode alias(String name, String upstream) {
    return Json.object().put("name", name).put("provider", "mending").put("model", upstream);
  }

  private static ApiClient.Answer created(String resource, ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/" + resource, body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }
}
