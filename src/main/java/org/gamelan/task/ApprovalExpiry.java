package org.gamelan.task;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.engine.ApprovalEvents;
import org.gamelan.engine.StageQueue;
import org.gamelan.event.EventLog;
import org.gamelan.event.EventsAppended;
import org.gamelan.event.NewEvent;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/**
 * Looks once a second for approvals whose time is over, and makes happen what their stages declared
 * for that. Any number of nodes may do it: a task that somebody else has locked is looked at again
 * a second later.
 */
@ApplicationScoped
public class ApprovalExpiry {
  private static final Logger LOG = Logger.getLogger(ApprovalExpiry.class.getName());
  private static final int BATCH = 100;

  private static final String LOCK =
      """
      with due as (
        select id, task_id from approval
        where status = 'pending' and expires_at <= statement_timestamp()
        order by expires_at limit ?),
      locked as (
        select id from task where id in (select task_id from due)
        for no key update skip locked)
      select due.id from due join locked on locked.id = due.task_id
      """;

  /** What was escalated once fails when its time is over again. */
  private static final String EXPIRE =
      """
      update approval set
        status = case on_expiry when 'escalate' then 'pending' else 'expired' end,
        decision = nullif(on_expiry, 'escalate'),
        decided_at = case on_expiry when 'escalate' then null else clock_timestamp() end,
        value = case when on_expiry not in ('approve', 'reject') then null
          when json_array_length(content) = 1 then content -> 0 -> 'value'
          else (select json_object_agg(part ->> 'name', part -> 'value')
            from json_array_elements(content) part) end,
        approvers = case on_expiry when 'escalate' then escalate_to else approvers end,
        escalated_at = case on_expiry when 'escalate' then clock_timestamp()
          else escalated_at end,
        expires_at = case on_expiry when 'escalate'
          then clock_timestamp() + expires_after * interval '1 ms' else expires_at end,
        on_expiry = case on_expiry when 'escalate' then 'fail' else on_expiry end
      where id = any (?) and status = 'pending' and expires_at <= statement_timestamp()
      returning id, task_id, run_id, stage, decision
      """;

  private final Database database;
  private final StageQueue queue;
  private final Event<EventsAppended> appended;

  @Resource private ManagedScheduledExecutorService scheduler;

  private ScheduledFuture<?> looking;

  protected ApprovalExpiry() {
    this(null, null, null);
  }

  @Inject
  public ApprovalExpiry(Database database, StageQueue queue, Event<EventsAppended> appended) {
    this.database = database;
    this.queue = queue;
    this.appended = appended;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    looking = scheduler.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    if (looking != null) {
      looking.cancel(false);
    }
  }

  private void look() {
    try {
      int found = BATCH;
      while (found == BATCH) {
        found = expireDue();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Approvals whose time is over have to wait: {0}", e.getMessage());
    }
  }

  /** Makes the expiry of those happen whose time is over, up to 100 of them; tells how many. */
  int expireDue() {
    return database.inTransaction(
        tx -> {
          List<Expired> expired = expire(tx.connection());
          List<Expired> ended = expired.stream().filter(each -> each.decision() != null).toList();
          List<WaitingSlots.Released> released =
              WaitingSlots.release(
                  tx.connection(),
                  ended.stream().map(Expired::task).toList(),
                  ended.stream().map(Expired::run).toList(),
                  "approval");
          List<UUID> ready = WaitingSlots.ready(released);
          tx.afterCommit(() -> wake(expired, ready));
          return expired.size();
        });
  }

  private record Expired(UUID id, UUID task, UUID run, String stage, String decision) {}

  private static List<Expired> expire(Connection connection) throws SQLException {
    UUID[] due = Sql.query(connection, LOCK, row -> Sql.id(row, "id"), BATCH).toArray(UUID[]::new);
    if (due.length == 0) {
      return List.of();
    }
    List<Expired> expired =
        Sql.query(
            connection,
            EXPIRE,
            row ->
                new Expired(
                    Sql.id(row, "id"),
                    Sql.id(row, "task_id"),
                    Sql.id(row, "run_id"),
                    row.getString("stage"),
                    row.getString("decision")),
            (Object) due);
    List<NewEvent> events = new ArrayList<>();
    for (Expired each : expired) {
      events.add(
          each.decision() == null
              ? ApprovalEvents.escalated(each.id(), each.task(), each.stage())
              : ApprovalEvents.decided(
                  each.id(), each.task(), each.stage(), each.decision(), null));
    }
    EventLog.append(connection, events);
    return expired;
  }

  private void wake(List<Expired> expired, List<UUID> ready) {
    if (!ready.isEmpty()) {
      queue.offer(ready);
    }
    if (!expired.isEmpty()) {
      appended.fire(new EventsAppended());
    }
  }
}
