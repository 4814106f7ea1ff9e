package org.gamelan.provider;

import java.time.Duration;
import java.util.Optional;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/** A model could not be called or did not answer properly. Its message never holds a credential. */
public class ModelCallException extends GamelanException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public ModelCallException(FailureKind kind, String message, Throwable cause) {
    this(kind, message, null, cause);
  }

  /**
   * @param retryAfter how long the provider asks to be left alone, or null
   */
  public ModelCallException(
      FailureKind kind, String message, Duration retryAfter, Throwable cause) {
    super(kind, message, cause);
    this.retryAfter = retryAfter;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
