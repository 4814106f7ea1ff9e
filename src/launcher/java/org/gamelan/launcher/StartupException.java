package org.gamelan.launcher;

/** Why Gamelan cannot start, in words for the person who started it; shown without a stack. */
final class StartupException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final int exitCode;

  StartupException(String message) {
    this(message, null);
  }

  StartupException(String message, Throwable cause) {
    this(message, cause, FAILED);
  }

  private StartupException(String message, Throwable cause, int exitCode) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The command line cannot be understood. */
  static StartupException usage(String message) {
    return new StartupException(message, null, WRONG_USAGE);
  }

  int exitCode() {
    return exitCode;
  }
}
