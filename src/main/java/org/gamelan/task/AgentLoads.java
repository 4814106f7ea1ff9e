package org.gamelan.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.StageFinished;
import org.gamelan.event.EventLog;
import org.gamelan.event.EventsAppended;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.workflow.StageKind;

/**
 * Tells as {@code agent.load} when agents get tasks and when those end. What gives and ends tasks
 * only notes whom that may concern; a moment later all of them are looked at together, in a
 * transaction of its own. So a burst is one event for an agent, and stages pay nothing. What nobody
 * noted (a node died in between) is found every few seconds.
 */
@ApplicationScoped
public class AgentLoads {
  private static final Logger LOG = Logger.getLogger(AgentLoads.class.getName());
  private static final long MOMENT_MILLIS = 50;
  private static final long SWEEP_SECONDS = 10;

  /** Beyond so many notes all agents are looked at instead. */
  private static final int MOST_NOTES = 1_000;

  private final Database database;
  private final AgentRegistry registry;
  private final Event<EventsAppended> appended;
  private final Set<String> agents = new HashSet<>();
  private final Set<UUID> tasks = new HashSet<>();

  @Resource private ManagedScheduledExecutorService scheduler;

  private ScheduledFuture<?> sweeping;
  private ScheduledFuture<?> next;
  private boolean stopped;
  private boolean all;

  protected AgentLoads() {
    this(null, null, null);
  }

  @Inject
  public AgentLoads(Database database, AgentRegistry registry, Event<EventsAppended> appended) {
    this.database = database;
    this.registry = registry;
    this.appended = appended;
  }

  synchronized void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    sweeping =
        scheduler.scheduleWithFixedDelay(
            this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  @PreDestroy
  synchronized void stop() {
    stopped = true;
    if (next != null) {
      next.cancel(false);
    }
    if (sweeping != null) {
      sweeping.cancel(false);
    }
  }

  /** Notes that agents may have got tasks, or lost them. Cheap, from any thread. */
  synchronized void noteAgents(Collection<String> names) {
    agents.addAll(names);
    comeBack();
  }

  /** Notes that a task may have left its agent. Cheap, from any thread. */
  synchronized void noteTask(UUID task) {
    tasks.add(task);
    comeBack();
  }

  private void comeBack() {
    if (agents.size() + tasks.size() > MOST_NOTES) {
      all = true;
      agents.clear();
      tasks.clear();
    }
    if (next == null && !stopped) {
      next = scheduler.schedule(this::tell, MOMENT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  void stageFinished(@Observes StageFinished news) {
    boolean ends = news.taskBecomes() != null && news.taskBecomes().isFinished();
    if (ends
        && news.stage().equals(Definitions.ANSWER)
        && news.kind().equals(StageKind.AGENT.id())) {
      noteTask(news.task());
    }
  }

  private void sweep() {
    synchronized (this) {
      all = true;
    }
    tell();
  }

  /** Whom the next look concerns. */
  private record Notes(List<String> agents, List<UUID> tasks, boolean all) {}

  private synchronized Notes take() {
    Notes notes = new Notes(List.copyOf(agents), List.copyOf(tasks), all);
    agents.clear();
    tasks.clear();
    all = false;
    next = null;
    return notes;
  }

  private void tell() {
    Notes notes = take();
    try {
      if (database.inTransaction(tx -> append(tx, notes)) > 0) {
        appended.fire(new EventsAppended());
      }
    } catch (RuntimeException e) {
      // The next sweep looks at all of them.
      LOG.log(Level.WARNING, "Cannot tell what agents have in hand: {0}", e.getMessage());
    }
  }

  private int append(Database.Transaction tx, Notes notes) throws SQLException {
    Set<String> names = new HashSet<>(notes.agents());
    names.addAll(LoadRows.agents(tx.connection(), notes.tasks()));
    // What this node does not know, another one tells, or this one later.
    Set<String> known = registry.names();
    Set<String> due = notes.all() ? Set.copyOf(known) : names;
    if (!notes.all()) {
      due.retainAll(known);
    }
    if (due.isEmpty()) {
      return 0;
    }
    List<NewEvent> events = new ArrayList<>();
    for (LoadRows.Load load : LoadRows.changed(tx.connection(), due)) {
      registry.findEntry(load.agent()).ifPresent(entry -> events.add(event(entry, load.tasks())));
    }
    EventLog.append(tx.connection(), events);
    return events.size();
  }

  static NewEvent event(AgentEntry entry, int inHand) {
    ObjectNode data =
        Json.object()
            .put("name", entry.name())
            .put("status", entry.status(inHand).id())
            .put("tasks", inHand)
            .put("capacity", entry.definition().capacity());
    return new NewEvent("agents", "agent.load", entry.id(), null, data);
  }
}
