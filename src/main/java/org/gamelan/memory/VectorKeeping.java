package org.gamelan.memory;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.platform.LightThreads;

/**
 * Makes the vectors of what was remembered, on a thread of its own: soon after an entry was
 * written, and once a second for what was written elsewhere. Without an embedding model there is no
 * such thread.
 */
@ApplicationScoped
public class VectorKeeping {
  private static final Logger LOG = Logger.getLogger(VectorKeeping.class.getName());
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

  private final Semaphore wakeUps = new Semaphore(0);
  private final Embeddings embeddings;
  private final VectorWork work;

  @Resource private ManagedThreadFactory threadFactory;

  private volatile boolean stopping;
  private Thread thread;

  protected VectorKeeping() {
    embeddings = null;
    work = null;
  }

  @Inject
  VectorKeeping(Embeddings embeddings, PostgresMemory lasting, NodeMemory passing) {
    this.embeddings = embeddings;
    this.work = new VectorWork(embeddings, List.of(passing, lasting));
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    if (!embeddings.areConfigured()) {
      return;
    }
    thread = LightThreads.create("gamelan-memory-vectors", this::keep, threadFactory);
    thread.start();
  }

  @PreDestroy
  void stop() {
    stopping = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Tells that an entry was written here. Cheap, from any thread. */
  void wake() {
    if (embeddings.areConfigured() && wakeUps.availablePermits() == 0) {
      wakeUps.release();
    }
  }

  private void keep() {
    Duration pause = BETWEEN_LOOKS;
    while (!stopping) {
      try {
        if (pause.equals(BETWEEN_LOOKS)) {
          wakeUps.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
          wakeUps.drainPermits();
        } else {
          Thread.sleep(pause.toMillis());
        }
        work.doAll();
        pause = BETWEEN_LOOKS;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (stopping) {
          return;
        }
        // Nothing is lost: what has no vector yet is found by its words, and is due again later.
        LOG.log(Level.WARNING, "Vectors of memory cannot be made yet: {0}", e.getMessage());
        Duration longer = pause.multipliedBy(3);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
      }
    }
  }
}
