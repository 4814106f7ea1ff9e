package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.gamelan.failure.FailureKind;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ModelAnswer;
import org.gamelan.provider.ModelCallException;
import org.gamelan.provider.ModelClient;
import org.gamelan.provider.ModelEntry;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.ProviderKind;
import org.gamelan.provider.http.OpenAiMapping.StructuredOutput;

/**
 * The chat completions of OpenAI and of everything compatible with them (source:
 * https://platform.openai.com/docs/api-reference/chat). A provider's setting {@code
 * structuredOutput} says how it is told of schemas: {@code json_schema}, {@code json_object} or
 * {@code prompt}.
 */
@ApplicationScoped
public class OpenAiClient implements ModelClient {
  static final String OPENAI = "openai";
  private static final String COMPATIBLE = "openai-compatible";
  private static final String SETTING = "structuredOutput";

  private final HttpTransport transport;
  private final HostRule hosts;
  private final Map<UUID, Prepared> prepared = new ConcurrentHashMap<>();

  /** What is made once for each version of a provider. */
  private record Prepared(int version, OpenAiChatModel model, StructuredOutput structured) {}

  protected OpenAiClient() {
    this(null, null);
  }

  @Inject
  public OpenAiClient(HttpTransport transport, HostRule hosts) {
    this.transport = transport;
    this.hosts = hosts;
  }

  @Override
  public List<ProviderKind> kinds() {
    return List.of(
        new ProviderKind(OPENAI, "https://api.openai.com/v1", true),
        new ProviderKind(COMPATIBLE, null, true));
  }

  @Override
  public Optional<String> findProblem(JsonNode settings) {
    JsonNode given = settings == null ? null : settings.get(SETTING);
    return given == null || structured(given.asText("")).isPresent()
        ? Optional.empty()
        : Optional.of(SETTING + " must be json_schema, json_object or prompt");
  }

  @Override
  public ModelAnswer call(ModelEntry entry, ModelRequest request) {
    ProviderEntry provider = entry.provider();
    String what = "The model '%s' of '%s'".formatted(entry.model(), provider.name());
    provider
        .apiKey()
        .problem()
        .ifPresent(
            problem -> {
              throw new ModelCallException(
                  FailureKind.AUTH, what + " has no credential: " + problem, null);
            });
    Prepared ready = prepare(provider, what);
    ToolNames names = ToolNames.of(request);
    ChatRequest chat = OpenAiMapping.toRequest(entry, request, names, ready.structured());
    try (CallScope scope = CallScope.open(what, request.timeout(), provider.apiKey().reveal())) {
      try {
        return OpenAiMapping.toAnswer(ready.model().chat(chat), names);
      } catch (RuntimeException e) {
        throw explain(scope, e);
      }
    }
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

  private Prepared prepare(ProviderEntry provider, String what) {
    Prepared known = prepared.get(provider.id());
    if (known != null && known.version() == provider.version()) {
      return known;
    }
    hosts
        .problem(provider.baseUrl())
        .ifPresent(
            problem -> {
              throw new ModelCallException(
                  FailureKind.NOT_PERMITTED, what + ": the base URL " + problem, null);
            });
    OpenAiChatModel model =
        OpenAiChatModel.builder()
            .httpClientBuilder(transport.asBuilder())
            .baseUrl(provider.baseUrl())
            .apiKey(provider.apiKey().reveal().orElse(null))
            .maxRetries(0)
            .build();
    Prepared made = new Prepared(provider.version(), model, structured(provider));
    prepared.put(provider.id(), made);
    return made;
  }

  private static StructuredOutput structured(ProviderEntry provider) {
    String setting =
        provider.settings() == null ? "" : provider.settings().path(SETTING).asText("");
    return structured(setting)
        .orElse(provider.kind().equals(OPENAI) ? StructuredOutput.SCHEMA : StructuredOutput.PROMPT);
  }

  private static Optional<StructuredOutput> structured(String setting) {
    return switch (setting) {
      case "json_schema" -> Optional.of(StructuredOutput.SCHEMA);
      case "json_object" -> Optional.of(StructuredOutput.OBJECT);
      case "prompt" -> Optional.of(StructuredOutput.PROMPT);
      default -> Optional.empty();
    };
  }
}
