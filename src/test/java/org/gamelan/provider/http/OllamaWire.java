package org.gamelan.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gamelan.json.Json;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ModelClient;

/** Chat (https://github.com/ollama/ollama/blob/main/docs/api.md): no ids of calls, no cache. */
record OllamaWire() implements VendorWire {
  private static final Set<String> KEYS =
      Set.of("model", "messages", "stream", "format", "tools", "options");

  @Override
  public String kind() {
    return "ollama";
  }

  @Override
  public ModelClient client(HttpTransport transport, HostRule hosts) {
    return new OllamaClient(transport, hosts);
  }

  @Override
  public String answer(Said said) {
    return Json.write(done(line(said.text(), said.calls()), said));
  }

  @Override
  public List<String> events(Said said) {
    List<String> events = new ArrayList<>();
    said.pieces().forEach(piece -> events.add(Json.write(line(piece, List.of())) + "\n"));
    if (!said.calls().isEmpty()) {
      events.add(Json.write(line("", said.calls())) + "\n");
    }
    events.add(Json.write(done(line("", List.of()), said)) + "\n");
    return events;
  }

  @Override
  public int lastEvents() {
    return 1;
  }

  @Override
  public String streamType() {
    return "application/x-ndjson";
  }

  @Override
  public String overloaded() {
    return "{\"error\":\"Overloaded\"}\n";
  }

  @Override
  public String list() {
    return """
    {"models":[{"name":"m-1","model":"m-1","modified_at":"2026-01-01T00:00:00Z","size":1,
      "digest":"d","details":{"format":"gguf","family":"f","parameter_size":"1B"}},
     {"name":"m-2","capabilities":["completion","tools"],"details":{"context_length":4096}}]}
    """;
  }

  @Override
  public JsonNode check(WireServer.Received request, boolean streamed) {
    assertThat(request.head())
        .startsWith("post /api/chat http/1.1\r\n")
        .containsOnlyOnce("content-type: application/json");
    JsonNode body = Json.parse(request.body());
    body.properties().forEach(field -> assertThat(field.getKey()).isIn(KEYS));
    assertThat(body.path("model").asText()).isEqualTo("m-1");
    assertThat(body.path("stream").isBoolean()).isTrue();
    assertThat(body.path("stream").asBoolean()).isEqualTo(streamed);
    for (JsonNode message : body.path("messages")) {
      String role = message.path("role").asText();
      assertThat(role).isIn("system", "user", "assistant", "tool");
      assertThat(message.path("tool_name").isTextual()).isEqualTo(role.equals("tool"));
      for (JsonNode call : message.path("tool_calls")) {
        assertThat(call.at("/function/arguments").isObject()).isTrue();
      }
    }
    for (JsonNode tool : body.path("tools")) {
      assertThat(tool.path("type").asText()).isEqualTo("function");
      assertThat(tool.at("/function/parameters").isObject()).isTrue();
    }
    return body;
  }

  private static ObjectNode line(String text, List<Call> calls) {
    ObjectNode message = Json.object().put("role", "assistant").put("content", text);
    ArrayNode all = Json.array();
    for (Call call : calls) {
      ObjectNode function = Json.object().put("name", call.name());
      function.set("arguments", Json.parse(call.arguments()));
      all.add(Json.object().set("function", function));
    }
    if (!all.isEmpty()) {
      message.set("tool_calls", all);
    }
    ObjectNode line = Json.object().put("model", "m-1").put("created_at", "2026-01-01T00:00:00Z");
    line.set("message", message);
    return line.put("done", false);
  }

  private static JsonNode done(ObjectNode line, Said said) {
    return line.put("done", true)
        .put("done_reason", said.cutOff() ? "length" : "stop")
        .put("total_duration", 5_000_000)
        .put("prompt_eval_count", 1000)
        .put("eval_count", 500);
  }
}
