package org.gamelan.tool;

/** What a call leaves behind outside Gamelan, which decides what happens after a crash. */
public enum ToolEffect {
  /** Nothing: it may be called again at will. */
  NONE,
  /** Calling it twice is the same as calling it once. */
  IDEMPOTENT,
  /** Something that must not happen twice: an intent is committed before the call. */
  EXTERNAL
}
