package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.assignment.AssignedTasks;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.BlueprintStore;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.Engine;
import org.gamelan.engine.Plan;
import org.gamelan.engine.RouteChoice;
import org.gamelan.engine.StageQueue;
import org.gamelan.engine.TaskEvents;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.EventsAppended;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.provider.CallRows;

/** Creates and steers tasks. Each call is one short transaction; wake-ups follow its commit. */
@ApplicationScoped
public class Tasks {
  /** A task, its first run and the word of it, at once. */
  private static final String INSERT =
      """
      with made as (
        insert into task (id, title, description, input, complexity, priority, labels, deadline,
          source, pipeline, workflow, workflow_version, agent, blueprint_id, status, reason,
          wants, placed, created_by, key_id)
        values (?, ?, ?, ?::json, ?, ?, ?::jsonb, ?, ?::json, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        returning %s),
      run as (
        insert into stage_work (slot, run_id, task_id, name, kind, status, waiting_for, priority,
          ready_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp())),
      told as (
        insert into event (topic, type, subject, task_id, data) values (?, ?, ?, ?, ?::json))
      select * from made
      """
          .formatted(TaskRows.COLUMNS);

  private final Database database;
  private final TaskOrders orders;
  private final Definitions definitions;
  private final BlueprintStore blueprints;
  private final TaskLimit limit;
  private final Places places;
  private final Assigner assigner;
  private final AgentLoads loads;
  private final Engine engine;
  private final StageQueue queue;
  private final Event<EventsAppended> appended;

  protected Tasks() {
    this(null, null, null, null, null, null, null, null, null, null, null);
  }

  @Inject
  public Tasks(
      Database database,
      TaskOrders orders,
      Definitions definitions,
      BlueprintStore blueprints,
      TaskLimit limit,
      Places places,
      Assigner assigner,
      AgentLoads loads,
      Engine engine,
      StageQueue queue,
      Event<EventsAppended> appended) {
    this.database = database;
    this.orders = orders;
    this.definitions = definitions;
    this.blueprints = blueprints;
    this.limit = limit;
    this.places = places;
    this.assigner = assigner;
    this.loads = loads;
    this.engine = engine;
    this.queue = queue;
    this.appended = appended;
  }

  /**
   * Creates a task and has its first stage done as soon as a node has room.
   *
   * @param by who asks for it
   * @param key the API key with which it is asked for, or nothing
   * @param idempotency the client's promise, if it gave one: a repeated request answers with the
   *     task of the first
   * @return the task as it is stored
   * @throws InvalidInputException naming every field that cannot be accepted
   * @throws TooManyTasksException when the server is full
   */
  public Task create(
      NewTask task, String by, Optional<UUID> key, Optional<Idempotency> idempotency) {
    // What has changed since then does not keep a repeated request from its answer.
    Optional<Task> earlier = idempotency.flatMap(this::made);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    TaskOrder order = orders.of(task);
    NewTask checked = order.task();
    limit.admit();
    Optional<UUID> blueprint = blueprints.find(order.plan().blueprint());
    boolean plain =
        idempotency.isEmpty()
            && blueprint.isPresent()
            && order.wish() == null
            && order.config() == null
            && order.plan().choice() == null;
    return plain
        ? database.inOneStatement(
            tx -> {
              Start start = new Start(order.plan(), null, null, null);
              First first = new First(Ids.next(), Ids.next(), start, blueprint.get());
              Task created = insert(tx.connection(), checked, first, new Asker(by, key));
              tx.afterCommit(() -> wake(List.of(first.run())));
              return created;
            })
        : database.inTransaction(tx -> create(tx, order, new Asker(by, key), idempotency));
  }

  private Task create(
      Database.Transaction tx, TaskOrder order, Asker asker, Optional<Idempotency> idempotency)
      throws SQLException {
    Connection connection = tx.connection();
    UUID id = Ids.next();
    UUID earlier = remember(connection, idempotency, id);
    if (!earlier.equals(id)) {
      return stored(connection, earlier);
    }
    Start start = start(connection, order);
    Plan plan = start.plan();
    UUID blueprint = blueprints.save(connection, plan.blueprint());
    First first = new First(id, Ids.next(), start, blueprint);
    Task created = insert(connection, order.task(), first, asker);
    tell(connection, created, order.plan().choice());
    if (start.place() != null) {
      Places.tell(connection, start.place(), id);
    }
    if (order.config() != null) {
      AssignedTasks.begin(connection, id, order.config(), order.seat());
      created = stored(connection, id);
    }
    tx.afterCommit(
        () -> {
          blueprints.remember(blueprint, plan.blueprint());
          if (start.place() != null) {
            loads.noteAgents(List.of(start.place().agent()));
          }
          if (start.reason() == null) {
            wake(List.of(first.run()));
          } else {
            assigner.wake();
            wake(List.of());
          }
        });
    return created;
  }

  private static void tell(Connection connection, Task created, RouteChoice choice)
      throws SQLException {
    if (choice != null) {
      CallRows.insertNotes(
          connection, List.of(choice.note(created.createdAt(), created.id(), null)));
    }
  }

  private static Task stored(Connection connection, UUID id) throws SQLException {
    return TaskRows.find(connection, id).orElseThrow(() -> new NotFoundException("task", id));
  }

  /**
   * How a task begins.
   *
   * @param plan with the agent it was given to, if it wants one
   * @param wish which agent it wants, or null when it goes through a workflow
   * @param reason why it waits, or null when it begins at once
   * @param place the place it takes, or null
   */
  private record Start(Plan plan, Wish wish, String reason, Places.Place place) {
    TaskStatus status() {
      return reason == null ? TaskStatus.QUEUED : TaskStatus.PENDING;
    }

    boolean isPlaced() {
      return wish != null && reason == null;
    }
  }

  /** Nothing is asked for tasks that go through a workflow. */
  private Start start(Connection connection, TaskOrder order) throws SQLException {
    Wish wish = order.wish();
    if (wish == null) {
      return new Start(order.plan(), null, null, null);
    }
    Optional<Places.Place> place = places.take(connection, wish);
    if (place.isEmpty()) {
      return new Start(order.plan(), wish, places.reason(wish), null);
    }
    Plan plan = wish.isNamed() ? order.plan() : definitions.planOfAgent(place.get().agent());
    return new Start(plan, wish, null, place.get());
  }

  /**
   * What a task begins with.
   *
   * @param id the task's
   * @param run its first run's
   * @param start how it begins
   * @param blueprint what it is pinned to
   */
  private record First(UUID id, UUID run, Start start, UUID blueprint) {}

  /** Who asks, and with which key. */
  private record Asker(String name, Optional<UUID> key) {}

  private Optional<Task> made(Idempotency promise) {
    String sql =
        """
        select task_id, body_hash = ? as same from idempotency_key
        where owner = ? and key = ? and created_at >= clock_timestamp() - interval '24 hours'
        """;
    return database.inTransaction(
        tx -> {
          Optional<UUID> task =
              Sql.find(
                  tx.connection(),
                  sql,
                  Tasks::promised,
                  promise.bodyHash(),
                  promise.owner(),
                  promise.key());
          return task.isEmpty()
              ? Optional.empty()
              : Optional.of(stored(tx.connection(), task.get()));
        });
  }

  private static UUID promised(ResultSet row) throws SQLException {
    if (!row.getBoolean("same")) {
      throw new InvalidInputException(
          "Idempotency-Key", "was used with another body before; use a new key");
    }
    return Sql.id(row, "task_id");
  }

  private static UUID remember(Connection connection, Optional<Idempotency> idempotency, UUID task)
      throws SQLException {
    if (idempotency.isEmpty()) {
      return task;
    }
    Idempotency promise = idempotency.get();
    String sql =
        """
        insert into idempotency_key (owner, key, body_hash, task_id) values (?, ?, ?, ?)
        on conflict (owner, key) do update set
          body_hash = case when idempotency_key.created_at < clock_timestamp() - interval '24 hours'
            then excluded.body_hash else idempotency_key.body_hash end,
          task_id = case when idempotency_key.created_at < clock_timestamp() - interval '24 hours'
            then excluded.task_id else idempotency_key.task_id end,
          created_at = case when idempotency_key.created_at < clock_timestamp() - interval '24 hours'
            then excluded.created_at else idempotency_key.created_at end
        returning task_id, body_hash = ? as same
        """;
    return Sql.find(
            connection,
            sql,
            Tasks::promised,
            promise.owner(),
            promise.key(),
            promise.bodyHash(),
            task,
            promise.bodyHash())
        .orElseThrow();
  }

  private static Task insert(Connection connection, NewTask task, First first, Asker asker)
      throws SQLException {
    Start start = first.start();
    Plan plan = start.plan();
    String stage = plan.blueprint().start();
    boolean pending = start.status() == TaskStatus.PENDING;
    return Sql.find(
            connection,
            INSERT,
            TaskRows::task,
            first.id(),
            task.title(),
            task.description(),
            text(task.input()),
            task.complexity(),
            task.priority(),
            Json.write(Json.tree(task.labels())),
            task.deadline(),
            text(task.source()),
            plan.pipeline(),
            plan.blueprint().workflow().name(),
            plan.blueprint().workflow().version(),
            plan.agent(),
            first.blueprint(),
            start.status().id(),
            start.reason(),
            start.wish() == null ? null : start.wish().text(),
            start.isPlaced(),
            asker.name(),
            asker.key().orElse(null),
            first.run(),
            first.run(),
            first.id(),
            stage,
            plan.blueprint().stage(stage).kind().id(),
            pending ? "waiting" : "ready",
            pending ? "agent" : null,
            task.priority(),
            TaskEvents.TOPIC,
            TaskEvents.CREATED,
            first.id(),
            first.id(),
            Json.write(word(task, start, asker)))
        .orElseThrow();
  }

  private static ObjectNode word(NewTask task, Start start, Asker asker) {
    Plan plan = start.plan();
    ObjectNode data = Json.object().put("status", start.status().id()).put("title", task.title());
    data.put("workflow", plan.blueprint().workflow().name());
    if (plan.agent() != null) {
      data.put("agent", plan.agent());
    }
    if (start.reason() != null) {
      data.put("reason", start.reason());
    }
    return data.put("by", asker.name());
  }

  private static String text(JsonNode json) {
    return json == null || json.isNull() ? null : Json.write(json);
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
          Wish wish = stored(connection, task).wish();
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
