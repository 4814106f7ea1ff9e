package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.gamelan.json.Json;
import org.gamelan.workflow.Values;

/** A finished stage run of a task, as far as those that follow need to know it. */
public final class Finished {
  private final String name;
  private final String branch;
  private final int round;
  private final StageStatus status;
  private final JsonNode output;
  private final Way way;
  private final JsonNode failure;
  private final Instant startedAt;
  private final Instant finishedAt;
  private Object value;

  /**
   * @param name the stage
   * @param branch its branch; empty on the main line
   * @param round its round
   * @param status how it ended
   * @param output what it answered, or null
   * @param way where the run went from it, or null where there was no choice
   * @param failure why it failed, or null
   * @param startedAt when work on it began, or null
   * @param finishedAt when it ended, or null where its node went straight on
   */
  public Finished(
      String name,
      String branch,
      int round,
      StageStatus status,
      JsonNode output,
      Way way,
      JsonNode failure,
      Instant startedAt,
      Instant finishedAt) {
    this.name = name;
    this.branch = branch;
    this.round = round;
    this.status = status;
    this.output = output;
    this.way = way;
    this.failure = failure;
    this.startedAt = startedAt;
    this.finishedAt = finishedAt;
  }

  /** Of which nobody asks when it ended. */
  public Finished(
      String name,
      String branch,
      int round,
      StageStatus status,
      JsonNode output,
      Way way,
      JsonNode failure,
      Instant startedAt) {
    this(name, branch, round, status, output, way, failure, startedAt, null);
  }

  /** Of which nobody asks when it began. */
  public Finished(
      String name,
      String branch,
      int round,
      StageStatus status,
      JsonNode output,
      Way way,
      JsonNode failure) {
    this(name, branch, round, status, output, way, failure, null);
  }

  static Finished of(StageRun run, StageOutcome outcome, Way way) {
    return new Finished(
        run.name(),
        Branch.of(run),
        run.round(),
        outcome.status(),
        outcome.output(),
        way,
        outcome.failure() == null ? null : Json.tree(outcome.failure()),
        run.startedAt());
  }

  String name() {
    return name;
  }

  String branch() {
    return branch;
  }

  int round() {
    return round;
  }

  StageStatus status() {
    return status;
  }

  JsonNode output() {
    return output;
  }

  Way way() {
    return way;
  }

  JsonNode failure() {
    return failure;
  }

  /** When work on it began, or null. */
  Instant startedAt() {
    return startedAt;
  }

  /** When it ended, or null where its node went straight on. */
  Instant finishedAt() {
    return finishedAt;
  }

  /** The output as expressions see it, made once for all that look. */
  synchronized Object value() {
    if (value == null) {
      value = Values.of(output);
    }
    return value;
  }
}
