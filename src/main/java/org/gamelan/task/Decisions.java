package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.StageQueue;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.EventsAppended;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;
import org.gamelan.security.Caller;

/**
 * Takes what people decide on stages that wait for them. Each decision is one short transaction
 * that locks the task first, as the engine does; the stage itself goes on afterwards.
 */
@ApplicationScoped
public class Decisions {
  private final Database database;
  private final TaskQueries queries;
  private final EngineConfig config;
  private final StageQueue queue;
  private final Event<EventsAppended> appended;

  protected Decisions() {
    this(null, null, null, null, null);
  }

  @Inject
  public Decisions(
      Database database,
      TaskQueries queries,
      EngineConfig config,
      StageQueue queue,
      Event<EventsAppended> appended) {
    this.database = database;
    this.queries = queries;
    this.config = config;
    this.queue = queue;
    this.appended = appended;
  }

  /**
   * Takes a decision.
   *
   * @throws InvalidInputException naming every field that cannot be accepted
   * @throws ConflictException when nothing waits there, it is decided already, or something else is
   *     shown by now
   * @throws org.gamelan.failure.GamelanException of kind {@code not-permitted} when the caller may
   *     not decide this
   */
  public void decide(UUID task, Decision decision, Caller caller) {
    decision.check();
    Blueprint blueprint = queries.blueprint(task);
    if (!blueprint.stages().containsKey(decision.stage())) {
      throw new InvalidInputException(
          "stage",
          "is no stage of this task; its stages: "
              + String.join(", ", blueprint.stages().keySet()));
    }
    database.inTransaction(
        tx -> {
          lock(tx.connection(), task);
          List<UUID> ready =
              decision.isOnOutcome()
                  ? new OutcomeDecision(tx.connection(), blueprint, config)
                      .take(task, decision, caller)
                  : new ApprovalDecision(tx.connection(), blueprint, config)
                      .take(task, decision, caller);
          tx.afterCommit(() -> wake(ready));
          return ready;
        });
  }

  private static void lock(Connection connection, UUID task) throws SQLException {
    TaskStatus status =
        Sql.find(
                connection,
                "select status from task where id = ? for no key update",
                row -> TaskStatus.of(row.getString("status")),
                task)
            .orElseThrow(() -> new NotFoundException("task", task));
    if (status.isFinished()) {
      throw new ConflictException(
          "The task is " + status.id() + ", so there is nothing left to decide.");
    }
  }

  private void wake(List<UUID> ready) {
    if (!ready.isEmpty()) {
      queue.offer(ready);
    }
    appended.fire(new EventsAppended());
  }
}
