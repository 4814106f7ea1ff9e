package org.gamelan.provider.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;
import org.gamelan.manifest.Templates;
import org.gamelan.provider.ModelMessage;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ModelToolCall;

/** Fills in what a rule says, for one request. */
final class Script {
  /** One single expression that ends in the filter {@code json}. */
  private static final Pattern VALUE =
      Pattern.compile("\\s*\\{\\{(?:(?!}}).)*\\|\\s*json\\s*}}\\s*", Pattern.DOTALL);

  private final Templates templates;
  private final ModelRequest request;
  private final Map<String, Object> variables;

  Script(Templates templates, ModelRequest request) {
    this.templates = templates;
    this.request = request;
    this.variables = variables(request);
  }

  /** How many answers there were in this conversation. */
  int answersSoFar() {
    return (int)
        request.messages().stream()
            .filter(message -> message.role() == ModelMessage.Role.ASSISTANT)
            .count();
  }

  /** The reply as text: a template filled in, or a document written as JSON. */
  String reply(JsonNode reply) {
    return reply.isTextual() ? fillIn(reply.textValue()) : Json.write(value(reply));
  }

  List<ModelToolCall> toolCalls(List<JsonNode> calls) {
    int turn = answersSoFar();
    List<ModelToolCall> wishes = new ArrayList<>();
    for (JsonNode call : calls) {
      if (call.has("when") && !fillIn(call.path("when").textValue()).strip().equals("true")) {
        continue;
      }
      JsonNode arguments = call.path("arguments");
      String written =
          arguments.isTextual()
              ? arguments.textValue()
              : Json.write(arguments.isObject() ? value(arguments) : Json.object());
      String id = "call_" + turn + "_" + wishes.size();
      wishes.add(new ModelToolCall(id, call.path("name").textValue(), written));
    }
    return wishes;
  }

  private String fillIn(String template) {
    return templates.render(template, variables);
  }

  private JsonNode value(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode filled = Json.object();
      object
          .properties()
          .forEach(field -> filled.set(fillIn(field.getKey()), value(field.getValue())));
      return filled;
    } else if (node instanceof ArrayNode array) {
      ArrayNode filled = Json.array();
      array.forEach(item -> filled.add(value(item)));
      return filled;
    } else if (node.isTextual()) {
      String text = fillIn(node.textValue());
      return VALUE.matcher(node.textValue()).matches() ? Json.parseOwn(text) : Json.tree(text);
    }
    return node;
  }

  private static Map<String, Object> variables(ModelRequest request) {
    Map<String, Object> all = new HashMap<>(request.origin().variables());
    List<Object> messages = new ArrayList<>();
    List<Object> toolResults = new ArrayList<>();
    Map<String, String> toolNames = new HashMap<>();
    String prompt = null;
    for (ModelMessage message : request.messages()) {
      String role = message.role().name().toLowerCase(java.util.Locale.ROOT);
      messages.add(Map.of("role", role, "text", message.text() == null ? "" : message.text()));
      message.toolCalls().forEach(call -> toolNames.put(call.id(), call.name()));
      if (message.role() == ModelMessage.Role.TOOL) {
        toolResults.add(toolResult(toolNames.get(message.toolCallId()), message.text()));
      } else if (message.role() == ModelMessage.Role.USER && prompt == null) {
        prompt = message.text();
      }
    }
    all.put("messages", messages);
    all.put("toolResults", toolResults);
    all.put("prompt", prompt == null ? "" : prompt);
    all.putIfAbsent("system", request.system() == null ? "" : request.system());
    all.putIfAbsent("agent", request.origin().agent());
    all.putIfAbsent("stage", request.origin().stage());
    all.putIfAbsent("model", request.model());
    return all;
  }

  /** The result as the agent's turn wrote it, or any other text as it is. */
  private static JsonNode toolResult(String name, String text) {
    ObjectNode result = Json.object().put("name", name);
    try {
      JsonNode written = Json.parseOwn(text);
      boolean wrapped = written.has("tool") && (written.has("result") || written.has("error"));
      if (wrapped && written.has("error")) {
        result.set("error", written.get("error"));
        result.putNull("result");
      } else {
        result.set("result", wrapped ? written.get("result") : written);
      }
    } catch (MalformedJsonException e) {
      // A tool may answer with any text.
      result.put("result", text);
    }
    return result;
  }
}
