package org.gamelan.launcher;

/** Why Gamelan cannot start, in words for the person who started it; shown without a stack. */
final class StartupException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StartupException(String message) {
    super(message);
  }

  StartupException(String message, Throwable cause) {
    super(message, cause);
  }
}
