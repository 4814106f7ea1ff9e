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
 * @param way which way the run went, or null where there was no choice
 * @param meeting what becomes of other branches with it, or null when it concerns its own alone
 */
public record Step(
    List<Next> next,
    TaskStatus task,
    FailureSignature failure,
    String reason,
    Way way,
    Meeting meeting) {

  /** What changes more than the run's own place: branches begin or end, the task is pinned anew. */
  public sealed interface Meeting {}

  /**
   * A fork: {@link Step#next()} are the branches.
   *
   * @param join what waits in the fork's place until they are back
   * @param expected how many branches it took
   * @param arrived how many of them lead to the join at once
   */
  public record Parting(Next join, int expected, int arrived) implements Meeting {}

  /**
   * The end of a branch; the join begins when its rule is met, and what is left of the others is
   * cancelled.
   *
   * @param branch the branch that ends; what is open within it is cancelled
   * @param failed whether it failed
   * @param rule when the join begins, or null where there is none to begin
   * @param otherwise what follows when the last branch of a fork without a join failed, or null
   */
  public record Arrival(String branch, boolean failed, JoinRule rule, Step otherwise)
      implements Meeting {}

  /**
   * The run goes on at an outer place, and what is open within that place is cancelled.
   *
   * @param branch the place
   */
  public record Leaving(String branch) implements Meeting {}

  /**
   * The task is pinned to something else, with which it begins.
   *
   * @param plan how it is done from now on
   */
  public record Pinning(Plan plan) implements Meeting {}

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
      Duration delay) {
    /** The same under another id. */
    Next as(UUID other) {
      return new Next(other, name, kind, attempt, round, branch, agent, delay);
    }

    /** The same later. */
    Next after(Duration wait) {
      return new Next(id, name, kind, attempt, round, branch, agent, wait);
    }
  }

  public static Step to(List<Next> next) {
    return new Step(List.copyOf(next), null, null, null, null, null);
  }

  public static Step succeed() {
    return new Step(List.of(), TaskStatus.SUCCEEDED, null, null, null, null);
  }

  public static Step fail(FailureSignature failure) {
    return new Step(List.of(), TaskStatus.FAILED, failure, failure.message(), null, null);
  }

  public static Step await(String reason) {
    return new Step(List.of(), TaskStatus.WAITING, null, reason, null, null);
  }

  /** Branches begin, and what they will meet in waits in the run's place. */
  static Step part(List<Next> branches, Parting parting) {
    return new Step(List.copyOf(branches), null, null, null, null, parting);
  }

  static Step arrive(Arrival arrival) {
    return new Step(List.of(), null, null, null, null, arrival);
  }

  static Step leave(String branch, Next next) {
    return new Step(List.of(next), null, null, null, null, new Leaving(branch));
  }

  /** The task goes on with the first stage of what it is pinned to from now on. */
  static Step pin(Next first, Plan plan) {
    return new Step(List.of(first), null, null, null, null, new Pinning(plan));
  }

  Step by(Way taken) {
    return new Step(next, task, failure, reason, taken, meeting);
  }

  /** Whether the task itself is concerned, not only the place where the run was. */
  public boolean touchesTask() {
    return task != null || meeting != null;
  }
}
