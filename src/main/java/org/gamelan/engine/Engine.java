package org.gamelan.engine;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.RunJournal.Claim;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.engine.RunJournal.Committed;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.event.EventsAppended;
import org.gamelan.event.Hint;
import org.gamelan.event.HintHeard;
import org.gamelan.failure.FailureKind;
import org.gamelan.platform.DatabaseException;
import org.gamelan.platform.LogFields;
import org.gamelan.platform.Span;
import org.gamelan.platform.Spans;
import org.gamelan.provider.BudgetsChanged;
import org.gamelan.provider.CallLedger;
import org.gamelan.workflow.StageKind;

/**
 * The engine of one node. Wake-ups make it claim runs that are due, as many as it has room for;
 * workers run them; the committer makes their ends durable together with what follows, which this
 * node goes on with by itself as long as nothing else waits. Two guards run beside: one renews the
 * lease, one looks each second for what was missed.
 */
@ApplicationScoped
public class Engine {
  private static final Logger LOG = Logger.getLogger(Engine.class.getName());
  private static final int CLAIM = 64;
  private static final int LOOK_MILLIS = 1_000;

  /** How soon runs are looked for again whose task somebody else had locked. */
  private static final int LOCKED_MILLIS = 5;

  private static final String OVERRIDDEN = "task.overridden";

  private final Semaphore wakeUps = new Semaphore(0);
  private final Queue<Flight> begun = new ConcurrentLinkedQueue<>();
  private final EngineConfig config;
  private final EngineNode node;
  private final RunJournal journal;
  private final StageExecution execution;
  private final StageQueue queue;
  private final CallLedger ledger;
  private final Event<StageFinished> finished;
  private final Event<EventsAppended> appended;
  private final List<Thread> threads = new ArrayList<>();

  @Resource private ManagedThreadFactory threadFactory;
  @Inject private Event<StagesCommitted> batches;
  @Inject private Event<Hint> hints;
  @Inject private PipelineAnswers answers;
  @Inject private Overrides overrides;
  @Inject private ScoredFallbacks fallbacks;

  private Steps steps;
  private Flights flights;
  private Committer committer;
  private Guard guard;
  private ExecutorService workers;
  private volatile boolean backlog;
  private volatile boolean looking;
  private volatile boolean stopping;

  protected Engine() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  public Engine(
      EngineConfig config,
      EngineNode node,
      RunJournal journal,
      StageExecution execution,
      StageQueue queue,
      CallLedger ledger,
      Event<StageFinished> finished,
      Event<EventsAppended> appended) {
    this.config = config;
    this.node = node;
    this.journal = journal;
    this.execution = execution;
    this.queue = queue;
    this.ledger = ledger;
    this.finished = finished;
    this.appended = appended;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    steps = new Steps(() -> ThreadLocalRandom.current().nextDouble(), Instant::now, fallbacks);
    flights = new Flights(config.maxInFlight());
    workers = Workers.create(config.maxInFlight());
    committer = new Committer(journal, node, this::ended, this::committed);
    guard = new Guard(config, node, journal, flights, this::wake);
    startThread("gamelan-committer", committer);
    startThread("gamelan-committer-2", committer::help);
    startThread("gamelan-dispatcher", this::dispatch);
    startThread("gamelan-lease", guard::renewForEver);
    startThread("gamelan-sweeper", guard::sweepForEver);
  }

  private void startThread(String name, Runnable work) {
    Thread thread = threadFactory.newThread(work);
    thread.setName(name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  @PreDestroy
  void stop() {
    stopping = true;
    threads.forEach(Thread::interrupt);
    if (workers != null) {
      workers.shutdownNow();
    }
  }

  /** Tells that there may be runs to claim. Cheap, from any thread. */
  public void wake() {
    looking = true;
    wakeUps.release();
  }

  /** Keeps room for the first runs of tasks that are about to be made; to be closed afterwards. */
  public Room reserve(int runs) {
    Room.Lease lease = new Room.Lease(node.id(), node.epoch());
    boolean may = flights != null && !backlog && !stopping && node.isAlone() && node.isWorking();
    return may && flights.reserve(runs)
        ? new Room(lease, this::begin, () -> unreserve(runs))
        : new Room(null, this::begin, () -> {});
  }

  /** Whoever makes a task does not wait for threads, and none of them comes from his request. */
  private void begin(List<Claimed> runs) {
    if (!runs.isEmpty()) {
      runs.forEach(run -> begun.add(flights.add(run)));
      wakeUps.release();
    }
  }

  private void unreserve(int runs) {
    flights.unreserve(runs);
    if (backlog) {
      wake();
    }
  }

  /** What waits for a budget looks again as soon as one was changed. */
  void budgetsChanged(@Observes BudgetsChanged changed) {
    if (journal.hurry(FailureKind.BUDGET.id()) > 0) {
      wake();
    }
  }

  /** Stops at once what any node does for a task whose runs were cancelled. */
  public void stop(UUID task) {
    interrupt(task);
    hints.fire(new Hint(Hint.TASK_STOP, task));
  }

  /**
   * Tells that people have decided something for a task: what any node does for it looks again
   * before it goes on.
   */
  public void overridden(UUID task) {
    lookAgain(task);
    hints.fire(new Hint(OVERRIDDEN, task));
  }

  void heard(@Observes HintHeard heard) {
    if (heard.hint().what().equals(Hint.TASK_STOP)) {
      interrupt(heard.hint().subject());
    } else if (heard.hint().what().equals(OVERRIDDEN)) {
      lookAgain(heard.hint().subject());
    }
  }

  private void lookAgain(UUID task) {
    flights.all().stream()
        .filter(flight -> flight.run().task().equals(task))
        .forEach(Flight::override);
  }

  private void interrupt(UUID task) {
    for (Flight flight : flights.all()) {
      if (flight.run().task().equals(task)) {
        flight.interrupt(Flight.Interruption.LOST);
      }
    }
  }

  /** Stops a run that was cancelled with its branch; other nodes' sweeps find theirs. */
  private void cancel(UUID run) {
    flights.find(run).ifPresent(flight -> flight.interrupt(Flight.Interruption.LOST));
  }

  /** How many runs this node has in hand. */
  public int inFlight() {
    return flights == null ? 0 : flights.size();
  }

  /** The kinds of stages that can run. */
  public Set<StageKind> kinds() {
    return execution.kinds();
  }

  private void dispatch() {
    int pause = LOOK_MILLIS;
    long looked = System.nanoTime();
    while (!stopping) {
      try {
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - looked);
        wakeUps.tryAcquire(Math.max(0, pause - passed), TimeUnit.MILLISECONDS);
        wakeUps.drainPermits();
        startBegun();
        // A lost wake-up, and what becomes due by itself, is found here within a second.
        if (looking || TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - looked) >= pause) {
          looking = false;
          try {
            pause = claim() ? LOCKED_MILLIS : LOOK_MILLIS;
          } finally {
            looked = System.nanoTime();
          }
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        pause = LOOK_MILLIS;
        // The sweeper wakes us again within a second.
        LOG.log(Level.WARNING, "Runs could not be claimed", e);
      }
    }
  }

  private void startBegun() {
    for (Flight flight = begun.poll(); flight != null; flight = begun.poll()) {
      if (!node.isWorking()) {
        flight.interrupt(Flight.Interruption.LOST);
      }
      start(flight);
    }
  }

  /** Whether runs are left that could only not be had because their tasks were locked. */
  private boolean claim() {
    while (node.isWorking() && !stopping) {
      startBegun();
      int free = Math.min(flights.free(), CLAIM);
      if (free == 0 || !flights.reserve(free)) {
        backlog = true;
        if (flights.free() == 0) {
          return false;
        }
        continue; // room was given back by somebody who did not know yet of the backlog
      }
      Claim claim;
      try {
        claim = journal.claim(node.id(), node.epoch(), free);
        claim.runs().forEach(this::launch);
      } finally {
        flights.unreserve(free);
      }
      boolean nothing = claim.runs().isEmpty();
      backlog = claim.more() && !nothing;
      if (nothing) {
        return claim.more();
      }
      appended.fire(new EventsAppended());
      if (!claim.more()) {
        return false;
      }
    }
    return false;
  }

  private void launch(Claimed claimed) {
    start(flights.add(claimed));
  }

  private void start(Flight flight) {
    try {
      workers.execute(() -> fly(flight));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // While stopping, or where the system gives no more threads: the run is taken back.
      flights.remove(flight);
      if (!stopping) {
        LOG.log(Level.SEVERE, "A stage could not be begun; it comes again soon", e);
      }
    }
  }

  private void fly(Flight flight) {
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    StageRun run = flight.run();
    thread.setName("stage " + run.name() + " run=" + run.id() + " task=" + run.task());
    LogFields.set(run.logFields());
    try {
      StageOutcome outcome = flight.begin(thread) ? traced(flight.claimed()) : null;
      Flight.Interruption interruption = flight.end();
      Thread.interrupted();
      land(flight, interruption, outcome);
    } finally {
      LogFields.clear();
      thread.setName(name);
    }
  }

  private StageOutcome traced(Claimed claimed) {
    StageRun run = claimed.run();
    try (Span span = Spans.begin("stage " + run.name(), run.task())) {
      StageOutcome outcome = execution.run(claimed);
      if (span.isRecorded()) {
        run.tell(span);
        span.withOwn("stage.status", outcome.status().id());
        if (outcome.failure() != null) {
          span.failed(outcome.failure().kind().id(), outcome.failure().message());
        }
      }
      return outcome;
    }
  }

  private void land(Flight flight, Flight.Interruption interruption, StageOutcome outcome) {
    if (outcome == null || interruption == Flight.Interruption.LOST || stopping) {
      release(flight);
      return;
    }
    // A way that somebody decided may have ended or been taken back without a word of it.
    boolean looks =
        flight.isOverridden()
            || Overrides.next(flight.claimed().state(), flight.run().name()).isPresent();
    Claimed claimed = looks ? lookedAgain(flight.claimed()) : flight.claimed();
    try {
      claimed = execution.remembering(claimed, outcome.agent());
    } catch (DatabaseException e) {
      // Without it conditions cannot be told; the run is given back and goes on with its last call.
      LOG.log(Level.WARNING, "What is remembered could not be read; the run is given back", e);
      release(flight);
      return;
    }
    StageOutcome end =
        interruption == Flight.Interruption.TIMEOUT ? Timeouts.outcome(claimed, outcome) : outcome;
    Claimed led = overrides.leading(claimed);
    Step step = answers.after(led, end, steps.after(led, end));
    overrides.tellNext(led, end, step);
    Completion completion =
        new Completion(
            flight.run(),
            claimed.state().with(Finished.of(flight.run(), end, step.way())),
            end,
            step,
            !backlog && !(step.meeting() instanceof Step.Pinning),
            flight.millis(),
            ledger.take(flight.run().id()));
    committer.add(new Committer.Ending(flight, completion));
  }

  /** The same run with what was decided while it ran. */
  private Claimed lookedAgain(Claimed claimed) {
    try {
      List<TaskOverride> now = journal.overrides(claimed.run().task());
      return new Claimed(claimed.run(), claimed.agent(), claimed.state().overriddenBy(now));
    } catch (DatabaseException e) {
      // It goes on by what was known when it began; its successor looks again with the commit.
      LOG.log(Level.WARNING, "Overrides of a task could not be read", e);
      return claimed;
    }
  }

  private void committed(int runs) {
    appended.fire(new EventsAppended());
    batches.fire(new StagesCommitted(runs));
  }

  private void ended(Committer.Ending ending, Committed committed) {
    if (committed == null) {
      release(ending.flight());
      return;
    }
    // What follows takes the place over, so nobody else takes it in between.
    committed.claimed().forEach(this::launch);
    release(ending.flight());
    committed.cancelled().forEach(this::cancel);
    if (!committed.ready().isEmpty()) {
      queue.offer(committed.ready());
    }
    Completion completion = ending.completion();
    StageOutcome outcome = completion.outcome();
    if (outcome.status() == StageStatus.WAITING) {
      return; // it ends when people have answered
    }
    finished.fire(
        new StageFinished(
            completion.run().task(),
            completion.run().id(),
            completion.run().name(),
            completion.run().kind().id(),
            outcome.agent(),
            outcome.status(),
            completion.millis(),
            outcome.tokens().input(),
            outcome.tokens().output(),
            committed.task()));
  }

  private void release(Flight flight) {
    flights.remove(flight);
    if (backlog) {
      wake();
    }
  }
}
