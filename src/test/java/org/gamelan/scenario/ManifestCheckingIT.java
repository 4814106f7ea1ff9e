package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests checked over HTTP, and the schemas that editors check them with. */
class ManifestCheckingIT {
  private static final String YAML = "application/yaml";
  private static ServerFixture server;
  private static ApiClient api;

  @BeforeAll
  static void prepare() {
    server = ServerFixture.shared();
    api = server.client();
  }

  /** A bar stands for a line end. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "agents:|  a: {promt: x}; unknown-key; 2; 7; did you mean 'prompt'?",
        "agents:|  a: {prompt: x}|  a: {prompt: y}; duplicate; 3; 3; the first is in line 2",
        "agents:|  A: {prompt: x}; bad-name; 2; 3; A name",
        "agents:|  a: {enabled: yes}; type; 2; 16; Whether it takes new work",
        "agents:|  a: {tools: [no.such]}; unknown-tool; 2; 15; ``",
        "agents:|  a: {model: no-such}; unknown-model; 2; 14; ``",
        "agents:|  a: {outputSchema: none}; unknown-schema; 2; 21; ``",
        "agents:|  a: {prompt: '{{ x }'}; bad-template; 2; 15; line 1",
        "agents:|  a: {fallback: a}; fallback-cycle; 2; 17; no fallback",
        "stages:|  a: {kind: agent, agent: nobody}; unknown-agent; 2; 27; ``",
        "stages:|  a: {kind: pipeline, pipeline: none}; unknown-pipeline; 2; 33; ``",
        "stages:|  a: {kind: decision, value: '#{x.y()}'}; bad-expression; 2; 30; ``",
        "stages:|  a: {kind: agent}; missing; 2; 3; agent",
        "schemas:|  s: {type: objekt}; bad-schema; 2; 13; ``",
        "schemas:|  s: {$ref: 'https://example.org/x'}; bad-schema; 2; 13; ``",
        "stages:|\ta: 1; syntax; 2; 1; indent with spaces",
        "agents: !!java.util.Date {}; syntax; 1; 9; ``",
        "stages: [; syntax; 1; 10; ``"
      })
  void everyProblemHasItsPlaceAndAdvice(
      String manifest, String rule, int line, int column, String suggestion) {
    JsonNode answer = check(manifest.replace('|', '\n'), YAML);

    assertThat(answer.path("valid").asBoolean()).isFalse();
    List<JsonNode> found = new ArrayList<>();
    answer.path("problems").forEach(found::add);
    assertThat(found)
        .anySatisfy(
            problem -> {
              assertThat(problem.path("rule").asText()).isEqualTo(rule);
              assertThat(problem.path("severity").asText()).isEqualTo("error");
              assertThat(problem.path("line").asInt()).isEqualTo(line);
              assertThat(problem.path("column").asInt()).isEqualTo(column);
              assertThat(problem.path("file").asText()).isEqualTo("manifest.yaml");
              assertThat(problem.path("message").asText()).isNotBlank();
              assertThat(problem.path("suggestion").asText()).contains(suggestion);
            });
  }

  @Test
  void partsWithoutAWorkflowAreAllowed() {
    for (String part :
        List.of(
            "",
            "# nothing yet",
            "agents: {a: {prompt: Hello}}",
            "stages: {a: {kind: input}, b: {kind: fork}}",
            "schemas: {s: {type: object}}",
            "security: {mode: safe_mode}",
            "memory: {context: {tokens: 10}}",
            "agents: {a: &x {prompt: Hello}, b: *x}")) {
      JsonNode answer = check(part, YAML);
      assertThat(answer.path("valid").asBoolean()).as(part + answer).isTrue();
      assertThat(answer.path("problems")).isEmpty();
    }
  }

  @Test
  void warningsLeaveAManifestValid() {
    JsonNode answer =
        check("stages: {a: {kind: decision, value: '#{outputs.b.x}'}, c: {kind: input}}", YAML);

    assertThat(answer.path("valid").asBoolean()).isTrue();
    assertThat(answer.path("problems").get(0).path("severity").asText()).isEqualTo("warning");
  }

  @Test
  void jsonIsCheckedAsWell() {
    JsonNode wrong = check("{\"stages\": {\n  \"a\": {\"kind\": \"agnt\"}}}", "application/json");
    assertThat(wrong.path("problems").get(0).path("line").asInt()).isEqualTo(2);
    assertThat(wrong.path("problems").get(0).path("file").asText()).isEqualTo("manifest.json");
    assertThat(
            check("{\"stages\": {\"a\": {\"kind\": \"input\"}}}", "application/json").path("valid"))
        .isEqualTo(Json.parse("true"));
    assertThat(check("{\"stages\": ", "application/json").path("problems").get(0).path("rule"))
        .isEqualTo(Json.parse("\"syntax\""));
    assertThat(check("{\"a\":".repeat(5_000), "application/json").path("valid").asBoolean())
        .isFalse();
  }

  @Test
  void bombsAreRefusedQuickly() {
    StringBuilder bomb = new StringBuilder("schemas:\n  a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("  a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }
    for (String text :
        List.of(bomb.toString(), "a: " + "[".repeat(100_000), "agents: &a {b: *a}")) {
      JsonNode answer = check(text, YAML);
      assertThat(answer.path("problems").get(0).path("rule").asText()).isEqualTo("syntax");
    }
  }

  @Test
  void whatIsNoManifestAtAllIsRefusedByItsKind() {
    assertProblem(post("<a/>", "application/xml", api), 415);
    assertProblem(post("# " + "x".repeat(1 << 20), YAML, api), 413);
    assertProblem(post("agents: {}", YAML, new ApiClient(server.base(), "")), 401);
    ApiClient.Answer bytes =
        api.send(
            api.request("api/v1/workflows/validation")
                .header("Content-Type", YAML)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {(byte) 0xC3, 0x28})));
    assertProblem(bytes, 400);
  }

  @Test
  void largeManifestsAreCheckedForAnyClient() {
    ApiClient.Answer answer =
        api.send(
            api.request("api/v1/workflows/validation")
                .header("Content-Type", YAML)
                .POST(HttpRequest.BodyPublishers.ofString("# " + "x".repeat(900_000))));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @Test
  void schemasAreGivenByNameAndVersion() {
    for (String name :
        List.of(
            "manifest",
            "agents",
            "tools",
            "schemas",
            "stages",
            "workflow",
            "pipelines",
            "memory",
            "security")) {
      JsonNode schema = api.get("api/v1/schemas/" + name).json();
      assertThat(JsonSchema.findProblems(schema)).as(name).isEmpty();
      assertThat(api.get("api/v1/schemas/" + name + "@1").json()).isEqualTo(schema);
    }
    assertProblem(api.get("api/v1/schemas/agents@2"), 404);
    assertProblem(api.get("api/v1/schemas/agents@"), 404);
    assertProblem(api.get("api/v1/schemas/nothing"), 404);
    assertProblem(new ApiClient(server.base(), "").get("api/v1/schemas/agents"), 401);
  }

  @Test
  void schemasOfWorkflowsHaveTheirVersion() {
    JsonNode list = api.get("api/v1/schemas?limit=500").json().path("items");
    List<JsonNode> mine = new ArrayList<>();
    list.forEach(
        it -> {
          if (it.path("workflow").asText().equals("basic-llm-agent")) {
            mine.add(it);
          }
        });
    assertThat(mine).isNotEmpty();
    JsonNode first = mine.get(0);
    String name = first.path("name").asText();
    assertThat(name).startsWith("basic-llm-agent/");
    assertThat(api.get("api/v1/schemas/" + name + "@" + first.path("version").asInt()).json())
        .isEqualTo(first.path("schema"));
  }

  private static JsonNode check(String manifest, String type) {
    ApiClient.Answer answer = post(manifest, type, api);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static ApiClient.Answer post(String body, String type, ApiClient client) {
    return client.send(
        client
            .request("api/v1/workflows/validation")
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static void assertProblem(ApiClient.Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
  }
}
