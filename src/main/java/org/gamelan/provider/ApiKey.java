package org.gamelan.provider;

import java.util.Optional;

/** A provider's credential in memory. It is shown to nobody but the wire. */
public final class ApiKey {
  public static final ApiKey NONE = new ApiKey(null, null);

  private final String value;
  private final String problem;

  private ApiKey(String value, String problem) {
    this.value = value;
    this.problem = problem;
  }

  public static ApiKey of(String value) {
    return new ApiKey(value, null);
  }

  /** A credential that should be there and is not; calls fail with this reason. */
  public static ApiKey unavailable(String problem) {
    return new ApiKey(null, problem);
  }

  /** The credential itself: hand it to the wire, never to a log, an error or a view. */
  public Optional<String> reveal() {
    return Optional.ofNullable(value);
  }

  /** Why there is none although there should be. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  @Override
  public String toString() {
    return value == null ? "ApiKey[none]" : "ApiKey[set]";
  }
}
