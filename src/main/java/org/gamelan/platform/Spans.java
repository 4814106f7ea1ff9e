package org.gamelan.platform;

import java.util.UUID;

/**
 * The work under way on each thread, for whoever records traces. Nothing is made of it while nobody
 * does. A task is one trace, wherever its stages run: its trace has the task's id.
 */
public final class Spans {
  private static final ThreadLocal<Span> CURRENT = new ThreadLocal<>();
  private static volatile Recorder recorder;

  private Spans() {}

  /** Takes what has ended; called on the thread that did it, so it must not wait. */
  public interface Recorder {
    void ended(SpanRecord span);

    /** Whether a trace is recorded, by its id; the same on every node. */
    boolean takes(String trace);

    /** Whether prompts and answers may be among the attributes. */
    boolean takesContents();
  }

  /**
   * Has traces recorded from now on.
   *
   * @param next who takes them, or null for nobody
   */
  public static void record(Recorder next) {
    recorder = next;
  }

  /** The trace of a task; null while nobody records traces. */
  public static String traceOf(UUID task) {
    return recorder == null ? null : trace(task);
  }

  private static String trace(UUID task) {
    return hex(task.getMostSignificantBits()) + hex(task.getLeastSignificantBits());
  }

  /** The span of a task as a whole: everybody knows it by the task's id. */
  public static String rootOf(UUID task) {
    return hex(task.getLeastSignificantBits());
  }

  /** Begins a part of what the thread is at; outside of that, a trace of its own. */
  public static Span begin(String name) {
    Recorder now = recorder;
    if (now == null) {
      return Span.NONE;
    }
    Span before = CURRENT.get();
    UUID fresh = Ids.next();
    String trace = before == null ? trace(fresh) : before.trace();
    return enter(now, before, trace, rootOf(fresh), before == null ? null : before.id(), name);
  }

  /** Begins a part of a task, on a thread that did nothing for it before. */
  public static Span begin(String name, UUID task) {
    Recorder now = recorder;
    return now == null
        ? Span.NONE
        : enter(now, CURRENT.get(), trace(task), rootOf(Ids.next()), rootOf(task), name);
  }

  private static Span enter(
      Recorder now, Span before, String trace, String id, String parent, String name) {
    Span span = new Span(now.takes(trace) ? now : null, before, trace, id, parent).named(name);
    CURRENT.set(span);
    return span;
  }

  static void leave(Span before) {
    if (before == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(before);
    }
  }

  /** The same work, to be done on another thread as a part of what this one is at. */
  public static Runnable carry(Runnable work) {
    Span span = CURRENT.get();
    return span == null
        ? work
        : () -> {
          CURRENT.set(span);
          try {
            work.run();
          } finally {
            CURRENT.remove();
          }
        };
  }

  private static String hex(long bits) {
    String digits = Long.toHexString(bits);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
