package org.gamelan.json;

import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/** A text is not a JSON document, or one beyond the limits. */
public class MalformedJsonException extends GamelanException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  /**
   * @param message what is wrong
   * @param line where, from 1; 0 when it concerns the whole text
   * @param column where, from 1; 0 when it concerns the whole text
   */
  public MalformedJsonException(String message, int line, int column) {
    super(
        FailureKind.INVALID_INPUT,
        line > 0 ? message + " (line " + line + ", column " + column + ")" : message);
    this.line = line;
    this.column = column;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
