package org.gamelan.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.gamelan.provider.CallRecord;
import org.gamelan.provider.ModelCalled;

/** Counts calls of models and their tokens, on the threads that called. */
@ApplicationScoped
public class ModelFigures {
  private static final Metadata CALLS =
      Metadata.builder()
          .withName("gamelan_model_calls_total")
          .withDescription("Calls of models by alias and outcome")
          .build();
  private static final Metadata TOKENS =
      Metadata.builder()
          .withName("gamelan_model_tokens_total")
          .withDescription("Tokens read and written by models, by alias")
          .build();

  /** The bounds that the conventions ask for. */
  private static final double[] OPERATION_SECONDS = {
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
  };

  private static final double[] TOKEN_COUNTS = {
    1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864
  };

  private final MetricRegistry registry;
  // The registry's own look-up is a tenth of what a call costs us.
  private final ConcurrentMap<Outcome, Counter> calls = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Alias> aliases = new ConcurrentHashMap<>();
  private final ConcurrentMap<Model, Conventional> models = new ConcurrentHashMap<>();

  /** What calls are counted by. */
  private record Outcome(String alias, String outcome) {}

  /** A model as its provider names it. */
  private record Model(String operation, String kind, String name) {}

  /** The figures of a model by our name of it. */
  private record Alias(Distribution durations, Counter input, Counter output) {}

  /** The figures of a model that conventions name. */
  private record Conventional(
      Distribution durations, Distribution inputTokens, Distribution outputTokens) {}

  protected ModelFigures() {
    this(null);
  }

  @Inject
  ModelFigures(MetricRegistry registry) {
    this.registry = registry;
  }

  void called(@Observes ModelCalled news) {
    calls.computeIfAbsent(new Outcome(news.model(), news.outcome()), this::counter).inc();
    double seconds = news.duration().toNanos() / 1e9;
    Alias alias = aliases.computeIfAbsent(news.model(), this::alias);
    alias.durations().add(seconds);
    alias.input().inc(news.tokens().input());
    alias.output().inc(news.tokens().output());
    Conventional model =
        models.computeIfAbsent(
            new Model(news.operation(), news.kind(), news.asked()), this::conventional);
    model.durations().add(seconds);
    if (news.outcome().equals(CallRecord.SUCCEEDED)) {
      model.inputTokens().add((double) news.tokens().input());
      model.outputTokens().add((double) news.tokens().output());
    }
  }

  private Counter counter(Outcome outcome) {
    return registry.counter(
        CALLS, new Tag("model", outcome.alias()), new Tag("outcome", outcome.outcome()));
  }

  private Alias alias(String name) {
    Tag model = new Tag("model", name);
    return new Alias(
        duration(model),
        registry.counter(TOKENS, model, new Tag("direction", "input")),
        registry.counter(TOKENS, model, new Tag("direction", "output")));
  }

  /** The same as the semantic conventions of OpenTelemetry for generative AI name it. */
  private Conventional conventional(Model model) {
    Tag[] tags = {
      new Tag("gen_ai_operation_name", model.operation()),
      new Tag("gen_ai_provider_name", model.kind()),
      new Tag("gen_ai_request_model", model.name())
    };
    return new Conventional(operation(tags), usage("input", tags), usage("output", tags));
  }

  private Distribution operation(Tag... tags) {
    return new Distribution(
        registry,
        "gen_ai_client_operation_duration_seconds",
        "How long calls of models took, by the provider's name of the model",
        OPERATION_SECONDS,
        tags);
  }

  private Distribution usage(String type, Tag... tags) {
    Tag[] all = Arrays.copyOf(tags, tags.length + 1);
    all[tags.length] = new Tag("gen_ai_token_type", type);
    return new Distribution(
        registry,
        "gen_ai_client_token_usage",
        "Tokens of one call, by the provider's name of the model",
        TOKEN_COUNTS,
        all);
  }

  private Distribution duration(Tag model) {
    return new Distribution(
        registry,
        "gamelan_model_call_duration_seconds",
        "How long calls of models took, by alias",
        StageFigures.SECONDS,
        model);
  }
}
