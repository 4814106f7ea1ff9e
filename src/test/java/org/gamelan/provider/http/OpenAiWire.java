package org.gamelan.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gamelan.json.Json;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ModelClient;

/** Chat completions; {@code openrouter} adds what OpenRouter adds. */
record OpenAiWire(String kind) implements VendorWire {
  private static final Set<String> KEYS =
      Set.of(
          "model",
          "messages",
          "stream",
          "stream_options",
          "temperature",
          "top_p",
          "seed",
          "tools",
          "max_tokens",
          "max_completion_tokens",
          "response_format");
  private static final Set<String> MORE_KEYS = Set.of("usage", "provider", "models");
  private static final Map<String, String> USAGE =
      Map.of("openrouter", ",\"cost\":0.0125", "openai", "", "openai-compatible", "");

  @Override
  public ModelClient client(HttpTransport transport, HostRule hosts) {
    return kind.equals("openrouter")
        ? new OpenRouterClient(transport, hosts)
        : new OpenAiClient(transport, hosts);
  }

  @Override
  public String answer(Said said) {
    ObjectNode message = Json.object().put("role", "assistant").put("content", said.text());
    if (!said.calls().isEmpty()) {
      message.putNull("content").set("tool_calls", calls(said.calls(), false));
    }
    ObjectNode choice = Json.object().put("index", 0).put("finish_reason", reason(said));
    ObjectNode answer = head("chat.completion");
    answer.set("choices", Json.array().add(choice.set("message", message)));
    return Json.write(answer.set("usage", usage()));
  }

  @Override
  public List<String> events(Said said) {
    List<String> events = new ArrayList<>();
    events.add(": PROCESSING\n\n");
    events.add(chunk(Json.object().put("role", "assistant").put("content", ""), null));
    said.pieces().forEach(piece -> events.add(chunk(Json.object().put("content", piece), null)));
    for (JsonNode call : calls(said.calls(), true)) {
      events.add(chunk(Json.object().set("tool_calls", Json.array().add(call)), null));
      ObjectNode rest = Json.object().put("index", call.path("index").intValue());
      rest.set("function", Json.object().put("arguments", "}"));
      events.add(chunk(Json.object().set("tool_calls", Json.array().add(rest)), null));
    }
    events.add(chunk(Json.object(), reason(said)));
    ObjectNode last = head("chat.completion.chunk");
    last.set("choices", Json.array());
    events.add("data: " + Json.write(last.set("usage", usage())) + "\n\n");
    events.add("data: [DONE]\n\n");
    return events;
  }

  @Override
  public int lastEvents() {
    return 3;
  }

  @Override
  public String streamType() {
    return "text/event-stream; charset=utf-8";
  }

  @Override
  public String overloaded() {
    return "data: {\"error\":{\"code\":502,\"message\":\"Overloaded\"},\"choices\":[]}\n\n";
  }

  @Override
  public String list() {
    return "{\"object\":\"list\",\"data\":[{\"id\":\"m-1\",\"object\":\"model\"},{\"id\":\"m-2\"}]}";
  }

  @Override
  public JsonNode check(WireServer.Received request, boolean streamed) {
    assertThat(request.head())
        .startsWith("post /v1/chat/completions http/1.1\r\n")
        .contains("\r\nauthorization: bearer " + KEY + "\r\n")
        .containsOnlyOnce("content-type: application/json");
    JsonNode body = Json.parse(request.body());
    for (var field : body.properties()) {
      boolean more = kind.equals("openrouter") && MORE_KEYS.contains(field.getKey());
      assertThat(KEYS.contains(field.getKey()) || more).as(field.getKey()).isTrue();
    }
    assertThat(body.path("model").asText()).isEqualTo("m-1");
    assertThat(body.path("stream").asBoolean()).isEqualTo(streamed);
    assertThat(body.at("/stream_options/include_usage").asBoolean()).isEqualTo(streamed);
    checkMessages(body.path("messages"));
    for (JsonNode tool : body.path("tools")) {
      assertThat(tool.path("type").asText()).isEqualTo("function");
      assertThat(tool.at("/function/name").asText()).matches("[A-Za-z0-9_-]{1,64}");
      assertThat(tool.at("/function/parameters").isObject()).isTrue();
    }
    return body;
  }

  private static void checkMessages(JsonNode messages) {
    List<String> open = new ArrayList<>();
    for (JsonNode message : messages) {
      String role = message.path("role").asText();
      assertThat(role).isIn("system", "user", "assistant", "tool");
      if (role.equals("tool")) {
        assertThat(open.remove(message.path("tool_call_id").asText())).isTrue();
      } else {
        assertThat(open).isEmpty();
      }
      for (JsonNode call : message.path("tool_calls")) {
        open.add(call.path("id").asText());
        assertThat(Json.parse(call.at("/function/arguments").asText()).isObject()).isTrue();
      }
      assertThat(message.path("content").isTextual() || message.has("tool_calls")).isTrue();
    }
    assertThat(open).isEmpty();
  }

  private static String reason(Said said) {
    if (said.cutOff()) {
      return "length";
    }
    return said.calls().isEmpty() ? "stop" : "tool_calls";
  }

  /** Arguments come in pieces: here all but their last brace comes with the call. */
  private static ArrayNode calls(List<Call> calls, boolean streamed) {
    ArrayNode all = Json.array();
    for (Call call : calls) {
      String arguments = call.arguments();
      ObjectNode one = Json.object().put("id", call.id()).put("type", "function");
      if (streamed) {
        one.put("index", all.size());
        arguments = arguments.substring(0, arguments.length() - 1);
      }
      one.set("function", Json.object().put("name", call.name()).put("arguments", arguments));
      all.add(one);
    }
    return all;
  }

  private static ObjectNode head(String object) {
    return Json.object().put("id", "x").put("object", object).put("created", 1).put("model", "m-1");
  }

  private JsonNode usage() {
    return Json.parse(
        """
        {"prompt_tokens":1000,"completion_tokens":500,"total_tokens":1500,
         "prompt_tokens_details":{"cached_tokens":200}%s}
        """
            .formatted(USAGE.get(kind)));
  }

  private static String chunk(JsonNode delta, String reason) {
    ObjectNode choice = Json.object().put("index", 0).put("finish_reason", reason);
    choice.set("delta", delta);
    JsonNode chunk = head("chat.completion.chunk").set("choices", Json.array().add(choice));
    return "data: " + Json.write(chunk) + "\n\n";
  }
}
