package org.gamelan.failure;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of failure that retry policies, error edges and failure signatures name. */
public enum FailureKind {
  TIMEOUT("timeout", true),
  RATE_LIMIT("rate-limit", true),
  SERVER_ERROR("server-error", true),
  NETWORK("network", true),
  AUTH("auth", false),
  BUDGET("budget", false),
  INVALID_OUTPUT("invalid-output", true),
  INVALID_INPUT("invalid-input", false),
  TOOL("tool", false),
  NOT_PERMITTED("not-permitted", false),
  BAD_EXPRESSION("bad-expression", false),
  REJECTED("rejected", false),
  EXHAUSTED("exhausted", false),
  CANCELLED("cancelled", false),
  INTERNAL("internal", false);

  private final String id;
  private final boolean passing;

  FailureKind(String id, boolean passing) {
    this.id = id;
    this.passing = passing;
  }

  /** The name used in manifests, in the API and in the database. */
  @JsonValue
  public String id() {
    return id;
  }

  /** Whether the same attempt may well succeed later, so that a retry makes sense by default. */
  public boolean isPassing() {
    return passing;
  }

  public static Optional<FailureKind> find(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
  }

  /** Reads a stored or written name; an unknown one is refused with the names that exist. */
  @JsonCreator
  public static FailureKind of(String id) {
    return find(id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown failure kind '" + id + "'; known: " + Arrays.toString(ids())));
  }

  private static String[] ids() {
    return Arrays.stream(values()).map(FailureKind::id).toArray(String[]::new);
  }
}
