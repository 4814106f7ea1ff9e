package org.gamelan.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.gamelan.json.Json;
import org.gamelan.provider.ApiKey;
import org.gamelan.provider.ModelMessage;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ModelTool;
import org.gamelan.provider.ModelToolCall;
import org.gamelan.provider.OfferedModel;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.http.VendorWire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaClientTest {
  private final WireServer server = new WireServer();
  private final HttpTransport transport = WireCalls.transport();
  private final OllamaClient client = new OllamaClient(transport, WireCalls.ANY_HOST);
  private final VendorWire wire = new OllamaWire();

  @AfterEach
  void stop() throws IOException {
    transport.close();
    server.close();
  }

  @Test
  void resultsNameTheirTools() {
    ModelTool tool = new ModelTool("files.read", "Reads", WireCalls.SCHEMA);
    JsonNode body =
        sent(
            "{}",
            WireCalls.request(
                null,
                List.of(tool),
                ModelMessage.user("Hi"),
                ModelMessage.assistant(
                    "", List.of(new ModelToolCall("c1", "files.read", "{\"path\":\"a\"}"))),
                ModelMessage.toolResult("c1", "{\"result\":1}")));
    assertThat(body)
        .isEqualTo(
            Json.parse(
                """
                {"model":"m-1","stream":false,"options":{"temperature":0.2,"num_predict":99},
                 "messages":[{"role":"system","content":"Be brief"},{"role":"user","content":"Hi"},
                  {"role":"assistant","tool_calls":[{"id":"c1","function":
                   {"name":"files_read","arguments":{"path":"a"}}}]},
                  {"role":"tool","tool_name":"files_read","content":"{\\"result\\":1}"}],
                 "tools":[{"type":"function","function":{"name":"files_read",
                  "description":"Reads","parameters":%s}}]}
                """
                    .formatted(Json.write(WireCalls.SCHEMA))));
  }

  @Test
  void formatIsTheSchema() {
    ModelRequest request = WireCalls.request(WireCalls.SCHEMA, List.of());
    assertThat(sent("{}", request).path("format")).isEqualTo(WireCalls.SCHEMA);
    JsonNode any = sent("{\"structuredOutput\":\"json_object\"}", request);
    assertThat(any.path("format").asText()).isEqualTo("json");
    assertThat(any.at("/messages/0/content").asText()).contains(Json.write(WireCalls.SCHEMA));
  }

  @Test
  void optionsOfTheProviderAreAdded() {
    JsonNode body =
        sent(
            "{\"options\":{\"num_ctx\":16384,\"temperature\":1}}",
            WireCalls.request(null, List.of()));
    assertThat(body.path("options"))
        .isEqualTo(Json.parse("{\"num_ctx\":16384,\"temperature\":0.2,\"num_predict\":99}"));
    assertThat(client.findProblem(Json.parse("{\"options\":1}"))).isPresent();
    assertThat(client.findProblem(Json.parse("{\"options\":{}}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/v1"})
  void baseUrlMayEndInAVersionAndNoKeyIsNeeded(String path) {
    server.then(200, "", wire.answer(Said.text("Hello"))).then(200, "", wire.list());
    ProviderEntry provider = WireCalls.provider("ollama", server.root() + path, ApiKey.NONE, "{}");
    WireCalls.models(client, provider).call(WireCalls.request(null, List.of()));
    wire.check(server.received().get(0), false);
    assertThat(client.models(provider, WireCalls.TIMEOUT))
        .containsExactly(
            new OfferedModel("m-1", null, null, null, List.of()),
            new OfferedModel("m-2", 4096, null, null, List.of("streaming", "tools")));
    assertThat(server.received().get(1).head())
        .startsWith("get /api/tags http/1.1\r\n")
        .doesNotContain("authorization");
  }

  private JsonNode sent(String settings, ModelRequest request) {
    server.then(200, "", wire.answer(Said.text("Hello")));
    ProviderEntry provider =
        WireCalls.provider("ollama", server.root(), ApiKey.of(VendorWire.KEY), settings);
    WireCalls.models(client, provider).call(request);
    return wire.check(server.received().get(server.received().size() - 1), false);
  }
}
