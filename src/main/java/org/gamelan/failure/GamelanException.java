package org.gamelan.failure;

/**
 * Root of everything Gamelan throws on purpose. The message is meant for a person: it says what is
 * wrong and, where possible, what to do; it never holds a secret.
 */
public class GamelanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  public GamelanException(FailureKind kind, String message) {
    this(kind, message, null);
  }

  public GamelanException(FailureKind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public final FailureKind kind() {
    return kind;
  }
}
