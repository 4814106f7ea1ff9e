package org.gamelan.tool;

import java.util.Locale;

/** What a call leaves behind outside Gamelan, which decides what happens after a crash. */
public enum ToolEffect {
  /** Nothing: it may be called again at will. */
  NONE,
  /** Calling it twice is the same as calling it once. */
  IDEMPOTENT,
  /** Something that must not happen twice: an intent is committed before the call. */
  EXTERNAL;

  /** The name in manifests and in the API. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ToolEffect of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }

  boolean isStricterThan(ToolEffect other) {
    return compareTo(other) > 0;
  }
}
