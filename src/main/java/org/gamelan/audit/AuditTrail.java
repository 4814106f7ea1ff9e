package org.gamelan.audit;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.gamelan.event.AuditEntry;
import org.gamelan.event.AuditInbox;
import org.gamelan.platform.Database;

/** Writes the audit log: entries at once or in groups, and their chain a moment later. */
@ApplicationScoped
public class AuditTrail implements AuditWriter {
  private static final Logger LOG = System.getLogger(AuditTrail.class.getName());
  private static final int MOST_NOTED = 10_000;
  private static final int GROUP = 500;
  private static final long PAUSE_MILLIS = 500;

  private final Database database;
  private final AuditChain chain;
  private final BlockingQueue<AuditEntry> noted = new ArrayBlockingQueue<>(MOST_NOTED);

  @Resource private ManagedScheduledExecutorService scheduler;

  private ScheduledFuture<?> working;

  protected AuditTrail() {
    this(null);
  }

  @Inject
  public AuditTrail(Database database) {
    this.database = database;
    this.chain = new AuditChain(database);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    working =
        scheduler.scheduleWithFixedDelay(
            this::work, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    if (working != null) {
      working.cancel(false);
      work();
    }
  }

  @Override
  public void write(AuditEntry entry) {
    store(List.of(entry));
  }

  @Override
  public void note(AuditEntry entry) {
    if (!noted.offer(entry)) {
      write(entry);
    }
  }

  private void work() {
    try {
      catchUp();
    } catch (RuntimeException e) {
      // What is noted or stored stays where it is, and is looked at again.
      LOG.log(Level.WARNING, "The audit log has to wait: {0}", e.getMessage());
    }
  }

  /** Writes what this node has noted, and gives all that waits its place in the chain. */
  void catchUp() {
    flush();
    chain.seal();
  }

  /** One at a time, so that entries which cannot be written now keep their order. */
  private synchronized void flush() {
    while (!noted.isEmpty()) {
      List<AuditEntry> group = new ArrayList<>(GROUP);
      noted.stream().limit(GROUP).forEach(group::add);
      store(group);
      group.forEach(written -> noted.poll());
    }
  }

  private void store(List<AuditEntry> entries) {
    database.inTransaction(
        tx -> {
          AuditInbox.append(tx.connection(), entries);
          return entries.size();
        });
  }
}
