package org.gamelan.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.provider.ApiKey;
import org.gamelan.provider.CallOrigin;
import org.gamelan.provider.Catalogue;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ModelAnswer;
import org.gamelan.provider.ModelCallException;
import org.gamelan.provider.ModelEntry;
import org.gamelan.provider.ModelMessage;
import org.gamelan.provider.ModelParameters;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ModelTool;
import org.gamelan.provider.ModelToolCall;
import org.gamelan.provider.Models;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.ProviderLimits;
import org.gamelan.provider.TokenUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiClientTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private static final String KEY = "sk-very-secret";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonNode SCHEMA =
      Json.parse("{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{}}}");

  private final WireServer server = new WireServer();
  private final HostRule anyHost = new HostRule(true, List.of());
  private final HttpTransport transport =
      new HttpTransport(10_000, Duration.ofSeconds(10), anyHost, CLOCK);

  @AfterEach
  void stop() throws IOException {
    transport.close();
    server.close();
  }

  @Test
  void asksAndAnswers() {
    server.then(200, "", answer("{\"content\":\"Hello\"}", "stop"));
    ModelAnswer answer = models().call(request(null, List.of()));
    assertThat(answer)
        .isEqualTo(
            new ModelAnswer(
                "Hello",
                List.of(),
                false,
                new TokenUsage(1000, 500),
                new BigDecimal("0.002"),
                "p",
                "default"));
    WireServer.Received sent = server.received().get(0);
    assertThat(sent.head())
        .startsWith("post /v1/chat/completions")
        .contains("authorization: bearer " + KEY)
        .containsOnlyOnce("content-type");
    JsonNode body = Json.parse(sent.body());
    assertThat(body.path("model").asText()).isEqualTo("m-1");
    assertThat(body.path("temperature").asDouble()).isEqualTo(0.2);
    assertThat(body.path("max_tokens").asInt()).isEqualTo(99);
    assertThat(body.path("messages"))
        .isEqualTo(
            Json.parse(
                """
                [{"role":"system","content":"Be brief"},{"role":"user","content":"Hi"}]
                """));
    assertThat(body.has("tools")).isFalse();
  }

  @Test
  void schemaGoesIntoThePromptUnlessTheProviderTakesIt() {
    String said = answer("{\"content\":\"{}\"}", "stop");
    server.then(200, "", said).then(200, "", said).then(200, "", said);
    models().call(request(SCHEMA, List.of()));
    models("{\"structuredOutput\":\"json_schema\"}").call(request(SCHEMA, List.of()));
    models("{\"structuredOutput\":\"json_object\"}").call(request(SCHEMA, List.of()));
    JsonNode byPrompt = Json.parse(server.received().get(0).body());
    assertThat(byPrompt.path("messages").path(0).path("content").asText())
        .contains(Json.write(SCHEMA));
    assertThat(byPrompt.has("response_format")).isFalse();
    JsonNode bySchema = Json.parse(server.received().get(1).body());
    assertThat(bySchema.path("messages").path(0).path("content").asText()).isEqualTo("Be brief");
    assertThat(bySchema.path("response_format").path("json_schema").path("schema"))
        .isEqualTo(SCHEMA);
    JsonNode byObject = Json.parse(server.received().get(2).body());
    assertThat(byObject.path("response_format").path("type").asText()).isEqualTo("json_object");
    assertThat(byObject.path("messages").path(0).path("content").asText())
        .contains(Json.write(SCHEMA));
  }

  @Test
  void dottedToolNamesGoThroughAndComeBack() {
    server
        .then(
            200,
            "",
            answer(
                """
                {"content":null,"tool_calls":[{"id":"c1","type":"function","function":
                 {"name":"files_read","arguments":"{\\"path\\":\\"a\\"}"}}]}
                """,
                "tool_calls"))
        .then(200, "", answer("{\"content\":\"done\"}", "stop"));
    ModelTool tool = new ModelTool("files.read", "Reads", SCHEMA);
    ModelAnswer first = models().call(request(null, List.of(tool)));
    assertThat(first.toolCalls())
        .containsExactly(new ModelToolCall("c1", "files.read", "{\"path\":\"a\"}"));
    ModelRequest next =
        request(
            null,
            List.of(tool),
            ModelMessage.user("Hi"),
            ModelMessage.assistant("", first.toolCalls()),
            ModelMessage.toolResult("c1", "{\"result\":1}"));
    models().call(next);
    JsonNode sent = Json.parse(server.received().get(0).body()).path("tools").path(0);
    assertThat(sent.path("function").path("name").asText()).isEqualTo("files_read");
    assertThat(sent.path("function").path("parameters")).isEqualTo(SCHEMA);
    JsonNode messages = Json.parse(server.received().get(1).body()).path("messages");
    assertThat(messages.at("/2/tool_calls/0/function/name").asText()).isEqualTo("files_read");
    assertThat(messages.at("/3/role").asText()).isEqualTo("tool");
    assertThat(messages.at("/3/tool_call_id").asText()).isEqualTo("c1");
  }

  @Test
  void namesThatCollideStayApart() {
    ModelRequest request =
        request(
            null,
            List.of(
                new ModelTool("a.b", "", SCHEMA),
                new ModelTool("a_b", "", SCHEMA),
                new ModelTool("x".repeat(70), "", SCHEMA)));
    ToolNames names = ToolNames.of(request);
    assertThat(names.wire("a.b")).isEqualTo("a_b");
    assertThat(names.wire("a_b")).isEqualTo("a_b_2");
    assertThat(names.own("a_b_2")).isEqualTo("a_b");
    assertThat(names.wire("x".repeat(70))).hasSize(64);
    assertThat(names.own("invented")).isEqualTo("invented");
  }

  @Test
  void answerCutOffAtTheLimitIsMarked() {
    server.then(200, "", answer("{\"content\":\"Hel\"}", "length"));
    assertThat(models().call(request(null, List.of())).truncated()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid-input",
    "401, auth",
    "402, budget",
    "403, auth",
    "404, invalid-input",
    "408, timeout",
    "409, server-error",
    "413, invalid-input",
    "422, invalid-input",
    "429, rate-limit",
    "500, server-error",
    "502, server-error",
    "503, server-error",
    "529, server-error",
    "302, invalid-input"
  })
  void statusTellsTheKind(int status, String kind) {
    String body = "{\"error\":{\"message\":\"no luck with " + KEY + "\",\"type\":\"x\"}}";
    // The transport itself repeats a request once after a 408.
    server.then(status, "", body).then(status, "", body);
    ModelCallException failure = failure(TIMEOUT);
    assertThat(failure.kind().id()).isEqualTo(kind);
    assertThat(failure)
        .hasMessageContaining("m-1")
        .hasMessageContaining("no luck")
        .hasMessageNotContaining(KEY);
    assertThat(failure.retryAfter()).isEmpty();
  }

  @Test
  void spentCreditIsNoRateLimit() {
    server.then(429, "", "{\"error\":{\"message\":\"pay\",\"code\":\"insufficient_quota\"}}");
    assertThat(failure(TIMEOUT).kind()).isEqualTo(FailureKind.BUDGET);
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
    assertThat(failure(TIMEOUT).retryAfter()).contains(Duration.ofMillis(millis));
  }

  @Test
  void unreadableRetryAfterIsNone() {
    assertThat(HttpFailures.retryAfter("soon", CLOCK)).isEmpty();
    assertThat(HttpFailures.retryAfter(null, CLOCK)).isEmpty();
  }

  @Test
  void hangingServerTimesOut() {
    server.thenHang();
    ModelCallException failure = failure(Duration.ofMillis(200));
    assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
    assertThat(failure).hasMessageContaining("200 ms");
  }

  @Test
  void answerThatDripsTimesOut() {
    server.then(
        (socket, out) -> {
          byte[] response = WireServer.response(200, "", answer("{\"content\":\"x\"}", "stop"));
          for (byte one : response) {
            out.write(one);
            out.flush();
            sleep(20);
          }
        });
    assertThat(failure(Duration.ofMillis(300)).kind()).isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  void resetIsANetworkFailure() {
    server.thenReset();
    assertThat(failure(TIMEOUT).kind()).isEqualTo(FailureKind.NETWORK);
  }

  @Test
  void truncatedAnswerIsANetworkFailure() {
    server.then(
        (socket, out) -> {
          byte[] response = WireServer.response(200, "", answer("{\"content\":\"x\"}", "stop"));
          out.write(response, 0, response.length - 20);
        });
    assertThat(failure(TIMEOUT).kind()).isEqualTo(FailureKind.NETWORK);
  }

  @Test
  void nothingAtAllIsANetworkFailure() {
    server.then((socket, out) -> out.flush());
    assertThat(failure(TIMEOUT).kind()).isEqualTo(FailureKind.NETWORK);
  }

  @Test
  void refusedConnectionIsANetworkFailure() throws IOException {
    server.close();
    ModelCallException failure = failure(TIMEOUT);
    assertThat(failure.kind()).isEqualTo(FailureKind.NETWORK);
    assertThat(failure).hasMessageContaining("refused");
  }

  @Test
  void unknownHostIsANetworkFailure() {
    Models models = models("http://no-such-host.invalid/v1", "{}", ApiKey.NONE, anyHost);
    assertThatThrownBy(() -> models.call(request(null, List.of())))
        .isInstanceOfSatisfying(
            ModelCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NETWORK));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html><body>Bad gateway</body></html> | web page",
        "hello | no JSON",
        "'' | nothing",
        "{\"error\":{\"message\":\"overloaded\"}} | overloaded",
        "{\"choices\":[]} | no chat completion",
        "{\"choices\": | no chat completion",
        "{} | no chat completion"
      })
  void bodyThatIsNoAnswerIsAServerError(String body, String message) {
    server.then(200, "", body);
    ModelCallException failure = failure(TIMEOUT);
    assertThat(failure.kind()).isEqualTo(FailureKind.SERVER_ERROR);
    assertThat(failure).hasMessageContaining(message);
  }

  @Test
  void webPageWithAnErrorStatusIsNotRepeated() {
    server.then(502, "", "<html><script>x</script></html>");
    assertThat(failure(TIMEOUT)).hasMessageNotContaining("<");
  }

  @Test
  void hugeAnswerIsRefused() {
    server.then(200, "", answer("{\"content\":\"" + "x".repeat(20_000) + "\"}", "stop"));
    ModelCallException failure = failure(TIMEOUT);
    assertThat(failure.kind()).isEqualTo(FailureKind.SERVER_ERROR);
    assertThat(failure).hasMessageContaining("10000 bytes");
  }

  @Test
  void interruptionCancelsPromptly() throws Exception {
    server.thenHang();
    CompletableFuture<Throwable> failed = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                models().call(request(null, List.of()));
              } catch (ModelCallException e) {
                failed.complete(e);
              }
            });
    caller.start();
    while (server.received().isEmpty()) {
      sleep(5);
    }
    caller.interrupt();
    assertThat(failed.get(2, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            ModelCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CANCELLED));
  }

  @Test
  void privateHostIsNotCalledOutsideOfDevelopment() {
    HostRule strict = new HostRule(false, List.of());
    Models byAddress = models(server.baseUrl(), "{}", ApiKey.NONE, strict);
    assertThatThrownBy(() -> byAddress.call(request(null, List.of())))
        .isInstanceOfSatisfying(
            ModelCallException.class,
            e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_PERMITTED));
    assertThat(server.received()).isEmpty();
  }

  @Test
  void missingCredentialIsSaidBeforeAnythingIsSent() {
    Models models =
        models(server.baseUrl(), "{}", ApiKey.unavailable("X_API_KEY is not set."), anyHost);
    assertThatThrownBy(() -> models.call(request(null, List.of())))
        .isInstanceOfSatisfying(
            ModelCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.AUTH))
        .hasMessageContaining("X_API_KEY");
    assertThat(server.received()).isEmpty();
  }

  @Test
  void oddTextsSurvive() {
    server.then(200, "", answer("{\"content\":\"\\u00e9\\ud83d\\ude00\"}", "stop"));
    ModelRequest request =
        request(null, List.of(), ModelMessage.user(""), ModelMessage.user("é😀 \"quoted\""));
    assertThat(models().call(request).text()).isEqualTo("é😀");
    assertThat(Json.parse(server.received().get(0).body()).at("/messages/2/content").asText())
        .isEqualTo("é😀 \"quoted\"");
  }

  private ModelCallException failure(Duration timeout) {
    ModelRequest request = request(null, List.of());
    ModelRequest limited =
        new ModelRequest(
            null,
            request.system(),
            request.messages(),
            List.of(),
            null,
            request.parameters(),
            timeout,
            request.origin());
    return catchThrowableOfType(ModelCallException.class, () -> models().call(limited));
  }

  private Models models() {
    return models("{}");
  }

  private Models models(String settings) {
    return models(server.baseUrl(), settings, ApiKey.of(KEY), anyHost);
  }

  private Models models(String baseUrl, String settings, ApiKey key, HostRule hosts) {
    ProviderEntry provider =
        new ProviderEntry(
            UUID.randomUUID(),
            0,
            "p",
            "openai-compatible",
            baseUrl,
            key,
            ProviderLimits.NONE,
            Json.parse(settings));
    ModelEntry entry =
        new ModelEntry(
            "default",
            1,
            provider,
            "m-1",
            null,
            BigDecimal.ONE,
            BigDecimal.valueOf(2),
            List.of(),
            List.of());
    Catalogue catalogue = new Catalogue(List.of(entry));
    return new Models(() -> catalogue, List.of(new OpenAiClient(transport, hosts)));
  }

  private static ModelRequest request(
      JsonNode schema, List<ModelTool> tools, ModelMessage... messages) {
    return new ModelRequest(
        null,
        "Be brief",
        messages.length == 0 ? List.of(ModelMessage.user("Hi")) : List.of(messages),
        tools,
        schema,
        new ModelParameters(0.2, 99, null, null),
        TIMEOUT,
        new CallOrigin(null, null, "s", "a", Map.of()));
  }

  private static String answer(String message, String reason) {
    String role = message.strip().replaceFirst("\\{", "{\"role\":\"assistant\",");
    return """
    {"id":"x","object":"chat.completion","created":1,"model":"m-1",
     "choices":[{"index":0,"message":%s,"finish_reason":"%s"}],
     "usage":{"prompt_tokens":1000,"completion_tokens":500,"total_tokens":1500}}
    """
        .formatted(role, reason);
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
