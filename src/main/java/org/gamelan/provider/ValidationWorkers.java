package org.gamelan.provider;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The few threads of a node that look at providers; they end when there is nothing to look at. */
@ApplicationScoped
public class ValidationWorkers {
  private static final Logger LOG = Logger.getLogger(ValidationWorkers.class.getName());
  private static final int AT_ONCE = 4;
  private static final int MOST_WAITING = 1_000;
  private static final long KEEP_SECONDS = 20;

  @Resource private ManagedThreadFactory threadFactory;

  private ThreadPoolExecutor threads;

  public ValidationWorkers() {}

  /** Has something done soon, or leaves it out when too much waits already. */
  void execute(Runnable work) {
    try {
      threads().execute(work);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.WARNING, "Too many providers wait to be validated; it comes later", e);
    }
  }

  /**
   * Has something done whose outcome is waited for.
   *
   * @throws RejectedExecutionException when too much waits already
   */
  <T> Future<T> submit(Callable<T> work) {
    return threads().submit(work);
  }

  private synchronized ThreadPoolExecutor threads() {
    if (threads == null) {
      threads =
          new ThreadPoolExecutor(
              AT_ONCE,
              AT_ONCE,
              KEEP_SECONDS,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(MOST_WAITING),
              threadFactory);
      threads.allowCoreThreadTimeOut(true);
    }
    return threads;
  }

  @PreDestroy
  synchronized void stop() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
