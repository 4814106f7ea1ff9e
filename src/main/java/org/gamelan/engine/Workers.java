package org.gamelan.engine;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.gamelan.platform.LightThreads;

/**
 * Makes the threads in which stages wait for models: virtual ones where the Java at hand has them,
 * else platform threads, one for each stage in flight and none for idle ones.
 */
final class Workers {
  private static final int KEEP_SECONDS = 20;

  private Workers() {}

  static ExecutorService create(int max) {
    return LightThreads.virtual()
        .map(Workers::perTask)
        .orElseGet(
            () ->
                new ThreadPoolExecutor(
                    0,
                    max + 1,
                    KEEP_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    platformThreads()));
  }

  /**
   * They see the classes of who asks here, as virtual ones do, and the place in the container of
   * the thread that needs one more. The container's own factory looks for what else to hand on
   * through all its libraries, which takes a millisecond for each thread.
   */
  private static ThreadFactory platformThreads() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return work -> {
      Thread thread = new Thread(work, "gamelan-worker");
      thread.setDaemon(true);
      thread.setContextClassLoader(loader);
      return thread;
    };
  }

  private static ExecutorService perTask(ThreadFactory factory) {
    try {
      return (ExecutorService)
          Executors.class
              .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
              .invoke(null, factory);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("Virtual threads cannot be made", e);
    }
  }
}
