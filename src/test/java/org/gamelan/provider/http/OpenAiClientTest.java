package org.gamelan.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.provider.ApiKey;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ModelAnswer;
import org.gamelan.provider.ModelCallException;
import org.gamelan.provider.ModelMessage;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ModelTool;
import org.gamelan.provider.Models;
import org.gamelan.provider.OfferedModel;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.TokenUsage;
import org.gamelan.provider.http.VendorWire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiClientTest {
  private final WireServer server = new WireServer();
  private final HttpTransport transport = WireCalls.transport();
  private final VendorWire wire = new OpenAiWire("openai-compatible");

  @AfterEach
  void stop() throws IOException {
    transport.close();
    server.close();
  }

  @Test
  void asksAndAnswers() {
    server.then(200, "", wire.answer(Said.text("Hello")));
    ModelAnswer answer = models("{}").call(ask());
    assertThat(answer)
        .isEqualTo(
            new ModelAnswer(
                "Hello",
                List.of(),
                false,
                new TokenUsage(1000, 500, 200),
                new BigDecimal("0.002"),
                "p",
                "default"));
    assertThat(wire.check(server.received().get(0), false))
        .isEqualTo(
            Json.parse(
                """
                {"model":"m-1","stream":false,"temperature":0.2,"max_tokens":99,"messages":
                 [{"role":"system","content":"Be brief"},{"role":"user","content":"Hi"}]}
                """));
  }

  @Test
  void originalCallsTheLimitByItsNewName() {
    server.then(200, "", wire.answer(Said.text("Hello")));
    models("openai", "{}").call(ask());
    JsonNode body = Json.parse(server.received().get(0).body());
    assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(99);
    assertThat(body.has("max_tokens")).isFalse();
  }

  @Test
  void schemaGoesIntoThePromptUnlessTheProviderTakesIt() {
    String said = wire.answer(Said.text("{}"));
    server.then(200, "", said).then(200, "", said).then(200, "", said);
    ModelRequest request = WireCalls.request(WireCalls.SCHEMA, List.of());
    models("{}").call(request);
    models("{\"structuredOutput\":\"json_schema\"}").call(request);
    models("{\"structuredOutput\":\"json_object\"}").call(request);
    JsonNode byPrompt = Json.parse(server.received().get(0).body());
    assertThat(byPrompt.path("messages").path(0).path("content").asText())
        .contains(Json.write(WireCalls.SCHEMA));
    assertThat(byPrompt.has("response_format")).isFalse();
    JsonNode bySchema = Json.parse(server.received().get(1).body());
    assertThat(bySchema.path("messages").path(0).path("content").asText()).isEqualTo("Be brief");
    assertThat(bySchema.path("response_format").path("json_schema").path("schema"))
        .isEqualTo(WireCalls.SCHEMA);
    JsonNode byObject = Json.parse(server.received().get(2).body());
    assertThat(byObject.path("response_format").path("type").asText()).isEqualTo("json_object");
    assertThat(byObject.path("messages").path(0).path("content").asText())
        .contains(Json.write(WireCalls.SCHEMA));
  }

  @Test
  void namesThatCollideStayApart() {
    ModelRequest request =
        WireCalls.request(
            null,
            List.of(
                new ModelTool("a.b", "", WireCalls.SCHEMA),
                new ModelTool("a_b", "", WireCalls.SCHEMA),
                new ModelTool("x".repeat(70), "", WireCalls.SCHEMA)));
    ToolNames names = ToolNames.of(request);
    assertThat(names.wire("a.b")).isEqualTo("a_b");
    assertThat(names.wire("a_b")).isEqualTo("a_b_2");
    assertThat(names.own("a_b_2")).isEqualTo("a_b");
    assertThat(names.wire("x".repeat(70))).hasSize(64);
    assertThat(names.own("invented")).isEqualTo("invented");
  }

  @Test
  void spentCreditIsNoRateLimit() {
    server.then(429, "", "{\"error\":{\"message\":\"pay\",\"code\":\"insufficient_quota\"}}");
    assertThat(failure().kind()).isEqualTo(FailureKind.BUDGET);
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7000",
    "0.5, 500",
    "'Thu, 01 Jan 2026 00:00:09 GMT', 9000",
    "'Wed, 31 Dec 2025 00:00:09 GMT', 0",
    "999999999, 3600000"
  })
  void retryAfterIsRead(String header, long millis) {
    server.then(429, "Retry-After: " + header + "\r\n", "{}");
    assertThat(failure().retryAfter()).contains(Duration.ofMillis(millis));
  }

  @Test
  void unreadableRetryAfterIsNone() {
    assertThat(RetryAfter.of("soon", WireCalls.CLOCK)).isEmpty();
    assertThat(RetryAfter.of(null, WireCalls.CLOCK)).isEmpty();
  }

  @Test
  void unknownHostIsANetworkFailure() {
    ProviderEntry nowhere = provider("openai-compatible", "http://no-such-host.invalid/v1", "{}");
    Models models = WireCalls.models(new OpenAiClient(transport, WireCalls.ANY_HOST), nowhere);
    assertThatThrownBy(() -> models.call(ask()))
        .isInstanceOfSatisfying(
            ModelCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NETWORK));
  }

  @Test
  void privateHostIsNotCalledOutsideOfDevelopment() {
    HostRule strict = new HostRule(false, List.of());
    ProviderEntry here = provider("openai-compatible", server.baseUrl(), "{}");
    Models models = WireCalls.models(new OpenAiClient(transport, strict), here);
    for (var way :
        List.<Runnable>of(
            () -> models.call(ask()), () -> models.offered(here, WireCalls.TIMEOUT))) {
      assertThatThrownBy(way::run)
          .isInstanceOfSatisfying(
              ModelCallException.class,
              e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_PERMITTED));
    }
    assertThat(server.received()).isEmpty();
  }

  @Test
  void keyIsOptional() {
    server.then(200, "", wire.answer(Said.text("Hello")));
    ProviderEntry open =
        WireCalls.provider("openai-compatible", server.baseUrl(), ApiKey.NONE, "{}");
    WireCalls.models(new OpenAiClient(transport, WireCalls.ANY_HOST), open).call(ask());
    assertThat(server.received().get(0).head()).doesNotContain("authorization");
  }

  @Test
  void oddTextsSurvive() {
    server.then(200, "", wire.answer(Said.text("é😀")));
    ModelRequest request =
        WireCalls.request(
            null, List.of(), ModelMessage.user(""), ModelMessage.user("é😀 \"quoted\""));
    assertThat(models("{}").call(request).text()).isEqualTo("é😀");
    assertThat(Json.parse(server.received().get(0).body()).at("/messages/2/content").asText())
        .isEqualTo("é😀 \"quoted\"");
  }

  @Test
  void listsTellWhatTheyTell() {
    server.then(
        200,
        "",
        """
        [{"id":"a","context_window":8192},{"id":"b","max_model_len":4096},{"id":""},{"id":"c"}]
        """);
    List<OfferedModel> offered =
        models("{}")
            .offered(provider("openai-compatible", server.baseUrl(), "{}"), WireCalls.TIMEOUT);
    assertThat(offered)
        .containsExactly(
            new OfferedModel("a", 8192, null, null, List.of()),
            new OfferedModel("b", 4096, null, null, List.of()),
            new OfferedModel("c", null, null, null, List.of()));
  }

  @Test
  void structuredOutputIsOneOfThree() {
    OpenAiClient client = new OpenAiClient(transport, WireCalls.ANY_HOST);
    assertThat(client.findProblem(null)).isEmpty();
    assertThat(client.findProblem(Json.parse("{\"structuredOutput\":\"prompt\"}"))).isEmpty();
    assertThat(client.findProblem(Json.parse("{\"structuredOutput\":\"magic\"}"))).isPresent();
  }

  private ModelCallException failure() {
    return catchThrowableOfType(ModelCallException.class, () -> models("{}").call(ask()));
  }

  private static ModelRequest ask() {
    return WireCalls.request(null, List.of());
  }

  private Models models(String settings) {
    return models("openai-compatible", settings);
  }

  private Models models(String kind, String settings) {
    return WireCalls.models(
        new OpenAiClient(transport, WireCalls.ANY_HOST),
        provider(kind, server.baseUrl(), settings));
  }

  private static ProviderEntry provider(String kind, String baseUrl, String settings) {
    return WireCalls.provider(kind, baseUrl, ApiKey.of(VendorWire.KEY), settings);
  }
}
