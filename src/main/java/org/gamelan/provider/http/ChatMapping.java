package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;
import org.gamelan.provider.ModelMessage;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ModelToolCall;

/** Between our conversations and LangChain4j's, the same for every vendor. */
final class ChatMapping {
  private static final String AS_PROMPT =
      "Answer with exactly one JSON document that satisfies this JSON Schema, and with nothing"
          + " else, no explanation and no code fence:\n";

  private ChatMapping() {}

  static List<ChatMessage> messages(
      ModelRequest request, ToolNames names, StructuredOutput structured) {
    List<ChatMessage> messages = new ArrayList<>(request.messages().size() + 1);
    String system = request.system() == null ? "" : request.system();
    if (request.responseSchema() != null && structured != StructuredOutput.SCHEMA) {
      system = (system + "\n\n" + AS_PROMPT + Json.write(request.responseSchema())).strip();
    }
    if (!system.isBlank()) {
      messages.add(SystemMessage.from(system));
    }
    Map<String, String> called = new HashMap<>();
    for (ModelMessage message : request.messages()) {
      message.toolCalls().forEach(call -> called.put(call.id(), names.wire(call.name())));
      messages.add(message(message, names, called));
    }
    return messages;
  }

  private static ChatMessage message(
      ModelMessage message, ToolNames names, Map<String, String> called) {
    String text = message.text() == null ? "" : message.text();
    return switch (message.role()) {
      case USER -> UserMessage.from(text.isBlank() ? "(no text)" : text);
      case ASSISTANT -> assistant(text, message.toolCalls(), names);
      case TOOL ->
          ToolExecutionResultMessage.from(
              message.toolCallId(),
              called.getOrDefault(message.toolCallId(), "tool"),
              text.isBlank() ? "(nothing)" : text);
    };
  }

  private static AiMessage assistant(String text, List<ModelToolCall> calls, ToolNames names) {
    if (calls.isEmpty()) {
      return AiMessage.from(text.isBlank() ? "(no text)" : text);
    }
    List<ToolExecutionRequest> requests =
        calls.stream()
            .map(
                call ->
                    ToolExecutionRequest.builder()
                        .id(call.id())
                        .name(names.wire(call.name()))
                        .arguments(arguments(call.arguments()))
                        .build())
            .toList();
    return text.isBlank() ? AiMessage.from(requests) : AiMessage.from(text, requests);
  }

  /**
   * Arguments as an object. A model may have written anything, and most vendors (and the library,
   * which writes them into its request as they are) take nothing but objects.
   */
  private static String arguments(String written) {
    if (written == null || written.isBlank()) {
      return "{}";
    }
    try {
      JsonNode document = Json.parse(written);
      if (document.isObject()) {
        return written;
      }
    } catch (MalformedJsonException e) {
      return Json.write(Json.object().put("unreadable", written));
    }
    return Json.write(Json.object().put("unreadable", written));
  }

  /** The calls of an answer; those without an id get one. */
  static List<ModelToolCall> toolCalls(AiMessage message, ToolNames names) {
    List<ModelToolCall> calls = new ArrayList<>();
    for (ToolExecutionRequest call : message.toolExecutionRequests()) {
      String id = call.id() == null || call.id().isBlank() ? freshId(calls, call) : call.id();
      calls.add(
          new ModelToolCall(
              id, names.own(call.name()), Objects.requireNonNullElse(call.arguments(), "")));
    }
    return calls;
  }

  private static String freshId(List<ModelToolCall> before, ToolExecutionRequest call) {
    return "call_" + before.size() + "_" + call.name();
  }
}
