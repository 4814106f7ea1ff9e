package org.gamelan.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.gamelan.provider.CallLedger;

/** The durable side of the engine. Each method is one short transaction. */
public interface RunJournal extends RunCalls {
  /**
   * Enters a node: raises its epoch and takes back what its earlier epochs held.
   *
   * @return the new epoch
   */
  long join(UUID node, String name);

  /**
   * Tells that a node is alive.
   *
   * @param expiry how long after its last renewal another node counts as alive
   */
  Renewal renew(UUID node, long epoch, Duration expiry);

  /** What became of a renewal. */
  enum Renewal {
    /** The epoch is not the node's any more. */
    REFUSED,
    /** No other node works with this database. */
    ALONE,
    AMONG_OTHERS
  }

  /**
   * Takes back what nodes hold that have not renewed for so long, and what was begun under an epoch
   * that had just ended; tells how many runs.
   */
  int recover(Duration expiry);

  /** Takes leases on runs that are due, the most urgent first, then the one waiting longest. */
  Claim claim(UUID node, long epoch, int max);

  /**
   * Makes finished runs and what follows them durable in one transaction. A run whose lease has
   * passed on changes nothing.
   */
  Map<UUID, Committed> commit(UUID node, long epoch, List<Completion> completions);

  /** The runs a node holds by now, to notice those that were cancelled or taken away. */
  Set<UUID> held(UUID node, long epoch);

  /** Makes runs that a node holds ready for anybody again. */
  int giveBack(UUID node, long epoch, Set<UUID> runs);

  /** Lets runs that wait for something look again at once; tells how many. */
  int hurry(String waitingFor);

  /** What people decided for a task, in the order they did. */
  default List<TaskOverride> overrides(UUID task) {
    return List.of();
  }

  /** The class of a task in which its agents are scored. */
  String taskClass(UUID task);

  /**
   * Leased runs with what is needed to work on them.
   *
   * @param runs the runs
   * @param more whether others were due that could not be taken with them, for want of room or
   *     because their tasks were locked
   */
  record Claim(List<Claimed> runs, boolean more) {}

  /**
   * A leased run.
   *
   * @param run the run
   * @param agent who is to work instead of the agent the stage names, or null
   * @param state what is known of its task, as the run sees it
   */
  record Claimed(StageRun run, String agent, RunState state) {
    public Claimed {
      state = state.seenBy(run);
    }
  }

  /**
   * A finished run on its way into the database.
   *
   * @param run the run
   * @param state its task, this run's output included
   * @param outcome how it ended
   * @param step what follows
   * @param keep whether this node goes on with the next stage itself, as nothing else is waiting
   * @param millis how long the work took
   * @param calls the models it called, for the accounts
   */
  record Completion(
      StageRun run,
      RunState state,
      StageOutcome outcome,
      Step step,
      boolean keep,
      long millis,
      CallLedger.Entries calls) {

    /** The same end with something else to follow. */
    public Completion with(Step other) {
      return new Completion(run, state, outcome, other, keep, millis, calls);
    }

    /** Of a run that called no model. */
    public Completion(
        StageRun run, RunState state, StageOutcome outcome, Step step, boolean keep, long millis) {
      this(run, state, outcome, step, keep, millis, CallLedger.Entries.NONE);
    }
  }

  /**
   * What became of a completion.
   *
   * @param claimed runs this node goes on with
   * @param ready runs that were left for anybody
   * @param cancelled runs of other branches that are not wanted any more
   * @param task the state the task changed to, or null
   */
  record Committed(
      List<Claimed> claimed, List<UUID> ready, List<UUID> cancelled, TaskStatus task) {}
}
