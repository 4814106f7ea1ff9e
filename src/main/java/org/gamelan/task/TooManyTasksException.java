package org.gamelan.task;

import java.time.Duration;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/** The server has as many unfinished tasks as it may; nothing was stored. */
public class TooManyTasksException extends GamelanException {
  private static final long serialVersionUID = 1L;

  public TooManyTasksException(int limit) {
    super(
        FailureKind.RATE_LIMIT,
        "There are "
            + limit
            + " unfinished tasks already, which is the limit; try again when some have finished.");
  }

  /** When it makes sense to try again. */
  public Duration retryAfter() {
    return Duration.ofSeconds(5);
  }
}
