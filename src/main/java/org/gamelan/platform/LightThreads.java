package org.gamelan.platform;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * Threads for work that mostly waits: virtual where the Java at hand has them. What must go on
 * while every processor is busy with stages, such as renewing a lease, wants a platform thread.
 */
public final class LightThreads {

  /** From here on a thread that waits in synchronized code does not hold its processor. */
  private static final int FIRST_GOOD_JAVA = 24;

  private LightThreads() {}

  /**
   * Makes virtual threads, if this Java has them (from 21 on). They see the classes of who asks
   * here.
   */
  public static Optional<ThreadFactory> virtual() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      ThreadFactory threads = (ThreadFactory) type.getMethod("factory").invoke(builder);
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return Optional.of(work -> seeing(loader, threads.newThread(work)));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    } catch (IllegalAccessException | InvocationTargetException | ClassNotFoundException e) {
      throw new IllegalStateException("Virtual threads cannot be made", e);
    }
  }

  private static Thread seeing(ClassLoader loader, Thread thread) {
    thread.setContextClassLoader(loader);
    return thread;
  }

  /**
   * A daemon for a loop of one's own, not started yet. It is virtual only where it cannot hold a
   * processor while it waits for a lock.
   *
   * @param otherwise makes it on an older Java
   */
  public static Thread create(String name, Runnable loop, ThreadFactory otherwise) {
    ThreadFactory threads =
        Runtime.version().feature() < FIRST_GOOD_JAVA ? otherwise : virtual().orElse(otherwise);
    Thread thread = threads.newThread(loop);
    thread.setName(name);
    thread.setDaemon(true);
    return thread;
  }
}
