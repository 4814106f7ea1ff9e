package org.gamelan.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.gamelan.engine.StageFinished;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.StagesCommitted;
import org.gamelan.engine.TaskStatus;

/** Counts what stages came to, on the thread that commits them. */
@ApplicationScoped
public class StageFigures {
  /** Tools take milliseconds, models up to minutes. */
  static final double[] SECONDS = {0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300};

  private static final double[] RUNS = {1, 2, 4, 8, 16, 32, 64, 128};
  private static final Metadata STAGES =
      Metadata.builder()
          .withName("gamelan_stages_total")
          .withDescription("Finished stage runs by kind and outcome")
          .build();
  private static final Metadata TASKS =
      Metadata.builder()
          .withName("gamelan_tasks_finished_total")
          .withDescription("Tasks that a stage of this node brought to their end, by status")
          .build();

  private final MetricRegistry registry;
  // The registry's own look-up costs more than counting.
  private final ConcurrentMap<Outcome, Counter> stages = new ConcurrentHashMap<>();
  private final ConcurrentMap<TaskStatus, Counter> tasks = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Distribution> durations = new ConcurrentHashMap<>();
  private final Distribution batches;

  /** What runs are counted by. */
  private record Outcome(String kind, StageStatus status) {}

  /** For the container's proxies. */
  protected StageFigures() {
    this.registry = null;
    this.batches = null;
  }

  @Inject
  StageFigures(MetricRegistry registry) {
    this.registry = registry;
    this.batches = batches(registry);
  }

  void finished(@Observes StageFinished news) {
    stages.computeIfAbsent(new Outcome(news.kind(), news.status()), this::counter).inc();
    durations.computeIfAbsent(news.kind(), this::duration).add(news.millis() / 1_000.0);
    if (news.taskBecomes() != null && news.taskBecomes().isFinished()) {
      tasks.computeIfAbsent(news.taskBecomes(), this::counter).inc();
    }
  }

  private Counter counter(Outcome outcome) {
    return registry.counter(
        STAGES, new Tag("kind", outcome.kind()), new Tag("outcome", outcome.status().id()));
  }

  private Counter counter(TaskStatus status) {
    return registry.counter(TASKS, new Tag("status", status.id()));
  }

  void committed(@Observes StagesCommitted news) {
    batches.add(news.runs());
  }

  private Distribution duration(String kind) {
    return new Distribution(
        registry,
        "gamelan_stage_duration_seconds",
        "How long the work on a stage run took, by kind",
        SECONDS,
        new Tag("kind", kind));
  }

  private static Distribution batches(MetricRegistry registry) {
    return new Distribution(
        registry, "gamelan_commit_batch_size", "Stage runs that share one commit", RUNS);
  }
}
