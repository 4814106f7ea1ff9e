package org.gamelan.engine;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.gamelan.failure.FailureSignature;
import org.gamelan.workflow.StageKind;

/**
 * What follows a finished stage run, decided before the commit that makes both true.
 *
 * @param next the stage runs to create
 * @param task what the task becomes, or null when it goes on as it is
 * @param failure why the task fails, or null
 * @param reason one sentence for a person when the task waits or fails, or null
 */
public record Step(List<Next> next, TaskStatus task, FailureSignature failure, String reason) {

  /**
   * A stage run to create.
   *
   * @param id its id
   * @param name the stage
   * @param kind what it does
   * @param attempt from 1
   * @param round from 1
   * @param branch the fork's branch, or null
   * @param agent who is to work instead of the agent the stage names, or null
   * @param delay how long it has to wait first
   */
  public record Next(
      UUID id,
      String name,
      StageKind kind,
      int attempt,
      int round,
      String branch,
      String agent,
      Duration delay) {}

  public static Step to(List<Next> next) {
    return new Step(List.copyOf(next), null, null, null);
  }

  public static Step succeed() {
    return new Step(List.of(), TaskStatus.SUCCEEDED, null, null);
  }

  public static Step fail(FailureSignature failure) {
    return new Step(List.of(), TaskStatus.FAILED, failure, failure.message());
  }

  public static Step await(String reason) {
    return new Step(List.of(), TaskStatus.WAITING, null, reason);
  }

  /** Whether the task itself is concerned, not only the place where the run was. */
  public boolean touchesTask() {
    return task != null || next.size() > 1;
  }
}
