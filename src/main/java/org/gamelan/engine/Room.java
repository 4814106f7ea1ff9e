package org.gamelan.engine;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.gamelan.engine.RunJournal.Claimed;

/**
 * Room on this node for the first runs of tasks that are being made. A node that works alone, has
 * room for all of them and knows of nobody who waits begins them in the transaction that makes the
 * tasks; else they are left ready for anybody.
 */
public final class Room implements AutoCloseable {
  /**
   * Under which runs are held.
   *
   * @param node who holds them
   * @param epoch and since which of its starts
   */
  public record Lease(UUID node, long epoch) {}

  private final Lease lease;
  private final Consumer<List<Claimed>> begin;
  private final Runnable end;

  /**
   * @param lease null where nothing is to be begun
   * @param begin takes the runs that were begun
   * @param end gives the room back
   */
  Room(Lease lease, Consumer<List<Claimed>> begin, Runnable end) {
    this.lease = lease;
    this.begin = begin;
    this.end = end;
  }

  /**
   * Under which the first runs are to be stored as running; empty where they are left to others.
   */
  public Optional<Lease> lease() {
    return Optional.ofNullable(lease);
  }

  /** Goes on with runs that are stored under the lease, after the commit. */
  public void launch(List<Claimed> begun) {
    begin.accept(begun);
  }

  @Override
  public void close() {
    end.run();
  }
}
