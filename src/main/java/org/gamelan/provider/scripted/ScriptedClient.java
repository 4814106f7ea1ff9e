package org.gamelan.provider.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.manifest.Templates;
import org.gamelan.provider.ModelAnswer;
import org.gamelan.provider.ModelCallException;
import org.gamelan.provider.ModelClient;
import org.gamelan.provider.ModelEntry;
import org.gamelan.provider.ModelMessage;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ModelToolCall;
import org.gamelan.provider.OfferedModel;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.ProviderKind;
import org.gamelan.provider.StreamSink;
import org.gamelan.provider.TokenUsage;

/** Answers by rules. Tokens are estimated at four characters each. */
@ApplicationScoped
public class ScriptedClient implements ModelClient {
  private static final String KIND = "scripted";
  private static final int CHARS_PER_TOKEN = 4;
  private static final int MAX_COUNTED = 10_000;

  /** Before every word. */
  private static final Pattern PIECES = Pattern.compile("(?<=\\s)(?=\\S)");

  private static final String UNMATCHED =
      "[scripted] No rule of the scripted provider fits this request, and no real model is"
          + " connected. Connect one in the administration, or with GAMELAN_MODEL_BASE_URL,"
          + " GAMELAN_MODEL_API_KEY and GAMELAN_MODEL_NAME.";

  private final RuleFiles files;
  private final Templates templates = new Templates();
  private final Map<UUID, OwnRules> ownRules = bounded(100);
  private final Map<String, Integer> counts = bounded(MAX_COUNTED);

  /** A provider's own rules, as of one version of its row. */
  private record OwnRules(int version, RuleBook rules) {}

  protected ScriptedClient() {
    this(null);
  }

  @Inject
  public ScriptedClient(RuleFiles files) {
    this.files = files;
  }

  @Override
  public List<ProviderKind> kinds() {
    return List.of(new ProviderKind(KIND, null, false));
  }

  @Override
  public Optional<String> findProblem(JsonNode settings) {
    try {
      read(settings);
      return Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Override
  public ModelAnswer call(ModelEntry entry, ModelRequest request) {
    RuleBook own = ownRules(entry.provider());
    Optional<Rule> rule = own.find(request).or(() -> files.current().find(request));
    return rule.map(found -> play(found, request)).orElseGet(() -> unmatched(request));
  }

  @Override
  public ModelAnswer stream(ModelEntry entry, ModelRequest request, StreamSink sink) {
    ModelAnswer answer = call(entry, request);
    for (String piece : PIECES.split(answer.text())) {
      if (Thread.currentThread().isInterrupted()) {
        throw new ModelCallException(FailureKind.CANCELLED, "The call was cancelled.", null);
      }
      if (!piece.isEmpty()) {
        sink.text(piece);
      }
    }
    return answer;
  }

  /** Rules answer for any model, so one name stands for all. */
  @Override
  public List<OfferedModel> models(ProviderEntry provider, Duration timeout) {
    return List.of(
        new OfferedModel(KIND, null, null, null, List.of("tools", "json_schema", "streaming")));
  }

  private ModelAnswer play(Rule rule, ModelRequest request) {
    pause(rule.delay(), request);
    Rule.Failure failure = rule.failure();
    if (failure != null && isDue(rule, "fail", failure.times(), request)) {
      throw new ModelCallException(failure.kind(), failure.message(), failure.retryAfter(), null);
    }
    Script script = new Script(templates, request);
    int turn = Math.min(script.answersSoFar(), rule.steps().size() - 1);
    Rule.Step step = rule.steps().get(turn);
    List<ModelToolCall> toolCalls = script.toolCalls(step.toolCalls());
    while (toolCalls.isEmpty() && step.reply() == null && turn + 1 < rule.steps().size()) {
      turn++; // none of the calls was due
      step = rule.steps().get(turn);
      toolCalls = script.toolCalls(step.toolCalls());
    }
    if (!toolCalls.isEmpty()) {
      return answer(
          step.reply() == null ? "" : script.reply(step.reply()), toolCalls, false, request);
    }
    if (step.reply() == null) {
      return unmatched(request);
    }
    String text = script.reply(step.reply());
    if (rule.fault() != null && isDue(rule, "fault", rule.faultTimes(), request)) {
      boolean truncated = rule.fault() == Fault.TRUNCATED;
      return answer(rule.fault().spoil(text), List.of(), truncated, request);
    }
    return answer(text, List.of(), false, request);
  }

  private static ModelAnswer unmatched(ModelRequest request) {
    JsonNode schema = request.responseSchema();
    String text = schema == null ? UNMATCHED : Json.write(SmallestInstance.of(schema));
    return answer(text, List.of(), false, request);
  }

  private static ModelAnswer answer(
      String text, List<ModelToolCall> toolCalls, boolean truncated, ModelRequest request) {
    long read = length(request.system());
    for (ModelMessage message : request.messages()) {
      read += length(message.text());
    }
    long written = length(text);
    for (ModelToolCall call : toolCalls) {
      written += length(call.name()) + length(call.arguments());
    }
    TokenUsage tokens = new TokenUsage(tokens(read), tokens(written));
    return new ModelAnswer(text, toolCalls, truncated, tokens, null, null, null);
  }

  private static long length(String text) {
    return text == null ? 0 : text.length();
  }

  private static long tokens(long chars) {
    return (chars + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
  }

  private static void pause(Duration delay, ModelRequest request) {
    if (delay.isZero()) {
      return;
    }
    boolean tooLong = delay.compareTo(request.timeout()) > 0;
    try {
      Thread.sleep((tooLong ? request.timeout() : delay).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelCallException(FailureKind.CANCELLED, "The call was cancelled.", e);
    }
    if (tooLong) {
      throw new ModelCallException(
          FailureKind.TIMEOUT,
          "The scripted model did not answer within " + request.timeout() + ".",
          null);
    }
  }

  /** Counts what a rule does only so often, for each task and stage. */
  private boolean isDue(Rule rule, String what, int times, ModelRequest request) {
    if (times == 0) {
      return true;
    }
    String key =
        String.join(
            "|", what, rule.id(), "" + request.origin().task(), "" + request.origin().stage());
    return counts.merge(key, 1, Integer::sum) <= times;
  }

  private RuleBook ownRules(ProviderEntry provider) {
    if (provider.settings() == null || !provider.settings().has("rules")) {
      return RuleBook.EMPTY;
    }
    JsonNode rules = provider.settings().get("rules");
    if (isPath(rules)) {
      return files.named(rules.textValue());
    }
    OwnRules known = ownRules.get(provider.id());
    if (known != null && known.version() == provider.version()) {
      return known.rules();
    }
    try {
      RuleBook read = read(provider.settings());
      ownRules.put(provider.id(), new OwnRules(provider.version(), read));
      return read;
    } catch (InvalidInputException e) {
      throw new ModelCallException(
          FailureKind.INVALID_INPUT,
          "The rules of the provider '" + provider.name() + "' are broken: " + e.getMessage(),
          e);
    }
  }

  private RuleBook read(JsonNode settings) {
    JsonNode rules = settings == null ? null : settings.get("rules");
    if (rules == null) {
      return RuleBook.EMPTY;
    } else if (isPath(rules)) {
      return files.named(rules.textValue());
    } else if (rules.isTextual()) {
      return RuleBook.parse(rules.textValue(), "settings.rules");
    }
    JsonNode document = rules.isArray() ? Json.object().set("rules", rules) : rules;
    return RuleBook.of(document, "settings.rules");
  }

  private static boolean isPath(JsonNode rules) {
    return rules.isTextual() && rules.textValue().matches("[^\\n]{1,500}\\.(yaml|yml|json)");
  }

  private static <K, V> Map<K, V> bounded(int max) {
    return java.util.Collections.synchronizedMap(
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > max;
          }
        });
  }
}
