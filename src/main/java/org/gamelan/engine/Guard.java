package org.gamelan.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.config.EngineConfig;

/**
 * Watches over what can go wrong without anybody noticing: leases that run out, stages that take
 * too long, runs that were cancelled or taken over elsewhere, runs the database believes here that
 * nobody here knows, nodes that died, wake-ups that were lost.
 */
final class Guard {
  private static final Logger LOG = Logger.getLogger(Guard.class.getName());
  private static final long SWEEP_MILLIS = 1_000;

  /** A stage interrupts itself at its time limit; the guard steps in when it does not. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final EngineConfig config;
  private final EngineNode node;
  private final RunJournal journal;
  private final Flights flights;
  private final Runnable wake;
  private Set<UUID> unknown = Set.of();

  Guard(EngineConfig config, EngineNode node, RunJournal journal, Flights flights, Runnable wake) {
    this.config = config;
    this.node = node;
    this.journal = journal;
    this.flights = flights;
    this.wake = wake;
  }

  void renewForEver() {
    forEver(config.leaseExpiry().toMillis() / 5, "The lease could not be renewed", this::renew);
  }

  void sweepForEver() {
    forEver(SWEEP_MILLIS, "The sweep did not come to its end", this::sweep);
  }

  private static void forEver(long pauseMillis, String trouble, Runnable work) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        work.run();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, trouble + "; trying again", e);
      }
      try {
        Thread.sleep(pauseMillis);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void renew() {
    boolean goesOn;
    try {
      goesOn = node.renew();
    } finally {
      if (!node.isWorking()) {
        abandonAll();
      }
    }
    if (!goesOn) {
      abandonAll();
    }
    wake.run();
  }

  private void abandonAll() {
    flights.all().forEach(flight -> flight.interrupt(Flight.Interruption.LOST));
  }

  private void sweep() {
    interruptOverdue();
    if (!node.isWorking()) {
      return;
    }
    compareWithJournal();
    int recovered = journal.recover(config.leaseExpiry());
    if (recovered > 0) {
      LOG.log(Level.INFO, "Took {0} runs back from nodes that are gone", recovered);
      wake.run();
    }
  }

  private void interruptOverdue() {
    for (Flight flight : flights.all()) {
      long limit = Timeouts.of(flight.claimed()).plus(GRACE).toMillis();
      if (flight.millis() > limit) {
        flight.interrupt(Flight.Interruption.TIMEOUT);
      }
    }
  }

  private void compareWithJournal() {
    Collection<Flight> here = flights.all();
    Set<UUID> there = journal.held(node.id(), node.epoch());
    for (Flight flight : here) {
      if (!there.contains(flight.run().id()) && !flight.isFinishing()) {
        flight.interrupt(Flight.Interruption.LOST);
      }
    }
    Set<UUID> stray = new HashSet<>(there);
    stray.removeIf(run -> flights.find(run).isPresent());
    Set<UUID> twice = new HashSet<>(stray);
    twice.retainAll(unknown);
    unknown = stray;
    if (!twice.isEmpty()) {
      LOG.log(Level.WARNING, "Gave back {0} runs that nobody here works on", twice.size());
      journal.giveBack(node.id(), node.epoch(), twice);
    }
  }
}
