package org.gamelan.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
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

  private final MetricRegistry registry;
  private final ConcurrentMap<String, Distribution> durations = new ConcurrentHashMap<>();

  protected ModelFigures() {
    this(null);
  }

  @Inject
  ModelFigures(MetricRegistry registry) {
    this.registry = registry;
  }

  void called(@Observes ModelCalled news) {
    Tag model = new Tag("model", news.model());
    registry.counter(CALLS, model, new Tag("outcome", news.outcome())).inc();
    durations
        .computeIfAbsent(news.model(), any -> duration(model))
        .add(news.duration().toNanos() / 1e9);
    registry.counter(TOKENS, model, new Tag("direction", "input")).inc(news.tokens().input());
    registry.counter(TOKENS, model, new Tag("direction", "output")).inc(news.tokens().output());
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
