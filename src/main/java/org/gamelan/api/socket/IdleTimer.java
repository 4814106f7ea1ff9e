package org.gamelan.api.socket;

import jakarta.websocket.Session;
import java.lang.reflect.Field;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The timer that ends idle sockets, which ours never are: they get a heartbeat. Tyrus starts it
 * anew with each message although it is switched off (its issue 487), and on Payara each start
 * collects the context of a managed thread from all jars, which takes many times as long as
 * sending.
 */
final class IdleTimer {
  private static final Logger LOG = Logger.getLogger(IdleTimer.class.getName());

  /** Takes what is to be done later, and never does it. */
  private static final ScheduledExecutorService NEVER =
      new ScheduledThreadPoolExecutor(0) {
        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
          return new Never();
        }
      };

  private static final class Never extends FutureTask<Void> implements ScheduledFuture<Void> {
    Never() {
      super(() -> null);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return Long.MAX_VALUE;
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(Long.MAX_VALUE, other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  private IdleTimer() {}

  /**
   * Switches it off for a socket; where the container's implementation is another, does nothing.
   */
  static void switchOff(Session session) {
    session.setMaxIdleTimeout(0);
    if (session.getClass().getName().equals("org.glassfish.tyrus.core.TyrusSession")) {
      try {
        Field service = session.getClass().getDeclaredField("service");
        service.setAccessible(true);
        service.set(session, NEVER);
      } catch (ReflectiveOperationException | RuntimeException e) {
        LOG.log(Level.WARNING, "Idle timers stay; sockets cost more than they need", e);
      }
    }
  }
}
