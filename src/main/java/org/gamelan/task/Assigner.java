package org.gamelan.task;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.agent.AgentsReloaded;
import org.gamelan.engine.StageFinished;
import org.gamelan.engine.StageQueue;
import org.gamelan.event.EventsAppended;
import org.gamelan.platform.LightThreads;

/**
 * Gives waiting tasks to agents as soon as there may be room: a task ended, an agent changed, a
 * task was made; and once a second, for what happened on other nodes. While no task waits, ends of
 * tasks cost nothing.
 */
@ApplicationScoped
public class Assigner {
  private static final Logger LOG = Logger.getLogger(Assigner.class.getName());

  private final Semaphore wakeUps = new Semaphore(0);
  private final Places places;
  private final StageQueue queue;
  private final AgentLoads loads;
  private final Event<EventsAppended> appended;

  @Resource private ManagedThreadFactory threadFactory;

  private volatile boolean waiting;
  private volatile boolean stopping;
  private Thread thread;

  protected Assigner() {
    this(null, null, null, null);
  }

  @Inject
  public Assigner(
      Places places, StageQueue queue, AgentLoads loads, Event<EventsAppended> appended) {
    this.places = places;
    this.queue = queue;
    this.loads = loads;
    this.appended = appended;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    thread = LightThreads.create("gamelan-assigner", this::assignForEver, threadFactory);
    thread.start();
  }

  @PreDestroy
  void stop() {
    stopping = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Tells that a task waits, or may be given to somebody. Cheap, from any thread. */
  void wake() {
    waiting = true;
    wakeUps.release();
  }

  /** Tells that a task has ended and left a place. */
  void placeFreed() {
    if (waiting) {
      wakeUps.release();
    }
  }

  void agentsReloaded(@Observes AgentsReloaded news) {
    placeFreed();
  }

  void stageFinished(@Observes StageFinished news) {
    if (news.taskBecomes() != null && news.taskBecomes().isFinished()) {
      placeFreed();
    }
  }

  private void assignForEver() {
    while (!stopping) {
      try {
        wakeUps.tryAcquire(1, TimeUnit.SECONDS);
        wakeUps.drainPermits();
        assign();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        // Whoever waits still does when the next look comes.
        LOG.log(Level.WARNING, "Tasks could not be given to agents; trying again", e);
      }
    }
  }

  private void assign() {
    Places.Round round;
    do {
      round = places.round();
      waiting = round.waiting();
      if (!round.runs().isEmpty()) {
        queue.offer(round.runs());
        loads.noteAgents(round.agents());
      }
      if (round.news()) {
        appended.fire(new EventsAppended());
      }
    } while (round.again() && !stopping);
  }
}
