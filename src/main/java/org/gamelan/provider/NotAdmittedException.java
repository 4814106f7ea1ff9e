package org.gamelan.provider;

import java.time.Duration;
import org.gamelan.failure.FailureKind;

/** A call was not made, because its provider is left alone or its limits are used up. */
public class NotAdmittedException extends ModelCallException {
  private static final long serialVersionUID = 1L;

  NotAdmittedException(FailureKind kind, String message, Duration retryAfter) {
    super(kind, message, retryAfter, null);
  }
}
