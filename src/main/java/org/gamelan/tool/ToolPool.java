package org.gamelan.tool;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.platform.LogFields;

/**
 * Runs tools on threads of their own, a bounded number at once, so that one that hangs can be given
 * up: its caller goes on when the time is over, its thread is interrupted, and its place stays
 * taken until it really ends.
 */
@ApplicationScoped
@ManagedExecutorDefinition(name = ToolPool.EXECUTOR, maxAsync = ToolPool.MOST_AT_ONCE)
public class ToolPool {
  static final String EXECUTOR = "java:app/concurrent/gamelan-tools";
  static final int MOST_AT_ONCE = 64;
  private static final int DEFAULT_AT_ONCE = 16;

  @Resource(lookup = EXECUTOR)
  private ManagedExecutorService managed;

  private Executor executor;
  private Semaphore places;

  /** For the container's proxies. */
  protected ToolPool() {}

  /** Reads {@code gamelan.tools.concurrency}: how many tools work at once, up to 64. */
  @Inject
  public ToolPool(Config config) {
    int atOnce =
        config.getOptionalValue("gamelan.tools.concurrency", Integer.class).orElse(DEFAULT_AT_ONCE);
    this.places = new Semaphore(Math.max(1, Math.min(atOnce, MOST_AT_ONCE)), true);
  }

  ToolPool(Executor executor, int atOnce) {
    this.executor = executor;
    this.places = new Semaphore(atOnce, true);
  }

  /**
   * Waits for a place, does the work and returns what came of it.
   *
   * @param limit the longest that waiting and working may take together
   * @throws GamelanException of kind {@code timeout} when the limit is over
   */
  <T> T call(String tool, Duration limit, Supplier<T> work) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      if (!places.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new GamelanException(
            FailureKind.TIMEOUT,
            "The tool " + tool + " found no free place within " + text(limit) + ".");
      }
      return started(work, limit, end, tool);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GamelanException(
          FailureKind.CANCELLED, "The tool " + tool + " was interrupted.", e);
    }
  }

  private <T> T started(Supplier<T> work, Duration limit, long end, String tool)
      throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(work::get);
    // The place is given back by the thread that works, not by the caller that may give up.
    Runnable run =
        LogFields.carry(
            () -> {
              try {
                task.run();
              } finally {
                places.release();
              }
            });
    try {
      executor().execute(run);
    } catch (RuntimeException e) {
      places.release();
      throw e;
    }
    try {
      return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new GamelanException(
          FailureKind.TIMEOUT, "The tool " + tool + " took longer than " + text(limit) + ".", e);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause(), tool);
    } finally {
      task.cancel(true);
    }
  }

  private static RuntimeException rethrown(Throwable cause, String tool) {
    if (cause instanceof GamelanException known) {
      return known;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new GamelanException(
        FailureKind.TOOL,
        "The tool " + tool + " failed: " + cause.getClass().getSimpleName() + ".",
        cause);
  }

  private Executor executor() {
    return executor == null ? managed : executor;
  }

  private static String text(Duration limit) {
    return limit.toMillis() < 10_000 ? limit.toMillis() + " ms" : limit.toSeconds() + " s";
  }
}
