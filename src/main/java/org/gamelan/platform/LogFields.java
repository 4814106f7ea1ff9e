package org.gamelan.platform;

import java.util.Map;

/**
 * What every line of the log carries that is written on this thread: ids of the work in hand. Set
 * when the work begins, cleared when it ends, and handed on to threads that do a part of it.
 */
public final class LogFields {
  private static final ThreadLocal<Map<String, String>> CURRENT = new ThreadLocal<>();

  private LogFields() {}

  public static void set(Map<String, String> fields) {
    CURRENT.set(Map.copyOf(fields));
  }

  public static void clear() {
    CURRENT.remove();
  }

  /** The fields of this thread; empty outside of any work. */
  public static Map<String, String> current() {
    Map<String, String> fields = CURRENT.get();
    return fields == null ? Map.of() : fields;
  }

  /** The same work, to be done on another thread under the fields of this one. */
  public static Runnable carry(Runnable work) {
    Map<String, String> fields = current();
    return fields.isEmpty()
        ? work
        : () -> {
          set(fields);
          try {
            work.run();
          } finally {
            clear();
          }
        };
  }
}
