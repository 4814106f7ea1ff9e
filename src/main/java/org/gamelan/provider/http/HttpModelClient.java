package org.gamelan.provider.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.provider.EmbeddingAnswer;
import org.gamelan.provider.EmbeddingRequest;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ModelAnswer;
import org.gamelan.provider.ModelCallException;
import org.gamelan.provider.ModelClient;
import org.gamelan.provider.ModelEntry;
import org.gamelan.provider.ModelParameters;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.OfferedModel;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.StreamSink;
import org.gamelan.provider.TokenUsage;

/**
 * What all model servers over HTTP have in common: credential and host are looked at before
 * anything is sent, the library's model is made once for each version of a provider, and whatever
 * goes wrong is told in the same words. A vendor adds its format.
 */
public abstract class HttpModelClient implements ModelClient {
  private final HttpTransport transport;
  private final CallChecks checks;
  private final Map<UUID, Prepared> prepared = new ConcurrentHashMap<>();

  /**
   * The library's two ways to ask a model.
   *
   * @param plain waits for the whole answer
   * @param streaming hands it over while it comes
   */
  protected record Wire(ChatModel plain, StreamingChatModel streaming) {}

  /** What is made once for each version of a provider. */
  private record Prepared(int version, Wire wire) {}

  /** Asks one of the two. */
  private interface Exchange {
    ChatResponse answer(Wire wire, ChatRequest request);
  }

  HttpModelClient(HttpTransport transport, HostRule hosts) {
    this.transport = transport;
    this.checks = new CallChecks(hosts);
  }

  /** The library's models for this provider, without a credential; nothing is retried. */
  abstract Wire wire(ProviderEntry provider, HttpClientBuilder http);

  /** Headers that every request to this provider carries, the credential among them. */
  abstract Map<String, String> headers(ProviderEntry provider);

  /** The base of all paths. */
  String baseUrl(ProviderEntry provider) {
    return provider.baseUrl();
  }

  abstract ChatRequestParameters parameters(ModelEntry entry, ModelParameters parameters);

  /** How this provider is told of this schema. */
  abstract StructuredOutput structured(ProviderEntry provider, JsonNode schema);

  /** Completes what the library says; tools and schemas are always left to it. */
  abstract WireFix fix(
      ModelEntry entry, ModelRequest request, ToolNames names, StructuredOutput structured);

  /** Tokens as the vendor counts them. */
  TokenUsage usage(ChatResponse response) {
    var usage = response.tokenUsage();
    return usage == null
        ? TokenUsage.NONE
        : new TokenUsage(count(usage.inputTokenCount()), count(usage.outputTokenCount()));
  }

  /** What the vendor says a call cost, or null. */
  BigDecimal cost(ChatResponse response) {
    return null;
  }

  boolean truncated(ChatResponse response) {
    return response.finishReason() == FinishReason.LENGTH;
  }

  /** Path of the list of models, and the field that holds it. */
  abstract String listPath();

  String listField() {
    return "data";
  }

  /** One model of the list, if it is one. */
  abstract Optional<OfferedModel> offered(JsonNode item);

  static Optional<OfferedModel> offered(JsonNode name, JsonNode window, List<String> capabilities) {
    return Optional.of(name.asText(""))
        .filter(text -> !text.isBlank())
        .map(
            text ->
                new OfferedModel(
                    text, window.isInt() ? window.intValue() : null, null, null, capabilities));
  }

  @Override
  public Optional<String> findProblem(JsonNode settings) {
    return StructuredOutput.findProblem(settings);
  }

  @Override
  public ModelAnswer call(ModelEntry entry, ModelRequest request) {
    return ask(entry, request, (wire, chat) -> wire.plain().chat(chat));
  }

  @Override
  public ModelAnswer stream(ModelEntry entry, ModelRequest request, StreamSink sink) {
    StreamedAnswer streamed = new StreamedAnswer(sink);
    try {
      return ask(entry, request, (wire, chat) -> streamed.of(wire.streaming(), chat));
    } catch (ModelCallException e) {
      throw streamed.sinkFailure().orElse(e);
    }
  }

  private ModelAnswer ask(ModelEntry entry, ModelRequest request, Exchange exchange) {
    ProviderEntry provider = entry.provider();
    String what = "The model '%s' of '%s'".formatted(entry.model(), provider.name());
    checks.requireCredential(provider, what);
    Wire wire = prepare(provider, what);
    ToolNames names = ToolNames.of(request);
    StructuredOutput structured = structured(provider, request.responseSchema());
    ModelParameters parameters =
        Objects.requireNonNullElse(request.parameters(), ModelParameters.NONE);
    ChatRequest chat =
        ChatRequest.builder()
            .messages(ChatMapping.messages(request, names, structured))
            .parameters(parameters(entry, parameters))
            .build();
    WireFix fix = fix(entry, request, names, structured);
    try (CallScope scope =
        CallScope.ofCall(what, request.timeout(), provider, headers(provider), fix)) {
      try {
        return answer(exchange.answer(wire, chat), names);
      } catch (RuntimeException e) {
        throw explain(scope, e);
      }
    }
  }

  private ModelAnswer answer(ChatResponse response, ToolNames names) {
    return new ModelAnswer(
        Objects.requireNonNullElse(response.aiMessage().text(), ""),
        ChatMapping.toolCalls(response.aiMessage(), names),
        truncated(response),
        usage(response),
        cost(response),
        null,
        null);
  }

  /**
   * How vectors are asked for, if the vendor has them.
   *
   * @param path below the base
   * @param vectors where they are in an answer, in the order of the texts
   * @param tokens where the answer says how much was read
   */
  protected record EmbeddingWire(
      String path, Function<JsonNode, Stream<JsonNode>> vectors, JsonPointer tokens) {}

  Optional<EmbeddingWire> embeddings() {
    return Optional.empty();
  }

  @Override
  public EmbeddingAnswer embed(ModelEntry entry, EmbeddingRequest request) {
    EmbeddingWire wire = embeddings().orElse(null);
    if (wire == null) {
      return ModelClient.super.embed(entry, request);
    }
    ProviderEntry provider = entry.provider();
    String what = "The model '%s' of '%s'".formatted(entry.model(), provider.name());
    checks.requireCredential(provider, what);
    checks.requireHost(provider, what);
    HttpRequest asked =
        HttpRequest.builder()
            .method(HttpMethod.POST)
            .url(baseUrl(provider), wire.path())
            .body(Json.write(embeddingBody(entry, request)))
            .build();
    try (CallScope scope =
        CallScope.ofEmbeddings(what, request.timeout(), provider, headers(provider))) {
      try {
        return vectors(scope, wire, Json.parse(transport.execute(asked).body()), request);
      } catch (RuntimeException e) {
        throw explain(scope, e);
      }
    }
  }

  /** The request for vectors; what most vendors take. */
  ObjectNode embeddingBody(ModelEntry entry, EmbeddingRequest request) {
    ObjectNode body = Json.object().put("model", entry.model());
    request.texts().forEach(body.putArray("input")::add);
    return body;
  }

  private static EmbeddingAnswer vectors(
      CallScope scope, EmbeddingWire wire, JsonNode body, EmbeddingRequest request) {
    List<float[]> vectors = wire.vectors().apply(body).map(HttpModelClient::vector).toList();
    TokenUsage tokens = new TokenUsage(body.at(wire.tokens()).asLong(0), 0);
    EmbeddingAnswer answer = new EmbeddingAnswer(vectors, tokens, null, null);
    if (!answer.isOf(request.texts().size())) {
      throw HttpFailures.ofBody(scope, scope.body(), null);
    }
    return answer;
  }

  /** What is no number has no direction either, and is refused as such. */
  private static float[] vector(JsonNode numbers) {
    float[] vector = new float[numbers.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = numbers.get(i).isNumber() ? numbers.get(i).floatValue() : Float.NaN;
    }
    return vector;
  }

  /**
   * Where a credential shows that it is valid, for vendors that give their list to anybody; nothing
   * where the list itself needs it.
   */
  Optional<String> credentialPath() {
    return Optional.empty();
  }

  @Override
  public List<OfferedModel> models(ProviderEntry provider, Duration timeout) {
    String what = "The provider '%s'".formatted(provider.name());
    checks.requireCredential(provider, what);
    checks.requireHost(provider, what);
    try (CallScope scope = CallScope.ofList(what, timeout, provider, headers(provider))) {
      try {
        JsonNode body = Json.parse(get(provider, listPath()));
        List<OfferedModel> list = offered(scope, body.isArray() ? body : body.path(listField()));
        credentialPath().ifPresent(path -> showCredential(provider, path));
        return list;
      } catch (RuntimeException e) {
        throw explain(scope, e);
      }
    }
  }

  private void showCredential(ProviderEntry provider, String path) {
    try {
      get(provider, path);
    } catch (ModelCallException e) {
      // A proxy need not have that path; then only a call can tell.
      if (e.kind() != FailureKind.INVALID_INPUT) {
        throw e;
      }
    }
  }

  private String get(ProviderEntry provider, String path) {
    return transport
        .execute(HttpRequest.builder().method(HttpMethod.GET).url(baseUrl(provider), path).build())
        .body();
  }

  private List<OfferedModel> offered(CallScope scope, JsonNode list) {
    if (!list.isArray()) {
      throw HttpFailures.ofBody(scope, scope.body(), null);
    }
    List<OfferedModel> models = new ArrayList<>();
    list.forEach(item -> offered(item).ifPresent(models::add));
    return List.copyOf(models);
  }

  /** The library wraps what the transport throws, and stumbles over bodies it does not expect. */
  private static ModelCallException explain(CallScope scope, RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ModelCallException known) {
        return known;
      }
    }
    return HttpFailures.ofBody(scope, scope.body(), e);
  }

  private Wire prepare(ProviderEntry provider, String what) {
    Prepared known = prepared.get(provider.id());
    if (known != null && known.version() == provider.version()) {
      return known.wire();
    }
    checks.requireHost(provider, what);
    Prepared made = new Prepared(provider.version(), wire(provider, transport.asBuilder()));
    prepared.put(provider.id(), made);
    return made.wire();
  }

  /** A key as most vendors take it (RFC 6750); nothing without one. */
  static Map<String, String> bearer(ProviderEntry provider) {
    return provider
        .apiKey()
        .reveal()
        .map(key -> Map.of("Authorization", "Bearer " + key))
        .orElse(Map.of());
  }

  /** An answer as it came: one document, or those of a stream. */
  static Stream<JsonNode> documents(SuccessfulHttpResponse response, List<ServerSentEvent> events) {
    Stream<String> texts =
        events.isEmpty()
            ? Stream.of(response.body())
            : events.stream().map(ServerSentEvent::data).filter(data -> data.startsWith("{"));
    return texts.map(Json::parse);
  }

  static long count(Integer tokens) {
    return tokens == null ? 0 : tokens;
  }
}
