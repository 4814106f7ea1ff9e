package org.gamelan.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.engine.RunJournal.Committed;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.failure.FailureKind;
import org.gamelan.platform.DatabaseException;

/**
 * Commits finished runs. Runs that finish while a commit is under way share the next one, so the
 * rate does not hang on the latency of the disk. While the database is away, completions wait; once
 * the node has lost its lease meanwhile, the fence makes them void.
 */
final class Committer implements Runnable {
  private static final Logger LOG = Logger.getLogger(Committer.class.getName());
  private static final int BATCH = 128;

  /** How many endings may wait before a second commit is made beside the first. */
  private static final int CROWD = 32;

  private static final long RETRY_MILLIS = 200;

  /** A completion and the flight it ends. */
  record Ending(Flight flight, Completion completion) {}

  private final BlockingQueue<Ending> queue = new LinkedBlockingQueue<>();
  private final Semaphore crowded = new Semaphore(0);
  private final RunJournal journal;
  private final EngineNode node;
  private final BiConsumer<Ending, Committed> done;
  private final IntConsumer batchDone;

  /**
   * @param done told of each ending after its commit; with null when the run was not ours any more
   * @param batchDone told after each transaction how many endings shared it
   */
  Committer(
      RunJournal journal,
      EngineNode node,
      BiConsumer<Ending, Committed> done,
      IntConsumer batchDone) {
    this.journal = journal;
    this.node = node;
    this.done = done;
    this.batchDone = batchDone;
  }

  void add(Ending ending) {
    queue.add(ending);
    if (queue.size() > CROWD) {
      crowded.release();
    }
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        commitWith(queue.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Commits beside {@link #run} while more runs end at once than one commit can take along. */
  void help() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        crowded.acquire();
        crowded.drainPermits();
        for (Ending first = more(); first != null; first = more()) {
          commitWith(first);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Ending more() {
    return queue.size() > CROWD ? queue.poll() : null;
  }

  private void commitWith(Ending first) throws InterruptedException {
    List<Ending> batch = new ArrayList<>(BATCH);
    batch.add(first);
    queue.drainTo(batch, BATCH - 1);
    try {
      commit(batch);
    } catch (RuntimeException e) {
      // Whatever the database holds of them now, the sweep goes on with.
      LOG.log(Level.SEVERE, "Finished stages could not be followed up", e);
      batch.forEach(ending -> done.accept(ending, null));
    }
  }

  private void commit(List<Ending> batch) throws InterruptedException {
    try {
      write(batch);
    } catch (DatabaseException e) {
      if (!e.isConnectionLost() && batch.size() > 1) {
        LOG.log(Level.WARNING, "Stages are committed one by one after a refusal", e.getCause());
        for (Ending ending : batch) {
          commit(List.of(ending));
        }
      } else if (!e.isConnectionLost()) {
        commitRefused(batch.get(0), e);
      }
    }
  }

  private void write(List<Ending> batch) throws InterruptedException {
    while (true) {
      try {
        List<Completion> completions = batch.stream().map(Ending::completion).toList();
        Map<UUID, Committed> results = journal.commit(node.id(), node.epoch(), completions);
        for (Ending ending : batch) {
          done.accept(ending, results.get(ending.completion().run().id()));
        }
        batchDone.accept(batch.size());
        return;
      } catch (DatabaseException e) {
        if (!e.isConnectionLost()) {
          throw e;
        }
        LOG.log(Level.WARNING, "The database is away; finished stages wait", e.getCause());
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  /** What the database refuses to store becomes a failure that it can store. */
  private void commitRefused(Ending ending, DatabaseException refusal) throws InterruptedException {
    LOG.log(Level.SEVERE, "A stage's result was refused by the database", refusal.getCause());
    Completion completion = ending.completion();
    StageOutcome failed =
        StageOutcome.failed(
            Failures.signature(
                ending.flight().claimed(),
                null,
                FailureKind.INTERNAL,
                "The stage's result could not be stored.",
                List.of()),
            null);
    Completion instead =
        new Completion(
            completion.run(),
            completion.state(),
            failed,
            Step.fail(failed.failure()),
            false,
            completion.millis(),
            completion.calls());
    try {
      write(List.of(new Ending(ending.flight(), instead)));
    } catch (DatabaseException e) {
      LOG.log(Level.SEVERE, "Not even the failure could be stored; the run is given back", e);
      done.accept(ending, null);
    }
  }
}
