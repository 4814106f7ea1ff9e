package org.gamelan.provider;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.failure.FailureKind;
import org.gamelan.platform.DatabaseException;

/**
 * Where calls of one provider or model wait for their turn, in the order they came. One of those
 * that wait asks the store for all; nobody holds a connection while waiting.
 */
final class Gate {
  private static final Logger LOG = Logger.getLogger(Gate.class.getName());
  private static final int AT_ONCE = 64;
  private static final Duration DATABASE_AWAY = Duration.ofSeconds(1);
  private static final Duration SHORTEST = Duration.ofMillis(20);

  private final UUID subject;
  private final String name;
  private final LimitStore store;
  private final int longest;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Waiter> queue = new ArrayDeque<>();
  private volatile ProviderLimits limits = ProviderLimits.NONE;
  private boolean asking;
  private int inFlight;
  private int reported;
  private int correction;

  /** Somebody who waits, and what the call is expected to take. */
  private static final class Waiter {
    private final int cost;
    private boolean granted;

    private Waiter(int cost) {
      this.cost = cost;
    }
  }

  /**
   * @param name for messages, such as {@code provider 'openai'}
   * @param longest how many may wait
   */
  Gate(UUID subject, String name, LimitStore store, int longest) {
    this.subject = subject;
    this.name = name;
    this.store = store;
    this.longest = longest;
  }

  void limitTo(ProviderLimits limits) {
    this.limits = limits;
  }

  /** How many wait. */
  int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a turn.
   *
   * @param cost the tokens the call is expected to take
   * @param patience how long at most
   * @throws ModelCallException of the kind rate-limit when the queue is full or patience at its end
   * @throws InterruptedException when the call is not wanted any more
   */
  void enter(int cost, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Waiter waiter = new Waiter(cost);
    lock.lockInterruptibly();
    try {
      if (queue.size() >= longest) {
        throw refusal("%d calls wait for it already".formatted(longest));
      }
      queue.add(waiter);
      await(waiter, end, patience);
    } finally {
      if (!waiter.granted) {
        queue.remove(waiter);
        changed.signalAll();
        report();
      }
      lock.unlock();
    }
  }

  private void await(Waiter waiter, long end, Duration patience) throws InterruptedException {
    while (!waiter.granted) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw refusal("the call waited %d s for its turn".formatted(patience.toSeconds()));
      }
      if (asking) {
        changed.awaitNanos(left);
        continue;
      }
      Duration wait = askForAll();
      if (!waiter.granted) {
        // Who ends a call wakes the others; nobody else can shorten the wait.
        asking = true;
        try {
          changed.awaitNanos(Math.min(left, Math.max(SHORTEST.toNanos(), wait.toNanos())));
        } finally {
          asking = false;
          changed.signalAll();
        }
      }
    }
  }

  private Duration askForAll() {
    List<Waiter> first = new ArrayList<>(queue).subList(0, Math.min(AT_ONCE, queue.size()));
    LimitStore.Granted granted = ask(first.stream().map(waiter -> waiter.cost).toList());
    for (Waiter waiter : first.subList(0, granted.calls())) {
      // One that gave up meanwhile has left the queue; its turn is told back with the next report.
      if (queue.remove(waiter)) {
        waiter.granted = true;
        inFlight++;
      }
    }
    changed.signalAll();
    return granted.pause();
  }

  /** Asks without the lock, so that calls can end meanwhile. */
  private LimitStore.Granted ask(List<Integer> costs) {
    LimitStore.Asked asked = new LimitStore.Asked(costs, inFlight, correction);
    correction = 0;
    asking = true;
    lock.unlock();
    LimitStore.Granted granted = null;
    try {
      granted = store.grant(subject, limits, asked);
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "The limits of the " + name + " cannot be read", e);
    } finally {
      lock.lock();
      asking = false;
      if (granted == null) {
        correction += asked.correction();
      } else {
        reported = asked.inFlight() + granted.calls();
      }
    }
    return granted == null ? new LimitStore.Granted(0, DATABASE_AWAY) : granted;
  }

  /**
   * A call has ended.
   *
   * @param difference tokens it took beyond what was expected
   */
  void leave(int difference) {
    lock.lock();
    try {
      inFlight--;
      correction += difference;
      changed.signalAll();
      report();
    } finally {
      lock.unlock();
    }
  }

  /** Lets other nodes know at once that there is room, when nobody here takes it. */
  private void report() {
    boolean told = true;
    // Others may leave while this is told, and then find that somebody is asking already.
    while (told && !asking && queue.isEmpty() && isCounted() && reported != inFlight) {
      int before = reported;
      ask(List.of());
      told = reported != before;
      changed.signalAll();
    }
  }

  private boolean isCounted() {
    return limits.maxConcurrent() != null;
  }

  /** The provider asked to be left alone; other nodes are told when the database is there. */
  void block(Duration time) {
    try {
      store.block(subject, time);
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "Other nodes are not told to leave the " + name + " alone", e);
    }
  }

  private ModelCallException refusal(String why) {
    return new NotAdmittedException(
        FailureKind.RATE_LIMIT, "The limits of the %s are used up: %s.".formatted(name, why), null);
  }
}
