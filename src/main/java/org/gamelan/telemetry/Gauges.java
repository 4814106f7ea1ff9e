package org.gamelan.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.Engine;
import org.gamelan.engine.TaskStatus;

/** Figures of the moment: asked for at each scrape, kept nowhere. */
@ApplicationScoped
public class Gauges {
  private final MetricRegistry registry;
  private final WorkCounts work;
  private final Engine engine;
  private final EngineConfig config;
  private final Instance<OpenStreams> streams;

  protected Gauges() {
    this(null, null, null, null, null);
  }

  @Inject
  Gauges(
      MetricRegistry registry,
      WorkCounts work,
      Engine engine,
      EngineConfig config,
      Instance<OpenStreams> streams) {
    this.registry = registry;
    this.work = work;
    this.engine = engine;
    this.config = config;
    this.streams = streams;
  }

  void register(@Observes @Initialized(ApplicationScoped.class) Object started) {
    Arrays.stream(TaskStatus.values())
        .filter(status -> !status.isFinished())
        .forEach(
            status ->
                gauge(
                    "gamelan_tasks",
                    "Unfinished tasks by status, on all nodes",
                    () -> work.tasks(status.id()),
                    new Tag("status", status.id())));
    gauge("gamelan_ready_runs", "Stage runs that are due, on all nodes", work::readyRuns);
    registry.gauge(
        Metadata.builder()
            .withName("gamelan_ready_runs_age")
            .withUnit(MetricUnits.SECONDS)
            .withDescription("For how long the longest waiting of them has been due")
            .build(),
        work::oldestReadySeconds);
    gauge("gamelan_engine_in_flight", "Stage runs in the hands of this node", engine::inFlight);
    gauge(
        "gamelan_engine_max_in_flight",
        "How many stage runs this node takes at once",
        config::maxInFlight);
    gauge("gamelan_event_streams", "Clients that follow events on this node", this::openStreams);
  }

  private <T extends Number> void gauge(
      String name, String description, Supplier<T> value, Tag... tags) {
    registry.gauge(
        Metadata.builder().withName(name).withDescription(description).build(), value, tags);
  }

  private int openStreams() {
    return streams.stream().mapToInt(OpenStreams::openStreams).sum();
  }
}
