package org.gamelan.provider.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gamelan.json.Json;
import org.gamelan.provider.EmbeddingRequest;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ModelEntry;
import org.gamelan.provider.ModelParameters;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ModelTool;
import org.gamelan.provider.OfferedModel;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.TokenUsage;

/**
 * The format of OpenAI's chat completions, which many speak (source:
 * https://platform.openai.com/docs/api-reference/chat).
 */
abstract class ChatCompletions extends HttpModelClient {
  ChatCompletions(HttpTransport transport, HostRule hosts) {
    super(transport, hosts);
  }

  @Override
  Wire wire(ProviderEntry provider, HttpClientBuilder http) {
    return new Wire(
        OpenAiChatModel.builder()
            .httpClientBuilder(http)
            .baseUrl(baseUrl(provider))
            .maxRetries(0)
            .build(),
        OpenAiStreamingChatModel.builder()
            .httpClientBuilder(http)
            .baseUrl(baseUrl(provider))
            .build());
  }

  @Override
  Map<String, String> headers(ProviderEntry provider) {
    return bearer(provider);
  }

  @Override
  ChatRequestParameters parameters(ModelEntry entry, ModelParameters parameters) {
    OpenAiChatRequestParameters.Builder builder =
        OpenAiChatRequestParameters.builder()
            .modelName(entry.model())
            .temperature(parameters.temperature())
            .topP(parameters.topP())
            .seed(parameters.seed());
    limit(builder, entry.provider(), parameters.maxOutputTokens());
    return builder.build();
  }

  /** Sets the longest answer; null leaves it to the provider. */
  void limit(OpenAiChatRequestParameters.Builder builder, ProviderEntry provider, Integer tokens) {
    builder.maxOutputTokens(tokens);
  }

  @Override
  StructuredOutput structured(ProviderEntry provider, JsonNode schema) {
    return StructuredOutput.in(provider.settings()).orElse(StructuredOutput.SCHEMA);
  }

  @Override
  WireFix fix(
      ModelEntry entry, ModelRequest request, ToolNames names, StructuredOutput structured) {
    boolean shaped = request.responseSchema() != null && structured != StructuredOutput.PROMPT;
    if (request.tools().isEmpty() && !shaped) {
      return WireFix.NONE;
    }
    return body -> {
      if (!request.tools().isEmpty()) {
        body.set("tools", functions(request.tools(), names));
      }
      if (shaped) {
        body.set("response_format", format(structured, request.responseSchema()));
      }
    };
  }

  /** Tools as functions, the way Ollama takes them, too. */
  static ArrayNode functions(List<ModelTool> tools, ToolNames names) {
    ArrayNode array = Json.array();
    for (ModelTool tool : tools) {
      ObjectNode function =
          Json.object().put("name", names.wire(tool.name())).put("description", tool.description());
      function.set("parameters", tool.parameters());
      array.add(Json.object().put("type", "function").set("function", function));
    }
    return array;
  }

  private static JsonNode format(StructuredOutput structured, JsonNode schema) {
    if (structured == StructuredOutput.OBJECT) {
      return Json.object().put("type", "json_object");
    }
    ObjectNode format = Json.object().put("name", "answer").put("strict", false);
    format.set("schema", schema);
    return Json.object().put("type", "json_schema").set("json_schema", format);
  }

  @Override
  TokenUsage usage(ChatResponse response) {
    TokenUsage counted = super.usage(response);
    return response.tokenUsage() instanceof OpenAiTokenUsage own && own.inputTokensDetails() != null
        ? new TokenUsage(
            counted.input(), counted.output(), count(own.inputTokensDetails().cachedTokens()))
        : counted;
  }

  @Override
  Optional<EmbeddingWire> embeddings() {
    return Optional.of(
        new EmbeddingWire(
            "embeddings", ChatCompletions::inOrder, JsonPointer.compile("/usage/prompt_tokens")));
  }

  /** Each vector tells the number of its text (source: OpenAI's reference of embeddings). */
  private static Stream<JsonNode> inOrder(JsonNode body) {
    List<JsonNode> data = new ArrayList<>();
    body.path("data").forEach(data::add);
    data.sort(Comparator.comparingInt(item -> item.path("index").asInt()));
    return data.stream().map(item -> item.path("embedding"));
  }

  @Override
  ObjectNode embeddingBody(ModelEntry entry, EmbeddingRequest request) {
    return super.embeddingBody(entry, request).put("encoding_format", "float");
  }

  @Override
  String listPath() {
    return "models";
  }

  /** OpenAI publishes names alone; those compatible with it often more. */
  @Override
  Optional<OfferedModel> offered(JsonNode item) {
    JsonNode window =
        Stream.of("context_window", "context_length", "max_context_length", "max_model_len")
            .map(item::path)
            .filter(JsonNode::isInt)
            .findFirst()
            .orElse(MissingNode.getInstance());
    return offered(item.path("id"), window, List.of());
  }
}
