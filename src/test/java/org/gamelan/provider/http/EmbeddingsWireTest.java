package org.gamelan.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.provider.ApiKey;
import org.gamelan.provider.CallOrigin;
import org.gamelan.provider.EmbeddingAnswer;
import org.gamelan.provider.EmbeddingRequest;
import org.gamelan.provider.ModelCallException;
import org.gamelan.provider.Models;
import org.gamelan.provider.ProviderEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How vectors are asked for, and what goes wrong then. */
class EmbeddingsWireTest {
  private static final HttpTransport TRANSPORT = WireCalls.transport();
  private static final String OPENAI =
      """
      {"object":"list","model":"m-1","usage":{"prompt_tokens":9,"total_tokens":9},"data":[
       {"object":"embedding","index":1,"embedding":[0.5,-1e-2]},
       {"object":"embedding","index":0,"embedding":[1,0]}]}
      """;
  private static final String OLLAMA =
      """
      {"model":"m-1","embeddings":[[1,0],[0.5,-0.01]],"total_duration":1,"load_duration":1,
       "prompt_eval_count":9}
      """;

  private final WireServer server = new WireServer();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @AfterAll
  static void close() {
    TRANSPORT.close();
  }

  private EmbeddingAnswer ask(String kind, String... texts) {
    return ask(kind, WireCalls.TIMEOUT, texts);
  }

  private EmbeddingAnswer ask(String kind, Duration timeout, String... texts) {
    VendorWire wire =
        VendorWire.all().stream().filter(each -> each.kind().equals(kind)).findFirst().get();
    ProviderEntry provider =
        WireCalls.provider(kind, server.baseUrl(), ApiKey.of(VendorWire.KEY), "{}");
    Models models = WireCalls.models(wire.client(TRANSPORT, WireCalls.ANY_HOST), provider);
    return models.embed(
        new EmbeddingRequest(
            "default", List.of(texts), timeout, new CallOrigin(null, null, "s", "a", Map.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "openai, post /v1/embeddings",
    "openai-compatible, post /v1/embeddings",
    "openrouter, post /v1/embeddings",
    "ollama, post /api/embed"
  })
  void vectorsComeInTheOrderOfTheTexts(String kind, String line) {
    boolean ollama = kind.equals("ollama");
    server.then(200, "", ollama ? OLLAMA : OPENAI);
    EmbeddingAnswer answer = ask(kind, "a", "ä");
    assertThat(answer.vectors()).hasSize(2);
    assertThat(answer.vectors().get(0)).containsExactly(1, 0);
    assertThat(answer.vectors().get(1)).containsExactly(0.5f, -0.01f);
    assertThat(answer.tokens().input()).isEqualTo(9);
    assertThat(answer.cost()).isEqualByComparingTo("0.000009");
    assertThat(answer.space()).endsWith("/m-1");
    WireServer.Received request = server.received().get(0);
    assertThat(request.head())
        .startsWith(line + " http/1.1\r\n")
        .contains("authorization: bearer " + VendorWire.KEY)
        .containsOnlyOnce("content-type: application/json");
    JsonNode body = Json.parse(request.body());
    JsonNode expected = Json.parse("{\"model\":\"m-1\",\"input\":[\"a\",\"ä\"]}");
    assertThat(body.path("encoding_format").asText("none")).isEqualTo(ollama ? "none" : "float");
    assertThat(body.path("input")).isEqualTo(expected.path("input"));
    assertThat(body.path("model")).isEqualTo(expected.path("model"));
  }

  static Stream<Arguments> faults() {
    String fine = "{\"index\":0,\"embedding\":[1,0]}";
    return Stream.of(
        Arguments.of(400, "{}", FailureKind.INVALID_INPUT, "does not accept"),
        Arguments.of(401, said(), FailureKind.AUTH, "credential"),
        Arguments.of(404, said(), FailureKind.INVALID_INPUT, "check the model's name"),
        Arguments.of(429, said(), FailureKind.RATE_LIMIT, "too often"),
        Arguments.of(503, "<html>", FailureKind.SERVER_ERROR, "503"),
        Arguments.of(200, "<html>", FailureKind.SERVER_ERROR, "web page"),
        Arguments.of(200, "{}", FailureKind.SERVER_ERROR, "no list of embeddings"),
        Arguments.of(200, data(fine), FailureKind.SERVER_ERROR, "no list of embeddings"),
        Arguments.of(200, data(fine, fine, fine), FailureKind.SERVER_ERROR, "no list"),
        Arguments.of(
            200, data(fine, fine.replace("1,0", "1")), FailureKind.SERVER_ERROR, "no list"),
        Arguments.of(
            200, data(fine, fine.replace("1,0", "0,0")), FailureKind.SERVER_ERROR, "no list"),
        Arguments.of(
            200, data(fine, fine.replace("1,0", "1,\"x\"")), FailureKind.SERVER_ERROR, "no list"),
        Arguments.of(
            200, data(fine, fine.replace("1,0", "1e99,0")), FailureKind.SERVER_ERROR, "no list"),
        Arguments.of(200, "{\"error\":\"overheated\"}", FailureKind.SERVER_ERROR, "overheated"));
  }

  private static String said() {
    return "{\"error\":{\"message\":\"no luck with " + VendorWire.KEY + "\"}}";
  }

  private static String data(String... items) {
    return "{\"data\":[" + String.join(",", items) + "]}";
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faultTellsItsKind(int status, String body, FailureKind kind, String message) {
    server.then(status, "", body);
    ModelCallException failure =
        catchThrowableOfType(ModelCallException.class, () -> ask("openai", "a", "b"));
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    assertThat(failure)
        .hasMessageContaining(message)
        .hasMessageContaining("'m-1' of 'p'")
        .hasMessageNotContaining(VendorWire.KEY);
  }

  @Test
  void whoeverIsSilentIsLeft() {
    server.thenHang();
    ModelCallException failure =
        catchThrowableOfType(
            ModelCallException.class, () -> ask("ollama", Duration.ofMillis(100), "a"));
    assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  void aKindWithoutEmbeddingsSaysSo() {
    ModelCallException failure =
        catchThrowableOfType(ModelCallException.class, () -> ask("anthropic", "a"));
    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_INPUT);
    assertThat(failure).hasMessageContaining("'anthropic' make no embeddings");
    assertThat(server.received()).isEmpty();
  }
}
