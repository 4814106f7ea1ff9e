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

/** Messages (https://docs.anthropic.com/en/api/messages and …/messages-streaming). */
record AnthropicWire() implements VendorWire {
  private static final Set<String> KEYS =
      Set.of(
          "model",
          "messages",
          "system",
          "max_tokens",
          "stream",
          "temperature",
          "top_p",
          "tools",
          "output_config");

  @Override
  public String kind() {
    return "anthropic";
  }

  @Override
  public ModelClient client(HttpTransport transport, HostRule hosts) {
    return new AnthropicClient(transport, hosts);
  }

  @Override
  public String answer(Said said) {
    ArrayNode content = Json.array();
    if (!said.text().isEmpty()) {
      content.add(Json.object().put("type", "text").put("text", said.text()));
    }
    said.calls().forEach(call -> content.add(toolUse(call, Json.parse(call.arguments()))));
    ObjectNode answer = message(content).put("stop_reason", reason(said));
    return Json.write(answer.set("usage", usage(500)));
  }

  @Override
  public List<String> events(Said said) {
    List<String> events = new ArrayList<>();
    ObjectNode begun = message(Json.array()).putNull("stop_reason");
    events.add(event("message_start").with("message", begun.set("usage", usage(1))));
    events.add(event("ping").write());
    int index = 0;
    if (!said.pieces().isEmpty()) {
      events.add(start(index, Json.object().put("type", "text").put("text", "")));
      for (String piece : said.pieces()) {
        events.add(delta(index, Json.object().put("type", "text_delta").put("text", piece)));
      }
      events.add(event("content_block_stop").at(index++).write());
    }
    for (Call call : said.calls()) {
      events.add(start(index, toolUse(call, Json.object())));
      int half = call.arguments().length() / 2;
      for (String part :
          List.of("", call.arguments().substring(0, half), call.arguments().substring(half))) {
        events.add(
            delta(index, Json.object().put("type", "input_json_delta").put("partial_json", part)));
      }
      events.add(event("content_block_stop").at(index++).write());
    }
    Event last = event("message_delta");
    last.data.set("usage", Json.object().put("output_tokens", 500));
    events.add(last.with("delta", Json.object().put("stop_reason", reason(said))));
    events.add(event("message_stop").write());
    return events;
  }

  @Override
  public int lastEvents() {
    return 1;
  }

  @Override
  public String streamType() {
    return "text/event-stream";
  }

  @Override
  public String overloaded() {
    return event("error")
        .with("error", Json.object().put("type", "overloaded_error").put("message", "Overloaded"));
  }

  @Override
  public String list() {
    return """
    {"data":[{"type":"model","id":"m-1","display_name":"One","created_at":"2026-01-01T00:00:00Z",
      "max_input_tokens":200000,"max_tokens":64000,"capabilities":
      {"image_input":{"supported":true},"structured_outputs":{"supported":true}}},
     {"type":"model","id":"m-2","display_name":"Two","created_at":"2025-01-01T00:00:00Z"}],
     "has_more":false,"first_id":"m-1","last_id":"m-2"}
    """;
  }

  @Override
  public JsonNode check(WireServer.Received request, boolean streamed) {
    assertThat(request.head())
        .startsWith("post /v1/messages http/1.1\r\n")
        .containsOnlyOnce("\r\nx-api-key: " + KEY + "\r\n")
        .containsOnlyOnce("\r\nanthropic-version: 2023-06-01\r\n")
        .containsOnlyOnce("content-type: application/json")
        .doesNotContain("authorization");
    JsonNode body = Json.parse(request.body());
    body.properties().forEach(field -> assertThat(field.getKey()).isIn(KEYS));
    assertThat(body.path("model").asText()).isEqualTo("m-1");
    assertThat(body.path("max_tokens").isInt()).isTrue();
    assertThat(body.path("stream").asBoolean()).isEqualTo(streamed);
    checkMessages(body.path("messages"));
    for (JsonNode tool : body.path("tools")) {
      assertThat(tool.path("name").asText()).matches("[A-Za-z0-9_-]{1,64}");
      assertThat(tool.at("/input_schema/type").asText()).isEqualTo("object");
    }
    return body;
  }

  private static void checkMessages(JsonNode messages) {
    assertThat(messages.at("/0/role").asText()).isEqualTo("user");
    List<String> open = new ArrayList<>();
    for (JsonNode message : messages) {
      assertThat(message.path("role").asText()).isIn("user", "assistant");
      assertThat(message.path("content")).isNotEmpty();
      for (JsonNode block : message.path("content")) {
        switch (block.path("type").asText()) {
          case "text" -> assertThat(block.path("text").asText()).isNotBlank();
          case "tool_use" -> {
            assertThat(block.path("input").isObject()).isTrue();
            open.add(block.path("id").asText());
          }
          case "tool_result" ->
              assertThat(open.remove(block.path("tool_use_id").asText())).isTrue();
          default -> throw new AssertionError(block);
        }
      }
    }
    assertThat(open).isEmpty();
  }

  private static String reason(Said said) {
    if (said.cutOff()) {
      return "max_tokens";
    }
    return said.calls().isEmpty() ? "end_turn" : "tool_use";
  }

  private static ObjectNode message(ArrayNode content) {
    ObjectNode message = Json.object().put("id", "msg_1").put("type", "message");
    message.put("role", "assistant").put("model", "m-1").putNull("stop_sequence");
    message.set("content", content);
    return message;
  }

  private static JsonNode usage(int output) {
    return Json.object()
        .put("input_tokens", 700)
        .put("cache_creation_input_tokens", 100)
        .put("cache_read_input_tokens", 200)
        .put("output_tokens", output);
  }

  private static JsonNode toolUse(Call call, JsonNode input) {
    ObjectNode use = Json.object().put("type", "tool_use").put("id", call.id());
    return use.put("name", call.name()).set("input", input);
  }

  private static String start(int index, JsonNode block) {
    return event("content_block_start").at(index).with("content_block", block);
  }

  private static String delta(int index, JsonNode delta) {
    return event("content_block_delta").at(index).with("delta", delta);
  }

  private static Event event(String type) {
    return new Event(Json.object().put("type", type));
  }

  /** One event of the stream. */
  private record Event(ObjectNode data) {
    Event at(int index) {
      data.put("index", index);
      return this;
    }

    String with(String field, JsonNode value) {
      data.set(field, value);
      return write();
    }

    String write() {
      return "event: " + data.path("type").asText() + "\ndata: " + Json.write(data) + "\n\n";
    }
  }
}
