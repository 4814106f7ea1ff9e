package org.gamelan.engine;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The states of a task and the one table of allowed changes between them. */
public enum TaskStatus {
  /** No agent is free or fits; the reason is shown. */
  PENDING,
  /** Its first stage waits for a node. */
  QUEUED,
  /** At least one stage can go on, or waits for a model. */
  RUNNING,
  /** Nothing can go on until a person, a timer, a limit or a budget. */
  WAITING,
  /** Somebody halted it. */
  PAUSED,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  private static final Map<TaskStatus, Set<TaskStatus>> CHANGES = new EnumMap<>(TaskStatus.class);

  static {
    CHANGES.put(PENDING, EnumSet.of(QUEUED, PAUSED, CANCELLED, FAILED));
    CHANGES.put(QUEUED, EnumSet.of(RUNNING, PENDING, PAUSED, CANCELLED, FAILED));
    CHANGES.put(RUNNING, EnumSet.of(WAITING, PAUSED, SUCCEEDED, FAILED, CANCELLED));
    CHANGES.put(WAITING, EnumSet.of(RUNNING, PAUSED, FAILED, CANCELLED));
    CHANGES.put(PAUSED, EnumSet.of(PENDING, QUEUED, RUNNING, WAITING, CANCELLED));
    CHANGES.put(SUCCEEDED, EnumSet.noneOf(TaskStatus.class));
    CHANGES.put(FAILED, EnumSet.of(QUEUED));
    CHANGES.put(CANCELLED, EnumSet.noneOf(TaskStatus.class));
  }

  /** Whether a task in this state may go over into the next one. */
  public boolean mayBecome(TaskStatus next) {
    return CHANGES.get(this).contains(next);
  }

  /** Whether nothing happens any more unless somebody retries. */
  public boolean isFinished() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }

  /** The name used in the API and in the database. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static TaskStatus of(String id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException("no task status '" + id + "'"));
  }

  public static Optional<TaskStatus> find(String id) {
    return Arrays.stream(values()).filter(status -> status.id().equals(id)).findFirst();
  }
}
