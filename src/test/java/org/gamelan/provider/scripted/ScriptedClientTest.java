package org.gamelan.provider.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.provider.ApiKey;
import org.gamelan.provider.CallOrigin;
import org.gamelan.provider.Catalogue;
import org.gamelan.provider.ModelAnswer;
import org.gamelan.provider.ModelCallException;
import org.gamelan.provider.ModelEntry;
import org.gamelan.provider.ModelMessage;
import org.gamelan.provider.ModelParameters;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ModelToolCall;
import org.gamelan.provider.Models;
import org.gamelan.provider.OfferedModel;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.ProviderLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptedClientTest {
  private final ScriptedClient client = new ScriptedClient(new RuleFiles(List.of()));

  @Test
  void firstMatchingRuleAnswers() {
    Models models =
        scripted(
            """
            rules:
              - when: {agent: other}
                reply: other
              - when: {agent: [helper], stage: s, model: default, text: "(?i)HELLO"}
                reply: "Hi {{ task.title }}, you said {{ prompt }}"
              - reply: fallback
            """);
    ModelAnswer answer = models.call(request("hello there"));
    assertThat(answer.text()).isEqualTo("Hi T, you said hello there");
    assertThat(answer.provider()).isEqualTo("scripted");
    assertThat(answer.model()).isEqualTo("default");
    assertThat(answer.tokens().input()).isEqualTo(5);
    assertThat(answer.tokens().output()).isEqualTo(7);
    assertThat(models.call(request("bye")).text()).isEqualTo("fallback");
  }

  @Test
  void objectsAreWrittenAsJsonAndKeepValues() {
    Models models =
        scripted(
            """
            rules:
              - reply:
                  title: "{{ task.title }}"
                  files: "{{ outputs.scan.files | json }}"
                  count: "{{ outputs.scan.files | length | json }}"
                  mixed: "n={{ outputs.scan.files | length }}"
                  fixed: [1, true, null]
            """);
    assertThat(Json.parse(models.call(request("x")).text()))
        .isEqualTo(
            Json.parse(
                """
                {"title":"T","files":["a","b"],"count":2,"mixed":"n=2","fixed":[1,true,null]}
                """));
  }

  @Test
  void asksForToolsAndThenUsesTheirResults() {
    Models models =
        scripted(
            """
            rules:
              - toolCalls: [{name: files.read, arguments: {path: "{{ task.title }}.md"}}]
                reply: "{{ toolResults[0].name }}: {{ toolResults[0].result.size }}"
            """);
    ModelAnswer first = models.call(request("x"));
    assertThat(first.toolCalls())
        .containsExactly(new ModelToolCall("call_0_0", "files.read", "{\"path\":\"T.md\"}"));
    ModelRequest second =
        request(
            ModelMessage.user("x"),
            ModelMessage.assistant("", first.toolCalls()),
            ModelMessage.toolResult(
                "call_0_0", "{\"tool\":\"files.read\",\"result\":{\"size\":3}}"));
    assertThat(models.call(second).text()).isEqualTo("files.read: 3");
  }

  @Test
  void turnsFollowEachOther() {
    Models models = scripted("rules: [{turns: [{reply: one}, {reply: two}]}]");
    assertThat(models.call(request("x")).text()).isEqualTo("one");
    ModelRequest second =
        request(
            ModelMessage.user("x"),
            ModelMessage.assistant("one", List.of()),
            ModelMessage.user("again"));
    assertThat(models.call(second).text()).isEqualTo("two");
  }

  @Test
  void failsAsOftenAsToldForEachTask() {
    Models models =
        scripted(
            """
            rules:
              - fail: {kind: rate-limit, times: 1, retryAfter: 2s, message: slow down}
                reply: ok
            """);
    ModelRequest request = request("x");
    assertThatThrownBy(() -> models.call(request))
        .isInstanceOfSatisfying(
            ModelCallException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(FailureKind.RATE_LIMIT);
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(2));
              assertThat(e).hasMessage("slow down");
            });
    assertThat(models.call(request).text()).isEqualTo("ok");
    assertThatThrownBy(() -> models.call(request("x"))).isInstanceOf(ModelCallException.class);
  }

  @Test
  void spoilsAnswers() {
    Models models =
        scripted("rules: [{malformed: {as: truncated, times: 1}, reply: {a: 1, b: 2}}]");
    ModelRequest request = request("x");
    ModelAnswer cut = models.call(request);
    assertThat(cut.truncated()).isTrue();
    assertThat(cut.text()).isEqualTo("{\"a\":1,\"");
    assertThat(models.call(request).text()).isEqualTo("{\"a\":1,\"b\":2}");
    for (Fault fault : Fault.values()) {
      assertThat(fault.spoil("{\"a\":1}")).isNotEqualTo("{\"a\":1}");
    }
  }

  @Test
  void delayIsBoundedByTheTimeout() {
    Models models = scripted("rules: [{delay: 5s, reply: late}]");
    assertThatThrownBy(() -> models.call(request("x")))
        .isInstanceOfSatisfying(
            ModelCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TIMEOUT));
  }

  @Test
  void interruptionEndsADelay() {
    Models models = scripted("rules: [{delay: 100ms, reply: late}]");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> models.call(request("x")))
        .isInstanceOfSatisfying(
            ModelCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CANCELLED));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void unmatchedRequestIsAnsweredWithALabel() {
    Models models = scripted("rules: []");
    assertThat(models.call(request("x")).text()).startsWith("[scripted]");
  }

  @Test
  void unmatchedSchemaIsAnsweredWithASmallestInstance() {
    JsonNode schema =
        yaml(
            """
            type: object
            required: [title, steps, kind, score, when, nested, pick]
            properties:
              title: {type: string, minLength: 20}
              steps: {type: array, minItems: 1, items: {$ref: '#/$defs/step'}}
              kind: {enum: [a, b]}
              score: {type: number, minimum: 0.5, maximum: 1}
              when: {type: string, format: date-time}
              nested: {type: [object, 'null'], required: [x], properties: {x: {type: integer}}}
              pick: {oneOf: [{type: boolean}, {type: string}]}
            $defs: {step: {type: object, required: [name], properties: {name: {type: string}}}}
            """);
    ModelRequest plain = request("x");
    ModelRequest request =
        new ModelRequest(
            null,
            null,
            plain.messages(),
            List.of(),
            schema,
            ModelParameters.NONE,
            plain.timeout(),
            plain.origin());
    JsonNode answer = Json.parse(scripted("rules: []").call(request).text());
    assertThat(JsonSchema.compile(schema).validate(answer)).isEmpty();
    assertThat(answer.path("title").textValue()).startsWith("scripted");
  }

  @Test
  void brokenRulesAreRefusedWithTheirPlace() {
    assertThatThrownBy(() -> RuleBook.parse("rules: [{reply: x, wen: {}}]", "f.yaml"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("f.yaml/rules/0");
    assertThatThrownBy(() -> RuleBook.parse("rules: [{when: {text: '('}, reply: x}]", "f.yaml"))
        .hasMessageContaining("RE2");
    assertThatThrownBy(() -> RuleBook.parse("rules: [", "f.yaml")).hasMessageContaining("YAML");
    assertThat(client.findProblem(Json.parse("{\"rules\":[{\"reply\":1}]}"))).isPresent();
    assertThat(client.findProblem(Json.parse("{\"rules\":[{\"reply\":\"x\"}]}"))).isEmpty();
  }

  @Test
  void rulesInManifestFoldersAreReadAndReadAgain(@TempDir Path folder) throws Exception {
    Path file = Files.createDirectory(folder.resolve("mine")).resolve("scripted.yaml");
    Files.writeString(file, "rules: [{when: {agent: helper}, reply: first}]");
    RuleFiles files = new RuleFiles(List.of(folder));
    assertThat(files.current().find(request("x"))).isPresent();
    assertThat(files.named("mine/scripted.yaml").rules()).hasSize(1);
    assertThatThrownBy(() -> files.named("../x.yaml")).isInstanceOf(InvalidInputException.class);
    Files.writeString(file, "rules: [{wrong: true}]");
    assertThat(files.named("mine/scripted.yaml").rules()).hasSize(1);
  }

  @Test
  void textIsStreamedWordByWord() {
    Models models = scripted("rules: [{reply: \"one  two\\nthree\"}]");
    List<String> pieces = new ArrayList<>();
    ModelAnswer answer = models.stream(request("x"), pieces::add);
    assertThat(pieces).containsExactly("one  ", "two\n", "three");
    assertThat(answer).isEqualTo(models.call(request("x")));
  }

  @Test
  void interruptionEndsAStream() {
    Models models = scripted("rules: [{reply: one two three}]");
    List<String> pieces = new ArrayList<>();
    assertThatThrownBy(
            () ->
                models.stream(
                    request("x"),
                    piece -> {
                      pieces.add(piece);
                      Thread.currentThread().interrupt();
                    }))
        .isInstanceOfSatisfying(
            ModelCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CANCELLED));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(pieces).containsExactly("one ");
  }

  @Test
  void oneNameStandsForAllModels() {
    Models models = scripted("rules: []");
    ProviderEntry provider = models.find("default").orElseThrow().provider();
    assertThat(models.offered(provider, Duration.ofSeconds(1)))
        .extracting(OfferedModel::name)
        .containsExactly("scripted");
  }

  private Models scripted(String rules) {
    ProviderEntry provider =
        new ProviderEntry(
            UUID.randomUUID(),
            0,
            "scripted",
            "scripted",
            null,
            ApiKey.NONE,
            ProviderLimits.NONE,
            Json.object().put("rules", rules));
    ModelEntry entry =
        new ModelEntry("default", 1, provider, "scripted", null, null, null, List.of(), List.of());
    Catalogue catalogue = new Catalogue(List.of(entry));
    return new Models(() -> catalogue, List.of(client));
  }

  private static ModelRequest request(String text) {
    return request(ModelMessage.user(text));
  }

  private static ModelRequest request(ModelMessage... messages) {
    Map<String, Object> variables =
        Map.of(
            "task",
            Map.of("title", "T"),
            "outputs",
            Map.of("scan", Json.parse("{\"files\":[\"a\",\"b\"]}")));
    return new ModelRequest(
        null,
        "12345678",
        List.of(messages),
        List.of(),
        null,
        ModelParameters.NONE,
        Duration.ofMillis(200),
        new CallOrigin(UUID.randomUUID(), UUID.randomUUID(), "s", "helper", variables));
  }

  private static JsonNode yaml(String text) {
    try {
      return new YAMLMapper().readTree(text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
