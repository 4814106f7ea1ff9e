package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.gamelan.failure.FailureKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final Slots slots = new Slots();
  private final Gate gate = new Gate(UUID.randomUUID(), "provider 'p'", slots, 300);

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  @Test
  void neverMoreAtOnceThanAllowed() throws Exception {
    gate.limitTo(new ProviderLimits(null, null, 3));
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(
          callers.submit(
              () -> {
                gate.enter(1, LONG);
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                Thread.sleep(1);
                now.decrementAndGet();
                gate.leave(0);
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get(30, TimeUnit.SECONDS);
    }
    assertThat(most.get()).isBetween(1, 3);
    assertThat(slots.inFlight).isZero();
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void whoCameFirstGoesFirst() throws Exception {
    gate.limitTo(new ProviderLimits(null, null, 1));
    gate.enter(1, LONG);
    List<Integer> order = new CopyOnWriteArrayList<>();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int number = i;
      all.add(
          callers.submit(
              () -> {
                gate.enter(1, LONG);
                order.add(number);
                gate.leave(0);
                return null;
              }));
      while (gate.waiting() <= i) {
        Thread.onSpinWait();
      }
    }
    gate.leave(0);
    for (Future<?> one : all) {
      one.get(30, TimeUnit.SECONDS);
    }
    assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void patienceComesToAnEnd() throws Exception {
    gate.limitTo(new ProviderLimits(null, null, 1));
    gate.enter(1, LONG);
    assertThatThrownBy(() -> gate.enter(1, Duration.ofMillis(50)))
        .isInstanceOfSatisfying(
            ModelCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.RATE_LIMIT))
        .hasMessageContaining("provider 'p'");
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void aFullQueueRefuses() throws Exception {
    Gate small = new Gate(UUID.randomUUID(), "model 'm'", slots, 1);
    small.limitTo(new ProviderLimits(null, null, 1));
    small.enter(1, LONG);
    Future<?> second =
        callers.submit(
            () -> {
              small.enter(1, LONG);
              return null;
            });
    while (small.waiting() < 1) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(() -> small.enter(1, LONG)).hasMessageContaining("wait for it already");
    assertThat(second).isNotDone();
  }

  @Test
  void whoIsInterruptedLeavesTheQueue() throws Exception {
    gate.limitTo(new ProviderLimits(null, null, 1));
    gate.enter(1, LONG);
    CountDownLatch left = new CountDownLatch(1);
    Thread waiting =
        new Thread(
            () -> {
              try {
                gate.enter(1, LONG);
              } catch (InterruptedException e) {
                left.countDown();
              }
            });
    waiting.start();
    while (gate.waiting() < 1) {
      Thread.onSpinWait();
    }
    waiting.interrupt();
    assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(gate.waiting()).isZero();
    gate.leave(0);
    gate.enter(1, LONG);
  }

  /** Counts like the database, without one. */
  private static final class Slots implements LimitStore {
    private int inFlight;

    @Override
    public synchronized Granted grant(UUID subject, ProviderLimits limits, Asked asked) {
      int free = Math.max(0, limits.maxConcurrent() - asked.inFlight());
      int granted = Math.min(free, asked.costs().size());
      inFlight = asked.inFlight() + granted;
      return new Granted(granted, granted < asked.costs().size() ? UNTIL_ONE_ENDS : Duration.ZERO);
    }

    @Override
    public void block(UUID subject, Duration time) {
      throw new UnsupportedOperationException();
    }
  }
}
