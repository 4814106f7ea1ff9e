package org.gamelan.api;

import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/** The node serves as many streams of events as it may. */
public class TooManyStreamsException extends GamelanException {
  private static final long serialVersionUID = 1L;

  TooManyStreamsException(int limit) {
    super(
        FailureKind.RATE_LIMIT,
        "This node serves " + limit + " streams already, which is the limit; try again later.");
  }
}
