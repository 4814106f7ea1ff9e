package org.gamelan.security;

import java.time.Duration;
import java.util.Optional;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/** Credentials were not accepted. The message does not tell which part of them was wrong. */
public class SignInRefusedException extends GamelanException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  SignInRefusedException(String message) {
    this(message, null);
  }

  SignInRefusedException(String message, Duration retryAfter) {
    super(FailureKind.AUTH, message);
    this.retryAfter = retryAfter;
  }

  /** Credentials came in a way that nobody here understands. */
  public static SignInRefusedException unknownScheme() {
    return new SignInRefusedException("The Authorization header has to use Bearer or Basic.");
  }

  /** How long to wait, when there were too many attempts. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
