package org.gamelan.provider.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Call;
import org.gamelan.platform.LightThreads;

/**
 * Cancels calls whose thread was interrupted. A thread that waits for a socket does not notice an
 * interruption itself; one watcher for all calls costs less than a second thread for each.
 */
final class InterruptWatch implements AutoCloseable {
  private static final long LOOK_NANOS = 20_000_000;

  private final Set<Watched> calls = ConcurrentHashMap.newKeySet();
  private final Thread watcher =
      LightThreads.create("gamelan-model-call-watch", this::watch, Thread::new);
  private volatile boolean closed;
  private volatile boolean idle;

  /** A call under way on a thread. */
  final class Watched {
    private final Thread thread = Thread.currentThread();
    private final Call call;

    private Watched(Call call) {
      this.call = call;
    }

    void end() {
      calls.remove(this);
    }
  }

  InterruptWatch() {
    watcher.start();
  }

  /** Watches a call of the current thread. */
  Watched watch(Call call) {
    Watched watched = new Watched(call);
    calls.add(watched);
    if (idle) {
      LockSupport.unpark(watcher);
    }
    return watched;
  }

  private void watch() {
    while (!closed) {
      for (Watched watched : calls) {
        if (watched.thread.isInterrupted()) {
          watched.call.cancel();
        }
      }
      idle = calls.isEmpty();
      // A call may have come between the two looks; it must not find the watcher asleep for good.
      if (idle && calls.isEmpty()) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, LOOK_NANOS);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watcher);
  }
}
