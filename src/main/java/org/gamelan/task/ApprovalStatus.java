package org.gamelan.task;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a question to people stands. */
public enum ApprovalStatus {
  PENDING,
  /** People decided. */
  DECIDED,
  /** Nobody decided in time, and what was declared for that happened. */
  EXPIRED,
  /** What asked is gone: its task or branch was cancelled or ended otherwise. */
  WITHDRAWN;

  /** The name used in the API and in the database. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ApprovalStatus> find(String id) {
    return Arrays.stream(values()).filter(status -> status.id().equals(id)).findFirst();
  }
}
