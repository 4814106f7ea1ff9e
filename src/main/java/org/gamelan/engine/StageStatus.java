package org.gamelan.engine;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The states of a stage run. */
public enum StageStatus {
  /** Waits for a node, or for its time. */
  READY,
  /** A node holds its lease. */
  RUNNING,
  /** Waits for what {@code waitingFor} says. */
  WAITING,
  SUCCEEDED,
  FAILED,
  SKIPPED,
  CANCELLED,
  /** An external effect may or may not have happened; a person decides. */
  INDETERMINATE;

  /** The name used in the API and in the database. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static StageStatus of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
