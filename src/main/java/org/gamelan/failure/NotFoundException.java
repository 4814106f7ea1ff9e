package org.gamelan.failure;

/** Something the caller named does not exist, or not for this caller. */
public class NotFoundException extends GamelanException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what the kind of thing, such as {@code task}
   * @param name the id or name that was asked for
   */
  public NotFoundException(String what, Object name) {
    super(FailureKind.INVALID_INPUT, "There is no " + what + " '" + name + "'.");
  }
}
