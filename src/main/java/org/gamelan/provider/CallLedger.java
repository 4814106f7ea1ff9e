package org.gamelan.provider;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.platform.Database;
import org.gamelan.platform.DatabaseException;

/**
 * Calls and routing decisions that are not in the database yet. Those of a stage go there with the
 * stage's end, in the same transaction; whatever is left is written in groups by the second.
 */
@ApplicationScoped
public class CallLedger {
  private static final Logger LOG = Logger.getLogger(CallLedger.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST = 50_000;

  /** What one stage run, or nobody, has to have written. */
  public record Entries(List<CallRecord> calls, List<RoutingNote> notes) {
    public static final Entries NONE = new Entries(List.of(), List.of());

    public Entries {
      calls = List.copyOf(calls);
      notes = List.copyOf(notes);
    }

    /** All of several as one. */
    public static Entries together(List<Entries> all) {
      return new Entries(
          all.stream().flatMap(each -> each.calls().stream()).toList(),
          all.stream().flatMap(each -> each.notes().stream()).toList());
    }

    public boolean isEmpty() {
      return calls.isEmpty() && notes.isEmpty();
    }
  }

  private final Database database;
  private final Clock clock;
  private final Map<UUID, Deque<Object>> ofRuns = new HashMap<>();
  private final Deque<Object> ofNobody = new ArrayDeque<>();
  private int size;
  private ScheduledFuture<?> writing;

  @Resource private ManagedScheduledExecutorService scheduler;

  protected CallLedger() {
    this(null, null);
  }

  @Inject
  public CallLedger(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  synchronized void start() {
    if (writing == null) {
      writing = scheduler.scheduleWithFixedDelay(this::writeOld, 1, 1, TimeUnit.SECONDS);
    }
  }

  @PreDestroy
  void stop() {
    synchronized (this) {
      if (writing != null) {
        writing.cancel(false);
      }
    }
    flush();
  }

  void add(CallRecord call) {
    add(call.stageRun(), (Object) call);
  }

  /** Notes a decision; that of a stage run is written with the run's end. */
  public void add(RoutingNote note) {
    add(note.stageRun(), note);
  }

  /**
   * Notes a decision about a stage run that is written with the end of another.
   *
   * @param with the run that ends
   */
  public void add(UUID with, RoutingNote note) {
    add(with, (Object) note);
  }

  private synchronized void add(UUID run, Object entry) {
    if (size >= MOST) {
      // The database has been away for long; what was spent is still held by the budgets.
      LOG.log(Level.WARNING, "A call could not be noted; {0} are waiting already", MOST);
      return;
    }
    size++;
    (run == null ? ofNobody : ofRuns.computeIfAbsent(run, id -> new ArrayDeque<>())).add(entry);
  }

  /** Hands over what belongs to a stage run, to be written with its end. */
  public synchronized Entries take(UUID run) {
    Deque<Object> entries = ofRuns.remove(run);
    if (entries == null) {
      return Entries.NONE;
    }
    size -= entries.size();
    return entries(entries);
  }

  /** Takes back what could not be written with a stage's end. */
  public void putBack(Entries entries) {
    entries.calls().forEach(this::add);
    entries.notes().forEach(this::add);
  }

  /** Writes everything there is, so that a reader sees it. */
  public void flush() {
    write(drain(Instant.MAX));
  }

  private void writeOld() {
    try {
      write(drain(clock.instant().minus(PATIENCE)));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Calls of models could not be noted yet: {0}", e.getMessage());
    }
  }

  private synchronized Entries drain(Instant before) {
    Deque<Object> taken = new ArrayDeque<>(ofNobody);
    ofNobody.clear();
    for (Iterator<Deque<Object>> runs = ofRuns.values().iterator(); runs.hasNext(); ) {
      Deque<Object> entries = runs.next();
      if (!at(entries.getFirst()).isAfter(before)) {
        taken.addAll(entries);
        runs.remove();
      }
    }
    size -= taken.size();
    return entries(taken);
  }

  private static Instant at(Object entry) {
    return entry instanceof CallRecord call ? call.at() : ((RoutingNote) entry).at();
  }

  private static Entries entries(Iterable<Object> entries) {
    List<CallRecord> calls = new ArrayList<>();
    List<RoutingNote> notes = new ArrayList<>();
    for (Object entry : entries) {
      if (entry instanceof CallRecord call) {
        calls.add(call);
      } else {
        notes.add((RoutingNote) entry);
      }
    }
    return new Entries(calls, notes);
  }

  private void write(Entries entries) {
    if (entries.isEmpty()) {
      return;
    }
    try {
      database.inTransaction(tx -> CallRows.insert(tx.connection(), entries));
    } catch (DatabaseException e) {
      putBack(entries);
      throw e;
    }
  }
}
