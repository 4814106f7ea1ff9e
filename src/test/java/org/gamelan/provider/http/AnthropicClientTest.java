package org.gamelan.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.provider.ApiKey;
import org.gamelan.provider.ModelCallException;
import org.gamelan.provider.ModelMessage;
import org.gamelan.provider.ModelParameters;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ModelTool;
import org.gamelan.provider.ModelToolCall;
import org.gamelan.provider.Models;
import org.gamelan.provider.OfferedModel;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.http.VendorWire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicClientTest {
  private final WireServer server = new WireServer();
  private final HttpTransport transport = WireCalls.transport();
  private final AnthropicClient client = new AnthropicClient(transport, WireCalls.ANY_HOST);
  private final VendorWire wire = new AnthropicWire();

  @AfterEach
  void stop() throws IOException {
    transport.close();
    server.close();
  }

  @Test
  void conversationIsMadeOfBlocks() {
    ModelTool tool = new ModelTool("files.read", "Reads", Json.parse("{\"properties\":{}}"));
    ModelToolCall call = new ModelToolCall("toolu_1", "files.read", "{\"path\":\"a\"}");
    JsonNode body =
        sent(
            "{}",
            WireCalls.request(
                null,
                List.of(tool),
                ModelMessage.user("Hi"),
                ModelMessage.assistant("Let me see", List.of(call)),
                ModelMessage.toolResult("toolu_1", "{\"result\":1}")));
    assertThat(body)
        .isEqualTo(
            Json.parse(
                """
                {"model":"m-1","max_tokens":99,"stream":false,"temperature":0.2,
                 "system":[{"type":"text","text":"Be brief"}],
                 "messages":[
                  {"role":"user","content":[{"type":"text","text":"Hi"}]},
                  {"role":"assistant","content":[{"type":"text","text":"Let me see"},
                   {"type":"tool_use","id":"toolu_1","name":"files_read","input":{"path":"a"}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1",
                   "content":"{\\"result\\":1}"}]}],
                 "tools":[{"name":"files_read","description":"Reads",
                  "input_schema":{"type":"object","properties":{}}}]}
                """));
  }

  @Test
  void schemaIsToldInItsStrictForm() {
    JsonNode body = sent("{}", WireCalls.request(WireCalls.SCHEMA, List.of()));
    assertThat(body.path("output_config"))
        .isEqualTo(
            Json.parse(
                """
                {"format":{"type":"json_schema","schema":{"type":"object","required":["a"],
                 "properties":{"a":{"type":"string"}},"additionalProperties":false}}}
                """));
    assertThat(body.at("/system/0/text").asText()).isEqualTo("Be brief");
  }

  @Test
  void openSchemaStandsInThePrompt() {
    JsonNode schema = Json.parse("{\"type\":\"object\"}");
    JsonNode body = sent("{}", WireCalls.request(schema, List.of()));
    assertThat(body.has("output_config")).isFalse();
    assertThat(body.at("/system/0/text").asText()).contains("{\"type\":\"object\"}");
  }

  @Test
  void emptyAnswerBeforeDoesNotBreakTheNextRequest() {
    JsonNode body =
        sent(
            "{}",
            WireCalls.request(
                null,
                List.of(),
                ModelMessage.user("Hi"),
                ModelMessage.assistant("", List.of()),
                ModelMessage.user("Well?")));
    assertThat(body.at("/messages/1/content/0/text").asText()).isEqualTo("(no text)");
  }

  @Test
  void limitIsAlwaysGiven() {
    ModelRequest asked = WireCalls.request(null, List.of());
    ModelRequest open =
        new ModelRequest(
            null,
            null,
            asked.messages(),
            List.of(),
            null,
            ModelParameters.NONE,
            asked.timeout(),
            asked.origin());
    JsonNode body = sent("{}", open);
    assertThat(body.path("max_tokens").asInt()).isEqualTo(AnthropicClient.DEFAULT_OUTPUT_TOKENS);
    assertThat(body.has("system")).isFalse();
    assertThat(body.has("temperature")).isFalse();
  }

  @Test
  void answerThatFillsTheWindowIsCutOff() {
    Said cutOff = new Said(List.of("Hel"), List.of(), true);
    server
        .then(200, "", wire.answer(cutOff).replace("max_tokens", "model_context_window_exceeded"))
        .thenSay(
            wire.streamType(),
            wire.stream(cutOff).replace("max_tokens", "model_context_window_exceeded"));
    ModelRequest request = WireCalls.request(null, List.of());
    assertThat(models("{}").call(request).truncated()).isTrue();
    assertThat(models("{}").stream(request, piece -> {}).truncated()).isTrue();
  }

  @Test
  void promptIsCachedOnDemand() {
    JsonNode body = sent("{\"promptCaching\":true}", WireCalls.request(null, List.of()));
    assertThat(body.at("/system/0/cache_control/type").asText()).isEqualTo("ephemeral");
    assertThat(client.findProblem(Json.parse("{\"promptCaching\":\"yes\"}"))).isPresent();
    assertThat(client.findProblem(Json.parse("{\"promptCaching\":false}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/v1"})
  void baseUrlMayEndInItsVersion(String path) {
    server.then(200, "", wire.answer(Said.text("Hello"))).then(200, "", wire.list());
    ProviderEntry provider =
        WireCalls.provider("anthropic", server.root() + path, ApiKey.of(VendorWire.KEY), "{}");
    WireCalls.models(client, provider).call(WireCalls.request(null, List.of()));
    wire.check(server.received().get(0), false);
    assertThat(client.models(provider, WireCalls.TIMEOUT))
        .containsExactly(
            new OfferedModel(
                "m-1", 200_000, null, null, List.of("streaming", "tools", "json_schema", "vision")),
            new OfferedModel("m-2", null, null, null, List.of("streaming", "tools")));
    assertThat(server.received().get(1).head())
        .startsWith("get /v1/models?limit=1000 http/1.1\r\n")
        .contains("x-api-key: " + VendorWire.KEY, "anthropic-version: 2023-06-01");
  }

  @ParameterizedTest
  @CsvSource({
    "overloaded_error, server-error",
    "api_error, server-error",
    "rate_limit_error, rate-limit",
    "authentication_error, auth",
    "permission_error, auth",
    "billing_error, budget",
    "timeout_error, timeout",
    "not_found_error, invalid-input",
    "invalid_request_error, invalid-input"
  })
  void errorInAStreamTellsItsKind(String type, String kind) {
    server.thenSay(
        "text/event-stream",
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"no\"}}\n\n"
            .formatted(type));
    Models models = models("{}");
    assertThat(
            catchThrowableOfType(
                    ModelCallException.class,
                    () -> models.stream(WireCalls.request(null, List.of()), piece -> {}))
                .kind())
        .isEqualTo(FailureKind.of(kind));
  }

  private JsonNode sent(String settings, ModelRequest request) {
    server.then(200, "", wire.answer(Said.text("Hello")));
    models(settings).call(request);
    JsonNode body = Json.parse(server.received().get(0).body());
    return settings.equals("{}") ? wire.check(server.received().get(0), false) : body;
  }

  private Models models(String settings) {
    return WireCalls.models(
        client,
        WireCalls.provider("anthropic", server.root(), ApiKey.of(VendorWire.KEY), settings));
  }
}
