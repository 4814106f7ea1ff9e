package org.gamelan.failure;

/** What was asked for does not fit the present state of the thing it was asked of. */
public class ConflictException extends GamelanException {
  private static final long serialVersionUID = 1L;

  public ConflictException(String message) {
    super(FailureKind.INVALID_INPUT, message);
  }
}
