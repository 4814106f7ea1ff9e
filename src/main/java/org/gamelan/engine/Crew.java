package org.gamelan.engine;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.gamelan.config.EngineConfig;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.platform.LogFields;
import org.gamelan.platform.Spans;

/** Threads for what one stage does several times at once. */
@ApplicationScoped
class Crew {
  private final EngineConfig config;

  private ExecutorService workers;

  protected Crew() {
    this((EngineConfig) null);
  }

  @Inject
  Crew(EngineConfig config) {
    this.config = config;
  }

  /** For tests. */
  Crew(ExecutorService workers) {
    this((EngineConfig) null);
    this.workers = workers;
  }

  /** Does all of it on the caller's thread, one after another. */
  static Crew alone() {
    return new Crew((EngineConfig) null) {
      @Override
      void begin(Runnable task) {
        task.run();
      }
    };
  }

  @PostConstruct
  void start() {
    workers = Workers.create(config.maxInFlight());
  }

  @PreDestroy
  void stop() {
    workers.shutdownNow();
  }

  /**
   * What became of one piece of work.
   *
   * @param value what it came to, or null when it failed
   * @param failure why it failed, or null
   */
  record Result<T>(T value, RuntimeException failure) {}

  /**
   * Does all of it at once and waits for all; the results in the same order.
   *
   * @throws GamelanException of kind {@code cancelled} when the caller is interrupted; whatever is
   *     still under way is interrupted, too
   */
  <T> List<Result<T>> all(List<Callable<T>> work) {
    List<FutureTask<T>> tasks = new ArrayList<>();
    for (Callable<T> each : work) {
      tasks.add(new FutureTask<>(each));
    }
    try {
      tasks.forEach(this::begin);
      List<Result<T>> results = new ArrayList<>();
      for (FutureTask<T> task : tasks) {
        results.add(result(task));
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GamelanException(FailureKind.CANCELLED, "The stage was interrupted.", e);
    } finally {
      tasks.forEach(task -> task.cancel(true));
    }
  }

  void begin(Runnable task) {
    try {
      workers.execute(Spans.carry(LogFields.carry(task)));
    } catch (RejectedExecutionException e) {
      // No thread is left, so the stage's own does it.
      task.run();
    }
  }

  private static <T> Result<T> result(Future<T> task) throws InterruptedException {
    try {
      return new Result<>(task.get(), null);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        return new Result<>(null, failure);
      }
      throw new IllegalStateException("A turn broke", e.getCause());
    }
  }
}
