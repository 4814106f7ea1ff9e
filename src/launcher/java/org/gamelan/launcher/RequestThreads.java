package org.gamelan.launcher;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Serves each request on a virtual thread of its own, a limited number at once; the others wait in
 * the order they came. The server makes one by the name of this class.
 */
public final class RequestThreads extends AbstractExecutorService {

  /** From here on a thread that waits in synchronized code does not hold its processor. */
  private static final int FIRST_GOOD_JAVA = 24;

  private static final int AT_ONCE = Math.max(24, 8 * Runtime.getRuntime().availableProcessors());

  private final ThreadFactory threads = factory();
  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private volatile boolean shutdown;

  /** Made by the server. */
  public RequestThreads() {}

  static boolean isUseful() {
    return Runtime.version().feature() >= FIRST_GOOD_JAVA;
  }

  @Override
  public void execute(Runnable request) {
    if (shutdown) {
      throw new RejectedExecutionException("The server stops.");
    }
    Thread thread = threads.newThread(() -> serve(request));
    running.add(thread);
    thread.start();
  }

  private void serve(Runnable request) {
    try {
      places.acquire();
      try {
        request.run();
      } finally {
        places.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.remove(Thread.currentThread());
    }
  }

  @Override
  public void shutdown() {
    shutdown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown = true;
    running.forEach(Thread::interrupt);
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown && running.isEmpty();
  }

  @Override
  public boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
    long end = System.nanoTime() + unit.toNanos(time);
    while (!isTerminated() && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    return isTerminated();
  }

  /** {@code Thread.ofVirtual().name("request-", 0).factory()}, which Java 17 does not know. */
  private static ThreadFactory factory() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
      Object named =
          type.getMethod("name", String.class, long.class).invoke(builder, "request-", 0L);
      return (ThreadFactory) type.getMethod("factory").invoke(named);
    } catch (NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException
        | ClassNotFoundException e) {
      throw new StartupException("Virtual threads cannot be made: " + e + ".", e);
    }
  }
}
