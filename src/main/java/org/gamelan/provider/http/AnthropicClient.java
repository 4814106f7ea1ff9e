package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicChatRequestParameters;
import dev.langchain4j.model.anthropic.AnthropicChatResponseMetadata;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.gamelan.json.Json;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ModelEntry;
import org.gamelan.provider.ModelParameters;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ModelTool;
import org.gamelan.provider.OfferedModel;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.ProviderKind;
import org.gamelan.provider.TokenUsage;

/**
 * Anthropic's messages (source: https://docs.anthropic.com/en/api/messages). Besides {@code
 * structuredOutput} a provider's settings may hold {@code promptCaching}: true marks the system
 * message, so that it and the tools before it are read from the cache next time.
 */
@ApplicationScoped
public class AnthropicClient extends HttpModelClient {
  /** The format asks for a limit; this one all present models keep. */
  static final int DEFAULT_OUTPUT_TOKENS = 8_192;

  private static final String VERSION = "2023-06-01";
  private static final String WINDOW_FULL = "model_context_window_exceeded";
  private static final String CACHING = "promptCaching";

  protected AnthropicClient() {
    this(null, null);
  }

  @Inject
  public AnthropicClient(HttpTransport transport, HostRule hosts) {
    super(transport, hosts);
  }

  @Override
  public List<ProviderKind> kinds() {
    return List.of(new ProviderKind("anthropic", "https://api.anthropic.com", true));
  }

  @Override
  public Optional<String> findProblem(JsonNode settings) {
    return settings != null && settings.has(CACHING) && !settings.get(CACHING).isBoolean()
        ? Optional.of(CACHING + " must be true or false")
        : super.findProblem(settings);
  }

  @Override
  String baseUrl(ProviderEntry provider) {
    return provider.baseUrl().endsWith("/v1") ? provider.baseUrl() : provider.baseUrl() + "/v1";
  }

  @Override
  Map<String, String> headers(ProviderEntry provider) {
    return Map.of("anthropic-version", VERSION, "x-api-key", provider.apiKey().reveal().orElse(""));
  }

  @Override
  Wire wire(ProviderEntry provider, HttpClientBuilder http) {
    // The library insists on a key of its own; our headers take its place.
    String placeholder = "none";
    return new Wire(
        AnthropicChatModel.builder()
            .httpClientBuilder(http)
            .baseUrl(baseUrl(provider))
            .apiKey(placeholder)
            .maxRetries(0)
            .build(),
        AnthropicStreamingChatModel.builder()
            .httpClientBuilder(http)
            .baseUrl(baseUrl(provider))
            .apiKey(placeholder)
            .build());
  }

  @Override
  ChatRequestParameters parameters(ModelEntry entry, ModelParameters parameters) {
    return AnthropicChatRequestParameters.builder()
        .modelName(entry.model())
        .temperature(parameters.temperature())
        .topP(parameters.topP())
        .maxOutputTokens(
            Objects.requireNonNullElse(parameters.maxOutputTokens(), DEFAULT_OUTPUT_TOKENS))
        .cacheSystemMessages(entry.provider().settings().path(CACHING).asBoolean(false))
        .build();
  }

  /** What the vendor's subset of JSON Schema cannot say is left to the prompt. */
  @Override
  StructuredOutput structured(ProviderEntry provider, JsonNode schema) {
    boolean asked =
        StructuredOutput.in(provider.settings()).orElse(StructuredOutput.SCHEMA)
            == StructuredOutput.SCHEMA;
    return asked && schema != null && StrictSchema.of(schema).isPresent()
        ? StructuredOutput.SCHEMA
        : StructuredOutput.PROMPT;
  }

  @Override
  WireFix fix(
      ModelEntry entry, ModelRequest request, ToolNames names, StructuredOutput structured) {
    return body -> {
      if (!request.tools().isEmpty()) {
        body.set("tools", tools(request.tools(), names));
      }
      if (structured == StructuredOutput.SCHEMA) {
        ObjectNode format = Json.object().put("type", "json_schema");
        format.set("schema", StrictSchema.of(request.responseSchema()).orElseThrow());
        body.set("output_config", Json.object().set("format", format));
      }
    };
  }

  private static ArrayNode tools(List<ModelTool> tools, ToolNames names) {
    ArrayNode array = Json.array();
    for (ModelTool tool : tools) {
      ObjectNode schema = Json.object().put("type", "object");
      if (tool.parameters() instanceof ObjectNode given) {
        schema.setAll(given);
      }
      ObjectNode one =
          Json.object().put("name", names.wire(tool.name())).put("description", tool.description());
      array.add(one.set("input_schema", schema));
    }
    return array;
  }

  /** Anthropic counts what goes to and comes from its cache apart from the rest of the input. */
  @Override
  TokenUsage usage(ChatResponse response) {
    TokenUsage counted = super.usage(response);
    if (!(response.tokenUsage() instanceof AnthropicTokenUsage own)) {
      return counted;
    }
    long cached = count(own.cacheReadInputTokens());
    long input = counted.input() + cached + count(own.cacheCreationInputTokens());
    return new TokenUsage(input, counted.output(), cached);
  }

  /** The library knows only one of the limits that cut an answer off. */
  @Override
  boolean truncated(ChatResponse response) {
    return super.truncated(response)
        || (response.finishReason() == FinishReason.OTHER
            && response.metadata() instanceof AnthropicChatResponseMetadata metadata
            && documents(metadata.rawHttpResponse(), metadata.rawServerSentEvents())
                .flatMap(document -> Stream.of(document, document.path("delta")))
                .anyMatch(part -> part.path("stop_reason").asText("").equals(WINDOW_FULL)));
  }

  @Override
  String listPath() {
    return "models?limit=1000";
  }

  @Override
  Optional<OfferedModel> offered(JsonNode item) {
    JsonNode published = item.path("capabilities");
    List<String> capabilities = new ArrayList<>(List.of("streaming", "tools"));
    if (published.path("structured_outputs").path("supported").asBoolean(false)) {
      capabilities.add("json_schema");
    }
    if (published.path("image_input").path("supported").asBoolean(false)) {
      capabilities.add("vision");
    }
    JsonNode window = item.path("max_input_tokens");
    return offered(item.path("id"), window, capabilities);
  }
}
