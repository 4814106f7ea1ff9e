package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gamelan.json.Json;
import org.gamelan.provider.ModelAnswer;
import org.gamelan.provider.ModelEntry;
import org.gamelan.provider.ModelMessage;
import org.gamelan.provider.ModelParameters;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ModelTool;
import org.gamelan.provider.ModelToolCall;
import org.gamelan.provider.TokenUsage;

/**
 * Between our requests and LangChain4j's. Schemas are handed on as they are: the library's own
 * types hold only part of JSON Schema.
 */
final class OpenAiMapping {
  private static final String AS_PROMPT =
      "Answer with exactly one JSON document that satisfies this JSON Schema, and with nothing"
          + " else, no explanation and no code fence:\n";

  private OpenAiMapping() {}

  static ChatRequest toRequest(
      ModelEntry entry, ModelRequest request, ToolNames names, StructuredOutput structured) {
    return ChatRequest.builder()
        .messages(messages(request, names, structured))
        .parameters(parameters(entry, request, names, structured))
        .build();
  }

  private static List<ChatMessage> messages(
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
      return AiMessage.from(text);
    }
    List<ToolExecutionRequest> requests =
        calls.stream()
            .map(
                call ->
                    ToolExecutionRequest.builder()
                        .id(call.id())
                        .name(names.wire(call.name()))
                        .arguments(call.arguments())
                        .build())
            .toList();
    return text.isBlank() ? AiMessage.from(requests) : AiMessage.from(text, requests);
  }

  private static OpenAiChatRequestParameters parameters(
      ModelEntry entry, ModelRequest request, ToolNames names, StructuredOutput structured) {
    OpenAiChatRequestParameters.Builder builder =
        OpenAiChatRequestParameters.builder().modelName(entry.model());
    ModelParameters parameters = request.parameters();
    if (parameters != null) {
      builder.temperature(parameters.temperature()).topP(parameters.topP()).seed(parameters.seed());
      // The original has renamed this, most of those compatible with it have not.
      if (entry.provider().kind().equals(OpenAiClient.OPENAI)) {
        builder.maxCompletionTokens(parameters.maxOutputTokens());
      } else {
        builder.maxOutputTokens(parameters.maxOutputTokens());
      }
    }
    Map<String, Object> extra = new HashMap<>();
    if (!request.tools().isEmpty()) {
      extra.put("tools", tools(request.tools(), names));
    }
    if (request.responseSchema() != null && structured != StructuredOutput.PROMPT) {
      extra.put("response_format", structured.format(request.responseSchema()));
    }
    return builder.customParameters(extra).build();
  }

  private static ArrayNode tools(List<ModelTool> tools, ToolNames names) {
    ArrayNode array = Json.array();
    for (ModelTool tool : tools) {
      ObjectNode function =
          Json.object().put("name", names.wire(tool.name())).put("description", tool.description());
      function.set("parameters", tool.parameters());
      array.add(Json.object().put("type", "function").set("function", function));
    }
    return array;
  }

  static ModelAnswer toAnswer(ChatResponse response, ToolNames names) {
    AiMessage message = response.aiMessage();
    List<ModelToolCall> calls =
        message.toolExecutionRequests().stream()
            .map(
                call ->
                    new ModelToolCall(
                        Objects.requireNonNullElse(call.id(), "call_" + call.name()),
                        names.own(call.name()),
                        Objects.requireNonNullElse(call.arguments(), "")))
            .toList();
    return new ModelAnswer(
        Objects.requireNonNullElse(message.text(), ""),
        calls,
        response.finishReason() == FinishReason.LENGTH,
        usage(response.tokenUsage()),
        null,
        null,
        null);
  }

  private static TokenUsage usage(dev.langchain4j.model.output.TokenUsage usage) {
    if (usage == null) {
      return TokenUsage.NONE;
    }
    return new TokenUsage(
        Objects.requireNonNullElse(usage.inputTokenCount(), 0),
        Objects.requireNonNullElse(usage.outputTokenCount(), 0));
  }

  /** How a provider is told what its answer must look like. */
  enum StructuredOutput {
    /** As {@code response_format} with the schema. */
    SCHEMA,
    /** As {@code response_format} for any JSON object; the schema stands in the prompt. */
    OBJECT,
    /** In the prompt alone. */
    PROMPT;

    private JsonNode format(JsonNode schema) {
      if (this == OBJECT) {
        return Json.object().put("type", "json_object");
      }
      ObjectNode format = Json.object().put("name", "answer").put("strict", false);
      format.set("schema", schema);
      return Json.object().put("type", "json_schema").set("json_schema", format);
    }
  }
}
