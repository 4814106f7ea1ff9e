package org.gamelan.provider.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaChatRequestParameters;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.gamelan.json.Json;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ModelEntry;
import org.gamelan.provider.ModelMessage;
import org.gamelan.provider.ModelParameters;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.OfferedModel;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.ProviderKind;

/**
 * Ollama's chat (source: https://github.com/ollama/ollama/blob/main/docs/api.md). A provider's
 * settings may hold {@code options}, such as {@code num_ctx}: Ollama cuts off silently what does
 * not fit its window.
 */
@ApplicationScoped
public class OllamaClient extends HttpModelClient {
  private static final String OPTIONS = "options";

  protected OllamaClient() {
    this(null, null);
  }

  @Inject
  public OllamaClient(HttpTransport transport, HostRule hosts) {
    super(transport, hosts);
  }

  @Override
  public List<ProviderKind> kinds() {
    return List.of(new ProviderKind("ollama", "http://localhost:11434", true));
  }

  @Override
  public Optional<String> findProblem(JsonNode settings) {
    return settings != null && settings.has(OPTIONS) && !settings.get(OPTIONS).isObject()
        ? Optional.of(OPTIONS + " must be an object")
        : super.findProblem(settings);
  }

  @Override
  String baseUrl(ProviderEntry provider) {
    return provider.baseUrl().replaceFirst("/v1$", "");
  }

  @Override
  Map<String, String> headers(ProviderEntry provider) {
    return bearer(provider);
  }

  @Override
  Wire wire(ProviderEntry provider, HttpClientBuilder http) {
    return new Wire(
        OllamaChatModel.builder()
            .httpClientBuilder(http)
            .baseUrl(baseUrl(provider))
            .maxRetries(0)
            .build(),
        OllamaStreamingChatModel.builder()
            .httpClientBuilder(http)
            .baseUrl(baseUrl(provider))
            .build());
  }

  @Override
  ChatRequestParameters parameters(ModelEntry entry, ModelParameters parameters) {
    return OllamaChatRequestParameters.builder()
        .modelName(entry.model())
        .temperature(parameters.temperature())
        .topP(parameters.topP())
        .seed(parameters.seed())
        .maxOutputTokens(parameters.maxOutputTokens())
        .build();
  }

  @Override
  StructuredOutput structured(ProviderEntry provider, JsonNode schema) {
    return StructuredOutput.in(provider.settings()).orElse(StructuredOutput.SCHEMA);
  }

  @Override
  WireFix fix(
      ModelEntry entry, ModelRequest request, ToolNames names, StructuredOutput structured) {
    return new Fix(entry.provider().settings().path(OPTIONS), request, names, structured);
  }

  /** Completes requests, and the tool calls of a stream. */
  private static final class Fix implements WireFix {
    private final JsonNode options;
    private final ModelRequest request;
    private final ToolNames names;
    private final StructuredOutput structured;
    private int calls;

    Fix(JsonNode options, ModelRequest request, ToolNames names, StructuredOutput structured) {
      this.options = options;
      this.request = request;
      this.names = names;
      this.structured = structured;
    }

    @Override
    public void request(ObjectNode body) {
      body.remove("tools");
      if (!request.tools().isEmpty()) {
        body.set("tools", ChatCompletions.functions(request.tools(), names));
      }
      if (request.responseSchema() != null && structured != StructuredOutput.PROMPT) {
        boolean schema = structured == StructuredOutput.SCHEMA;
        body.set("format", schema ? request.responseSchema() : TextNode.valueOf("json"));
      }
      body.set(OPTIONS, merged(body.path(OPTIONS)));
      nameResults(body);
    }

    /** What the provider's settings say, and what the agent asks for, which wins. */
    private ObjectNode merged(JsonNode asked) {
      ObjectNode merged = options instanceof ObjectNode given ? given.deepCopy() : Json.object();
      for (var option : asked.properties()) {
        // The library sends an empty list of stops.
        if (!option.getValue().isArray() || !option.getValue().isEmpty()) {
          merged.set(option.getKey(), option.getValue());
        }
      }
      return merged;
    }

    /** A result belongs to its call by the tool's name; the library leaves it out. */
    private void nameResults(ObjectNode body) {
      Iterator<String> tools = toolsThatAnswered().iterator();
      for (JsonNode message : body.path("messages")) {
        if (message.path("role").asText("").equals("tool")
            && message instanceof ObjectNode result) {
          result.put("tool_name", tools.next());
        }
      }
    }

    private List<String> toolsThatAnswered() {
      Map<String, String> called = new HashMap<>();
      List<String> answered = new ArrayList<>();
      for (ModelMessage message : request.messages()) {
        message.toolCalls().forEach(call -> called.put(call.id(), names.wire(call.name())));
        if (message.role() == ModelMessage.Role.TOOL) {
          answered.add(called.getOrDefault(message.toolCallId(), "tool"));
        }
      }
      return answered;
    }

    /** Calls come whole; without numbers the library would take them for pieces of one. */
    @Override
    public void event(ObjectNode event) {
      for (JsonNode call : event.path("message").path("tool_calls")) {
        if (call.path("function") instanceof ObjectNode function) {
          function.put("index", calls++);
        }
      }
    }
  }

  @Override
  Optional<EmbeddingWire> embeddings() {
    return Optional.of(
        new EmbeddingWire(
            "api/embed", OllamaClient::embeddings, JsonPointer.compile("/prompt_eval_count")));
  }

  private static Stream<JsonNode> embeddings(JsonNode body) {
    return StreamSupport.stream(body.path("embeddings").spliterator(), false);
  }

  @Override
  String listPath() {
    return "api/tags";
  }

  @Override
  String listField() {
    return "models";
  }

  @Override
  Optional<OfferedModel> offered(JsonNode item) {
    List<String> capabilities = new ArrayList<>();
    for (JsonNode word : item.path("capabilities")) {
      capabilities.add(word.asText("").equals("completion") ? "streaming" : word.asText(""));
    }
    JsonNode window = item.path("details").path("context_length");
    return offered(item.has("model") ? item.get("model") : item.path("name"), window, capabilities);
  }
}
