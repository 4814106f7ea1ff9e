package org.gamelan.platform;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A piece of work that is traced, from its beginning to {@link #close()}, on one thread. Work that
 * begins on the thread meanwhile is a part of it.
 */
public final class Span implements AutoCloseable {
  /** What is begun while nobody records traces. */
  static final Span NONE = new Span(null, null, null, null, null);

  /** Our own attributes are named like this. */
  private static final String OWN = "gamelan.";

  private static final long NANOS = 1_000_000;

  private final Spans.Recorder recorder;
  private final Span before;
  private final String trace;
  private final String id;
  private final String parent;
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final long startedAt = System.currentTimeMillis() * NANOS;
  private final long begin = System.nanoTime();
  private String name;
  private String error;
  private String message;

  /**
   * @param recorder who takes it, or null where its trace is none of those that are recorded
   */
  Span(Spans.Recorder recorder, Span before, String trace, String id, String parent) {
    this.recorder = recorder;
    this.before = before;
    this.trace = trace;
    this.id = id;
    this.parent = parent;
  }

  Span named(String text) {
    name = text;
    return this;
  }

  /** Whether what is said of it is kept. */
  public boolean isRecorded() {
    return recorder != null;
  }

  /** Whether prompts and answers may be kept, too. */
  public boolean takesContents() {
    return recorder != null && recorder.takesContents();
  }

  /**
   * Says something of it.
   *
   * @param key a name of the semantic conventions
   * @param value a text, a number or a truth value; null is left out
   */
  public Span with(String key, Object value) {
    if (recorder != null && value != null) {
      attributes.put(key, value);
    }
    return this;
  }

  /** Says something that no convention has a name for. */
  public Span withOwn(String key, Object value) {
    return with(OWN + key, value);
  }

  /**
   * Says that it failed.
   *
   * @param type a word for the kind of failure
   * @param text a sentence for a person
   */
  public void failed(String type, String text) {
    error = type;
    message = text;
  }

  /** For a failure that is thrown on. */
  public <T extends Throwable> T failed(String type, T failure) {
    failed(type, failure.getMessage());
    return failure;
  }

  String trace() {
    return trace;
  }

  String id() {
    return id;
  }

  @Override
  public void close() {
    if (this == NONE) {
      return;
    }
    Spans.leave(before);
    if (recorder == null) {
      return;
    }
    recorder.ended(
        new SpanRecord(
            trace,
            id,
            parent,
            name,
            startedAt,
            startedAt + Math.max(0, System.nanoTime() - begin),
            Map.copyOf(attributes),
            error,
            message));
  }
}
