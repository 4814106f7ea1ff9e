package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.BlueprintStore;
import org.gamelan.engine.Engine;
import org.gamelan.engine.StageQueue;
import org.gamelan.event.EventsAppended;
import org.gamelan.failure.NotFoundException;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** Steers tasks. Each call is one short transaction; wake-ups follow its commit. */
@ApplicationScoped
public class Tasks {
  private final Database database;
  private final BlueprintStore blueprints;
  private final Places places;
  private final Assigner assigner;
  private final AgentLoads loads;
  private final Engine engine;
  private final StageQueue queue;
  private final Event<EventsAppended> appended;

  protected Tasks() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  public Tasks(
      Database database,
      BlueprintStore blueprints,
      Places places,
      Assigner assigner,
      AgentLoads loads,
      Engine engine,
      StageQueue queue,
      Event<EventsAppended> appended) {
    this.database = database;
    this.blueprints = blueprints;
    this.places = places;
    this.assigner = assigner;
    this.loads = loads;
    this.engine = engine;
    this.queue = queue;
    this.appended = appended;
  }

  /**
   * Stops a task for good, at once.
   *
   * @throws org.gamelan.failure.ConflictException when it has ended already
   */
  public void cancel(UUID task, String by) {
    steer(
        connection -> {
          TaskSteering.cancel(connection, task, by);
          InstanceEnds.tell(connection, task);
          return List.of();
        });
    engine.stop(task);
    loads.noteTask(task);
    assigner.placeFreed();
  }

  /** Halts a task: what runs comes to its end, nothing follows. */
  public void pause(UUID task, String by) {
    steer(
        connection -> {
          TaskSteering.pause(connection, task, by);
          return List.of();
        });
  }

  /** Lets a paused task go on where it was. */
  public void resume(UUID task, String by) {
    steer(
        connection -> {
          List<UUID> ready = TaskSteering.resume(connection, task, by);
          InstanceEnds.tell(connection, task);
          return ready;
        });
    loads.noteTask(task);
    assigner.wake();
  }

  /**
   * Lets a failed task try again; one of an agent's needs a place there again.
   *
   * @param from the stage to begin with, or null for the one that failed
   */
  public void retry(UUID task, String from, String by) {
    steer(
        connection -> {
          String begin = from == null ? null : entry(connection, task, from);
          List<UUID> runs = TaskSteering.retry(connection, task, begin, by);
          Wish wish = TaskRows.require(connection, task).wish();
          return wish == null || places.takeAgain(connection, task, wish) ? runs : List.of();
        });
    loads.noteTask(task);
    assigner.wake();
  }

  /** The stage whose run is the first when a task goes back to one: sub-workflows begin anew. */
  private String entry(Connection connection, UUID task, String stage) throws SQLException {
    UUID id =
        Sql.find(
                connection,
                "select blueprint_id from task where id = ?",
                row -> Sql.id(row, "blueprint_id"),
                task)
            .orElseThrow(() -> new NotFoundException("task", task));
    Blueprint blueprint = blueprints.require(connection, id);
    return blueprint.stages().containsKey(stage) ? blueprint.entry(stage) : stage;
  }

  /** A change that may leave runs ready. */
  @FunctionalInterface
  private interface Steering {
    List<UUID> apply(Connection connection) throws SQLException;
  }

  private void steer(Steering steering) {
    database.inTransaction(
        tx -> {
          List<UUID> ready = steering.apply(tx.connection());
          tx.afterCommit(() -> wake(ready));
          return ready;
        });
  }

  private void wake(List<UUID> runs) {
    if (!runs.isEmpty()) {
      queue.offer(runs);
    }
    appended.fire(new EventsAppended());
  }
}
