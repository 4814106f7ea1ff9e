package org.gamelan.telemetry;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.gamelan.engine.StageFinished;
import org.gamelan.event.Hint;
import org.gamelan.platform.LightThreads;
import org.gamelan.platform.SpanRecord;
import org.gamelan.platform.Spans;
import org.gamelan.task.Task;
import org.gamelan.task.TaskQueries;

/**
 * Traces of tasks for an OpenTelemetry collector, where one is named. The span of a task as a whole
 * is sent by the node that brings it to its end.
 */
@ApplicationScoped
public class Traces {
  private static final Logger LOG = Logger.getLogger(Traces.class.getName());
  private static final long SECOND = 1_000_000_000;

  private final TaskQueries tasks;

  @Resource private ManagedThreadFactory threadFactory;

  private TraceExport export;
  private Thread sender;

  protected Traces() {
    this(null);
  }

  @Inject
  public Traces(TaskQueries tasks) {
    this.tasks = tasks;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    TraceConfig config = TraceConfig.from(ConfigProvider.getConfig());
    if (config.endpoint() == null) {
      return;
    }
    export = new TraceExport(config);
    sender = LightThreads.create("gamelan-traces", export, threadFactory);
    sender.start();
    Spans.record(export);
    LOG.log(Level.INFO, "Traces are sent to {0}", config.endpoint().getHost());
  }

  @PreDestroy
  void stop() {
    Spans.record(null);
    if (export != null) {
      export.stop();
      sender.interrupt();
    }
  }

  void finished(@Observes StageFinished news) {
    if (export != null && news.taskBecomes() != null && news.taskBecomes().isFinished()) {
      ended(news.task());
    }
  }

  /** A task that somebody cancelled. */
  void stopped(@Observes Hint hint) {
    if (export != null && hint.what().equals(Hint.TASK_STOP)) {
      ended(hint.subject());
    }
  }

  private void ended(UUID task) {
    String trace = Spans.traceOf(task);
    if (trace != null && export.takes(trace)) {
      export.add(() -> tasks.find(task).map(Traces::span).orElse(null));
    }
  }

  private static SpanRecord span(Task task) {
    Instant began = task.startedAt() == null ? task.createdAt() : task.startedAt();
    Instant ended = task.finishedAt() == null ? began : task.finishedAt();
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("gen_ai.operation.name", "invoke_workflow");
    attributes.put("gen_ai.workflow.name", task.workflow());
    attributes.put("gamelan." + "task.id", task.id().toString());
    attributes.put("gamelan." + "task.status", task.status().id());
    return new SpanRecord(
        Spans.traceOf(task.id()),
        Spans.rootOf(task.id()),
        null,
        "invoke_workflow " + task.workflow(),
        nanos(began),
        nanos(ended),
        attributes,
        task.failure() == null ? null : task.failure().kind().id(),
        task.failure() == null ? null : task.failure().message());
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * SECOND + at.getNano();
  }
}
