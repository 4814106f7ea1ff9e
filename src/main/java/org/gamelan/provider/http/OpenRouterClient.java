package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gamelan.json.Json;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ModelEntry;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.OfferedModel;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.ProviderKind;

/**
 * OpenRouter: chat completions that tell their cost (source:
 * https://openrouter.ai/docs/api-reference). A provider's settings may hold {@code provider}
 * (preferences among those who serve a model), {@code models} (asked in turn when the model fails),
 * {@code referer} and {@code title} (how the caller is named in OpenRouter's lists).
 */
@ApplicationScoped
public class OpenRouterClient extends ChatCompletions {
  private static final String PREFERENCES = "provider";
  private static final String FALLBACKS = "models";

  /** No call costs more; accounts could not hold it. */
  private static final BigDecimal HIGHEST_COST = new BigDecimal(1_000_000);

  private static final Map<String, String> NAMED =
      Map.of("referer", "HTTP-Referer", "title", "X-Title");

  protected OpenRouterClient() {
    this(null, null);
  }

  @Inject
  public OpenRouterClient(HttpTransport transport, HostRule hosts) {
    super(transport, hosts);
  }

  @Override
  public List<ProviderKind> kinds() {
    return List.of(new ProviderKind("openrouter", "https://openrouter.ai/api/v1", true));
  }

  @Override
  public Optional<String> findProblem(JsonNode settings) {
    if (settings == null) {
      return Optional.empty();
    }
    return super.findProblem(settings)
        .or(() -> problem(settings, PREFERENCES, JsonNode::isObject, "must be an object"))
        .or(
            () ->
                problem(settings, FALLBACKS, OpenRouterClient::areNames, "must be a list of names"))
        .or(() -> headerProblem(settings, "referer"))
        .or(() -> headerProblem(settings, "title"));
  }

  private static Optional<String> headerProblem(JsonNode settings, String name) {
    return problem(
        settings,
        name,
        value -> value.asText("").matches("[\\x20-\\x7e]{1,200}"),
        "must be a text of at most 200 plain characters");
  }

  private static Optional<String> problem(
      JsonNode settings, String name, Predicate<JsonNode> proper, String otherwise) {
    return settings.has(name) && !proper.test(settings.get(name))
        ? Optional.of(name + " " + otherwise)
        : Optional.empty();
  }

  private static boolean areNames(JsonNode list) {
    return list.isArray() && texts(list).count() == list.size();
  }

  private static Stream<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText("")));
    return texts.stream().filter(text -> !text.isBlank());
  }

  /** What the key may do (https://openrouter.ai/docs/api-reference/limits). */
  @Override
  Optional<String> credentialPath() {
    return Optional.of("key");
  }

  @Override
  Map<String, String> headers(ProviderEntry provider) {
    Map<String, String> headers = new HashMap<>(super.headers(provider));
    NAMED.forEach(
        (setting, header) -> {
          if (provider.settings().hasNonNull(setting)) {
            headers.put(header, provider.settings().get(setting).asText());
          }
        });
    return headers;
  }

  @Override
  WireFix fix(
      ModelEntry entry, ModelRequest request, ToolNames names, StructuredOutput structured) {
    WireFix common = super.fix(entry, request, names, structured);
    JsonNode settings = entry.provider().settings();
    return body -> {
      common.request(body);
      body.set("usage", Json.object().put("include", true));
      for (String setting : List.of(PREFERENCES, FALLBACKS)) {
        if (settings.hasNonNull(setting)) {
          body.set(setting, settings.get(setting));
        }
      }
    };
  }

  /** Told with the usage, which in a stream comes with its last events. */
  @Override
  BigDecimal cost(ChatResponse response) {
    if (!(response.metadata() instanceof OpenAiChatResponseMetadata metadata)) {
      return null;
    }
    return documents(metadata.rawHttpResponse(), metadata.rawServerSentEvents())
        .map(document -> document.path("usage").path("cost"))
        .filter(JsonNode::isNumber)
        .map(JsonNode::decimalValue)
        .filter(cost -> cost.signum() >= 0 && cost.compareTo(HIGHEST_COST) <= 0)
        .reduce((first, last) -> last)
        .orElse(null);
  }

  @Override
  Optional<OfferedModel> offered(JsonNode item) {
    List<String> parameters = texts(item.path("supported_parameters")).toList();
    List<String> inputs = texts(item.path("architecture").path("input_modalities")).toList();
    List<String> capabilities = new ArrayList<>(List.of("streaming"));
    if (parameters.contains("tools")) {
      capabilities.add("tools");
    }
    if (parameters.contains("structured_outputs")) {
      capabilities.add("json_schema");
    }
    if (inputs.contains("image")) {
      capabilities.add("vision");
    }
    JsonNode prices = item.path("pricing");
    return super.offered(item)
        .map(
            named ->
                new OfferedModel(
                    named.name(),
                    named.contextWindow(),
                    perMillion(prices.path("prompt").asText("")),
                    perMillion(prices.path("completion").asText("")),
                    capabilities));
  }

  /** Prices come as texts, per token; a negative one stands for "it depends". */
  private static BigDecimal perMillion(String perToken) {
    if (!perToken.matches("[0-9]{1,9}(\\.[0-9]{1,30})?([eE]-?[0-9]{1,2})?")) {
      return null;
    }
    BigDecimal price = new BigDecimal(perToken).movePointRight(6);
    return price.signum() == 0
        ? BigDecimal.ZERO
        : new BigDecimal(price.stripTrailingZeros().toPlainString());
  }
}
