package org.gamelan.engine;

import org.gamelan.engine.RunJournal.Claimed;

/** A leased run in the hands of this node, from the claim to the end of its commit. */
final class Flight {
  /** What became of it before it ended by itself. */
  enum Interruption {
    NONE,
    TIMEOUT,
    /** Cancelled, or taken over by another node: nothing of it counts any more. */
    LOST
  }

  private final Claimed claimed;
  private final long startedAt = System.nanoTime();
  private Thread thread;
  private boolean finishing;
  private Interruption interruption = Interruption.NONE;
  private volatile boolean overridden;

  Flight(Claimed claimed) {
    this.claimed = claimed;
  }

  Claimed claimed() {
    return claimed;
  }

  StageRun run() {
    return claimed.run();
  }

  /** Tells that people have decided something for its task since it began. */
  void override() {
    overridden = true;
  }

  boolean isOverridden() {
    return overridden;
  }

  long millis() {
    return (System.nanoTime() - startedAt) / 1_000_000;
  }

  /** Tells which thread works on it; false when it is not to be worked on any more. */
  synchronized boolean begin(Thread worker) {
    thread = worker;
    return interruption == Interruption.NONE;
  }

  /** Ends the work: from now on the thread is not interrupted any more. */
  synchronized Interruption end() {
    finishing = true;
    thread = null;
    return interruption;
  }

  synchronized boolean isFinishing() {
    return finishing;
  }

  synchronized void interrupt(Interruption why) {
    if (finishing || interruption == Interruption.LOST) {
      return;
    }
    interruption = why;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
