package org.gamelan.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.provider.ApiKey;
import org.gamelan.provider.ModelAnswer;
import org.gamelan.provider.ModelCallException;
import org.gamelan.provider.Models;
import org.gamelan.provider.OfferedModel;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.http.VendorWire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenRouterClientTest {
  private static final String SETTINGS =
      """
      {"provider":{"order":["a","b"],"allow_fallbacks":false},"models":["m-2","m-3"],
       "referer":"https://example.org","title":"Gamelan"}
      """;

  private final WireServer server = new WireServer();
  private final HttpTransport transport = WireCalls.transport();
  private final OpenRouterClient client = new OpenRouterClient(transport, WireCalls.ANY_HOST);
  private final VendorWire wire = new OpenAiWire("openrouter");

  @AfterEach
  void stop() throws IOException {
    transport.close();
    server.close();
  }

  @Test
  void preferencesAndFallbacksGoAlong() {
    server.then(200, "", wire.answer(Said.text("Hello")));
    models(SETTINGS).call(WireCalls.request(null, List.of()));
    JsonNode body = wire.check(server.received().get(0), false);
    JsonNode settings = Json.parse(SETTINGS);
    assertThat(body.path("provider")).isEqualTo(settings.path("provider"));
    assertThat(body.path("models")).isEqualTo(settings.path("models"));
    assertThat(body.at("/usage/include").asBoolean()).isTrue();
    assertThat(server.received().get(0).head())
        .contains("http-referer: https://example.org", "x-title: gamelan");
  }

  @Test
  void nothingIsSentThatIsNotSet() {
    server.then(200, "", wire.answer(Said.text("Hello")));
    models("{}").call(WireCalls.request(null, List.of()));
    JsonNode body = wire.check(server.received().get(0), false);
    assertThat(body.has("provider") || body.has("models")).isFalse();
    assertThat(server.received().get(0).head()).doesNotContain("referer", "x-title");
  }

  @Test
  void costIsWhatTheVendorSays() {
    Said hello = Said.text("Hel", "lo");
    server.then(200, "", wire.answer(hello)).thenSay(wire.streamType(), wire.stream(hello));
    ModelAnswer plain = models("{}").call(WireCalls.request(null, List.of()));
    ModelAnswer streamed = models("{}").stream(WireCalls.request(null, List.of()), piece -> {});
    assertThat(plain.cost()).isEqualByComparingTo("0.0125");
    assertThat(streamed.cost()).isEqualByComparingTo("0.0125");
  }

  @Test
  void modelsComeWithPrices() {
    server.then(
        200,
        "",
        """
        {"data":[
         {"id":"v/large","context_length":200000,
          "architecture":{"input_modalities":["text","image"]},
          "pricing":{"prompt":"0.000003","completion":"0.000015","request":"0"},
          "supported_parameters":["tools","temperature","structured_outputs"]},
         {"id":"v/free","pricing":{"prompt":"0","completion":"0"}},
         {"id":"v/auto","pricing":{"prompt":"-1","completion":"-1"}}]}
        """);
    server.then(200, "", "{\"data\":{\"label\":\"sk-or-v1-1...2\",\"usage\":0.5}}");
    assertThat(client.models(provider("{}"), WireCalls.TIMEOUT))
        .containsExactly(
            new OfferedModel(
                "v/large",
                200_000,
                new BigDecimal("3"),
                new BigDecimal("15"),
                List.of("streaming", "tools", "json_schema", "vision")),
            new OfferedModel(
                "v/free", null, BigDecimal.ZERO, BigDecimal.ZERO, List.of("streaming")),
            new OfferedModel("v/auto", null, null, null, List.of("streaming")));
  }

  /** Its list of models is for everybody: it says nothing about the key. */
  @Test
  void aListIsNotTakenForAValidCredential() {
    server.then(200, "", wire.list()).then(401, "", "{\"error\":{\"code\":401}}");
    assertThatThrownBy(() -> client.models(provider("{}"), WireCalls.TIMEOUT))
        .isInstanceOfSatisfying(
            ModelCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.AUTH))
        .hasMessageContaining("refuses the credential");
    assertThat(server.received().get(1).head())
        .startsWith("get /v1/key http/1.1")
        .contains("authorization: bearer " + VendorWire.KEY);
  }

  @Test
  void whoCannotTellOfCredentialsIsBelieved() {
    server.then(200, "", wire.list()).then(404, "", "{}");
    assertThat(client.models(provider("{}"), WireCalls.TIMEOUT)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.5", "1e300", "\"1\""})
  void insteadOfACostThatCannotBeTheListOfPricesCounts(String cost) {
    server.then(200, "", wire.answer(Said.text("Hello")).replace("0.0125", cost));
    assertThat(models("{}").call(WireCalls.request(null, List.of())).cost())
        .isEqualByComparingTo("0.002");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"provider\":[]}",
        "{\"models\":\"m\"}",
        "{\"models\":[1,\"\"]}",
        "{\"title\":\"a\\r\\nb\"}",
        "{\"referer\":\"ü\"}",
        "{\"structuredOutput\":\"magic\"}"
      })
  void settingsThatCannotWorkAreRefused(String settings) {
    assertThat(client.findProblem(Json.parse(settings))).isPresent();
  }

  @Test
  void settingsThatWorkAreTaken() {
    assertThat(client.findProblem(Json.parse(SETTINGS))).isEmpty();
    assertThat(client.findProblem(null)).isEmpty();
  }

  private Models models(String settings) {
    return WireCalls.models(client, provider(settings));
  }

  private ProviderEntry provider(String settings) {
    return WireCalls.provider("openrouter", server.baseUrl(), ApiKey.of(VendorWire.KEY), settings);
  }
}
