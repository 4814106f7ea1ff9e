package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.gamelan.engine.Plan;
import org.gamelan.engine.RouteChoice;
import org.gamelan.engine.StageQueue;
import org.gamelan.engine.TaskEvents;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.EventsAppended;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.provider.CallRows;

/** Creates tasks. Each call is one short transaction; wake-ups follow its commit. */
@ApplicationScoped
public class TaskCreation {
  /** How many tasks one request may ask for. */
  public static final int MOST = 100;

  private static final String TASK =
      """
      insert into task (id, title, description, input, complexity, priority, labels, deadline,
        source, pipeline, workflow, workflow_version, agent, blueprint_id, status, reason,
        wants, placed, created_by, key_id)
      values (?, ?, ?, ?::json, ?, ?, ?::jsonb, ?, ?::json, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String RUN =
      """
      insert into stage_work (slot, run_id, task_id, name, kind, status, waiting_for, priority,
        ready_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp())
      """;

  private static final String WORD =
      "insert into event (topic, type, subject, task_id, data) values (?, ?, ?, ?, ?::json)";

  /** A task, its first run and the word of it, at once. */
  private static final String INSERT =
      "with made as (%s returning %s), run as (%s), told as (%s) select * from made"
          .formatted(TASK, TaskRows.COLUMNS, RUN, WORD);

  /** The same for many in a row, which are read afterwards. */
  private static final String INSERT_MANY =
      "with made as (%s), run as (%s) %s".formatted(TASK, RUN, WORD);

  private final Database database;
  private final TaskOrders orders;
  private final Definitions definitions;
  private final BlueprintStore blueprints;
  private final TaskLimit limit;
  private final Places places;
  private final Assigner assigner;
  private final AgentLoads loads;
  private final StageQueue queue;
  private final Event<EventsAppended> appended;

  protected TaskCreation() {
    this(null, null, null, null, null, null, null, null, null, null);
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
    TaskOrder only = wanted.get(0);
    Optional<UUID> blueprint = blueprints.find(only.plan().blueprint());
    boolean plain =
        wanted.size() == 1 && idempotency.isEmpty() && blueprint.isPresent() && only.isPlain();
    return plain
        ? database.inOneStatement(
            tx -> {
              First first = new First(Ids.next(), Ids.next(), Start.of(only), blueprint.get());
              tx.afterCommit(() -> wake(List.of(first.run())));
              return Sql.query(
                  tx.connection(), INSERT, TaskRows::task, values(only.task(), first, asker));
            })
        : database.inTransaction(tx -> store(tx, wanted, asker, idempotency));
  }

  private List<Task> store(
      Database.Transaction tx,
      List<TaskOrder> wanted,
      Asker asker,
      Optional<Idempotency> idempotency)
      throws SQLException {
    Connection connection = tx.connection();
    List<UUID> ids = wanted.stream().map(order -> Ids.next()).toList();
    List<UUID> promised =
        idempotency.isEmpty() ? ids : IdempotencyRows.remember(connection, idempotency.get(), ids);
    Begun begun = new Begun();
    List<Object[]> plain = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (promised.get(i).equals(ids.get(i)) && wanted.get(i).isPlain()) {
        First first = first(connection, ids.get(i), wanted.get(i));
        begun.add(first);
        plain.add(values(wanted.get(i).task(), first, asker));
      }
    }
    Sql.batch(connection, INSERT_MANY, plain);
    for (int i = 0; i < ids.size(); i++) {
      if (promised.get(i).equals(ids.get(i)) && !wanted.get(i).isPlain()) {
        // One by one, as each may take the last place of an agent.
        begun.add(settle(connection, ids.get(i), wanted.get(i), asker));
      }
    }
    tx.afterCommit(() -> tell(begun));
    return TaskRows.inOrder(connection, promised);
  }

  private First first(Connection connection, UUID id, TaskOrder order) throws SQLException {
    Start start = start(connection, order);
    UUID blueprint = blueprints.save(connection, start.plan().blueprint());
    return new First(id, Ids.next(), start, blueprint);
  }

  private First settle(Connection connection, UUID id, TaskOrder order, Asker asker)
      throws SQLException {
    First first = first(connection, id, order);
    Object[] values = values(order.task(), first, asker);
    Task created = Sql.find(connection, INSERT, TaskRows::task, values).orElseThrow();
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
    private final Map<UUID, Blueprint> blueprints = new LinkedHashMap<>();
    private final Set<String> agents = new TreeSet<>();
    private final List<UUID> ready = new ArrayList<>();
    private boolean waits;

    void add(First first) {
      Start start = first.start();
      blueprints.put(first.blueprint(), start.plan().blueprint());
      if (start.place() != null) {
        agents.add(start.place().agent());
      }
      if (start.reason() == null) {
        ready.add(first.run());
      } else {
        waits = true;
      }
    }
  }

  private void tell(Begun begun) {
    begun.blueprints.forEach(blueprints::remember);
    if (!begun.agents.isEmpty()) {
      loads.noteAgents(begun.agents);
    }
    if (begun.waits) {
      assigner.wake();
    }
    wake(begun.ready);
  }

  private void wake(List<UUID> runs) {
    if (!runs.isEmpty()) {
      queue.offer(runs);
    }
    appended.fire(new EventsAppended());
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
    /** Nothing is asked for tasks that go through a workflow. */
    static Start of(TaskOrder order) {
      return new Start(order.plan(), null, null, null);
    }

    TaskStatus status() {
      return reason == null ? TaskStatus.QUEUED : TaskStatus.PENDING;
    }

    boolean isPlaced() {
      return wish != null && reason == null;
    }
  }

  private Start start(Connection connection, TaskOrder order) throws SQLException {
    Wish wish = order.wish();
    if (wish == null) {
      return Start.of(order);
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

  private static Object[] values(NewTask task, First first, Asker asker) {
    Start start = first.start();
    Plan plan = start.plan();
    String stage = plan.blueprint().start();
    boolean pending = start.status() == TaskStatus.PENDING;
    return new Object[] {
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
      Json.write(word(task, start, asker))
    };
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
}
