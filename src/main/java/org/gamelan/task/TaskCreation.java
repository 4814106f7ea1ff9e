package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.gamelan.assignment.AssignedTasks;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.BlueprintStore;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.Engine;
import org.gamelan.engine.Plan;
import org.gamelan.engine.Room;
import org.gamelan.engine.RouteChoice;
import org.gamelan.engine.StageQueue;
import org.gamelan.event.EventsAppended;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.provider.CallRows;
import org.gamelan.task.FirstRun.Asker;

/** Creates tasks. Each call is one short transaction; wake-ups follow its commit. */
@ApplicationScoped
public class TaskCreation {
  /** How many tasks one request may ask for. */
  public static final int MOST = 100;

  private final Database database;
  private final TaskOrders orders;
  private final Definitions definitions;
  private final BlueprintStore blueprints;
  private final TaskLimit limit;
  private final Places places;
  private final Assigner assigner;
  private final AgentLoads loads;
  private final StageQueue queue;
  private final Engine engine;
  private final Event<EventsAppended> appended;

  protected TaskCreation() {
    this(null, null, null, null, null, null, null, null, null, null, null);
  }

  @Inject
  public TaskCreation(
      Database database,
      TaskOrders orders,
      Definitions definitions,
      BlueprintStore blueprints,
      TaskLimit limit,
      Places places,
      Assigner assigner,
      AgentLoads loads,
      StageQueue queue,
      Engine engine,
      Event<EventsAppended> appended) {
    this.database = database;
    this.orders = orders;
    this.definitions = definitions;
    this.blueprints = blueprints;
    this.limit = limit;
    this.places = places;
    this.assigner = assigner;
    this.loads = loads;
    this.queue = queue;
    this.engine = engine;
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
    List<Task> earlier = made(idempotency, 1);
    return earlier.isEmpty()
        ? store(List.of(orders.of(task)), new Asker(by, key), idempotency).get(0)
        : earlier.get(0);
  }

  /**
   * Creates several tasks, or none of them, as {@link #create} does with one.
   *
   * @param tasks from 1 to {@link #MOST}
   * @return the tasks as they are stored, in the order they were given
   * @throws InvalidInputException naming every field that cannot be accepted as {@code
   *     tasks.NUMBER.FIELD}, with numbers from 0
   * @throws TooManyTasksException when the server has no room for all of them
   */
  public List<Task> createAll(
      List<NewTask> tasks, String by, Optional<UUID> key, Optional<Idempotency> idempotency) {
    if (tasks.isEmpty() || tasks.size() > MOST) {
      throw new InvalidInputException("tasks", "must have 1 to " + MOST + " tasks");
    }
    List<Task> earlier = made(idempotency, tasks.size());
    return earlier.isEmpty() ? store(check(tasks), new Asker(by, key), idempotency) : earlier;
  }

  private List<Task> made(Optional<Idempotency> promise, int tasks) {
    return promise.isEmpty()
        ? List.of()
        : database.inTransaction(tx -> IdempotencyRows.made(tx.connection(), promise.get(), tasks));
  }

  private List<TaskOrder> check(List<NewTask> tasks) {
    List<TaskOrder> checked = new ArrayList<>();
    List<FieldError> faults = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      String place = "tasks." + i + ".";
      try {
        checked.add(orders.of(tasks.get(i)));
      } catch (InvalidInputException e) {
        e.errors().forEach(it -> faults.add(new FieldError(place + it.field(), it.message())));
      }
    }
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
    return checked;
  }

  private List<Task> store(List<TaskOrder> wanted, Asker asker, Optional<Idempotency> idempotency) {
    limit.admit(wanted.size());
    try (Room room = engine.reserve(wanted.size())) {
      TaskOrder only = wanted.get(0);
      Optional<UUID> blueprint = blueprints.find(only.plan().blueprint());
      boolean plain =
          wanted.size() == 1 && idempotency.isEmpty() && blueprint.isPresent() && only.isPlain();
      return plain
          ? database.inOneStatement(tx -> List.of(store(tx, only, asker, blueprint.get(), room)))
          : database.inTransaction(tx -> store(tx, wanted, asker, idempotency, room));
    }
  }

  private Task store(
      Database.Transaction tx, TaskOrder order, Asker asker, UUID blueprint, Room room)
      throws SQLException {
    FirstRun first =
        new FirstRun(
            Ids.next(), Ids.next(), order.task(), TaskStart.of(order), blueprint, lease(room));
    Task task = insert(tx.connection(), first, asker);
    Begun begun = new Begun(asker, room);
    begun.add(first);
    tx.afterCommit(() -> tell(begun, List.of(task)));
    return task;
  }

  private List<Task> store(
      Database.Transaction tx,
      List<TaskOrder> wanted,
      Asker asker,
      Optional<Idempotency> idempotency,
      Room room)
      throws SQLException {
    Connection connection = tx.connection();
    List<UUID> ids = wanted.stream().map(order -> Ids.next()).toList();
    List<UUID> promised =
        idempotency.isEmpty() ? ids : IdempotencyRows.remember(connection, idempotency.get(), ids);
    Begun begun = new Begun(asker, room);
    List<Object[]> plain = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (promised.get(i).equals(ids.get(i)) && wanted.get(i).isPlain()) {
        FirstRun first = first(connection, ids.get(i), wanted.get(i), begun);
        begun.add(first);
        plain.add(first.values(asker));
      }
    }
    Sql.batch(connection, FirstRun.INSERT_MANY, plain);
    for (int i = 0; i < ids.size(); i++) {
      if (promised.get(i).equals(ids.get(i)) && !wanted.get(i).isPlain()) {
        // One by one, as each may take the last place of an agent.
        begun.add(settle(connection, ids.get(i), wanted.get(i), begun));
      }
    }
    List<Task> tasks = TaskRows.inOrder(connection, promised);
    tx.afterCommit(() -> tell(begun, tasks));
    return tasks;
  }

  private static Task insert(Connection connection, FirstRun first, Asker asker)
      throws SQLException {
    return Sql.find(connection, FirstRun.INSERT, TaskRows::task, first.values(asker)).orElseThrow();
  }

  private FirstRun first(Connection connection, UUID id, TaskOrder order, Begun begun)
      throws SQLException {
    TaskStart start = start(connection, order);
    Blueprint blueprint = start.plan().blueprint();
    UUID pinned = begun.blueprints.get(blueprint);
    if (pinned == null) {
      pinned = blueprints.save(connection, blueprint);
    }
    // What an agent instance remembers is read when its task is claimed.
    boolean begins = start.reason() == null && order.config() == null;
    return new FirstRun(
        id, Ids.next(), order.task(), start, pinned, begins ? lease(begun.room) : null);
  }

  private static Room.Lease lease(Room room) {
    return room.lease().orElse(null);
  }

  private FirstRun settle(Connection connection, UUID id, TaskOrder order, Begun begun)
      throws SQLException {
    FirstRun first = first(connection, id, order, begun);
    Task created = insert(connection, first, begun.asker);
    RouteChoice choice = order.plan().choice();
    if (choice != null) {
      CallRows.insertNotes(connection, List.of(choice.note(created.createdAt(), id, null)));
    }
    if (first.start().place() != null) {
      Places.tell(connection, first.start().place(), id);
    }
    if (order.config() != null) {
      AssignedTasks.begin(connection, id, order.config(), order.seat());
    }
    return first;
  }

  /** What others have to know of tasks once they are committed. */
  private static final class Begun {
    private final Asker asker;
    private final Room room;
    private final Map<Blueprint, UUID> blueprints = new HashMap<>();
    private final Set<String> agents = new TreeSet<>();
    private final Map<UUID, FirstRun> running = new HashMap<>();
    private final List<UUID> ready = new ArrayList<>();
    private boolean waits;

    Begun(Asker asker, Room room) {
      this.asker = asker;
      this.room = room;
    }

    void add(FirstRun first) {
      TaskStart start = first.start();
      blueprints.put(start.plan().blueprint(), first.blueprint());
      if (start.place() != null) {
        agents.add(start.place().agent());
      }
      if (first.isBegun()) {
        running.put(first.id(), first);
      } else if (start.reason() == null) {
        ready.add(first.run());
      } else {
        waits = true;
      }
    }

    void launch(List<Task> tasks) {
      room.launch(
          tasks.stream()
              .filter(task -> running.containsKey(task.id()))
              .map(task -> running.get(task.id()).claimed(asker, task.startedAt()))
              .toList());
    }
  }

  private void tell(Begun begun, List<Task> tasks) {
    begun.launch(tasks);
    begun.blueprints.forEach((blueprint, id) -> blueprints.remember(id, blueprint));
    if (!begun.agents.isEmpty()) {
      loads.noteAgents(begun.agents);
    }
    if (begun.waits) {
      assigner.wake();
    }
    if (!begun.ready.isEmpty()) {
      queue.offer(begun.ready);
    }
    appended.fire(new EventsAppended());
  }

  private TaskStart start(Connection connection, TaskOrder order) throws SQLException {
    Wish wish = order.wish();
    if (wish == null) {
      return TaskStart.of(order);
    }
    Optional<Places.Place> place = places.take(connection, wish);
    if (place.isEmpty()) {
      return new TaskStart(order.plan(), wish, places.reason(wish), null);
    }
    Plan plan = wish.isNamed() ? order.plan() : definitions.planOfAgent(place.get().agent());
    return new TaskStart(plan, wish, null, place.get());
  }
}
