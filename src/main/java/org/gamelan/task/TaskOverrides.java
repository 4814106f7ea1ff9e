package org.gamelan.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.BlueprintStore;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.Engine;
import org.gamelan.engine.StageQueue;
import org.gamelan.engine.TaskEvents;
import org.gamelan.engine.TaskOverride.Kind;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.EventLog;
import org.gamelan.event.EventsAppended;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.provider.CallLedger;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;

/**
 * What people decide for stages of single tasks. It counts from the next run of the stage on; what
 * runs already comes to its end as it began. A task that has any is marked, and so are its places,
 * so that each hop looks again.
 */
@ApplicationScoped
public class TaskOverrides {
  /** How many may count for one task. */
  static final int MOST = 50;

  private static final int TRIES = 3;

  private static final String SELECT =
      """
      select o.id, o.task_id, o.kind, o.stage, o.agent, o.value, o.reason, o.created_by, o.created_at, o.expires_at,
        count(r.at)::int as uses, max(r.at) as used_at
      from task_override o left join routing r on r.override_id = o.id
      where o.task_id = ? and o.removed_at is null
        and (o.expires_at is null or o.expires_at > clock_timestamp())
      group by o.id order by o.id limit ?
      """;

  /** What sent on a run that a fork took over was used there. */
  private static final String OF_ORIGIN =
      """
      select o.kind, o.stage, o.agent, o.value, o.reason, o.expires_at from task_override o
      where o.task_id = ? and o.removed_at is null
        and (o.expires_at is null or o.expires_at > clock_timestamp())
        and not (o.kind = 'next' and exists (select from routing r
          join stage_run s on s.copied_from = r.stage_run_id
          where r.override_id = o.id and s.task_id = ?))
      order by o.id limit ?
      """;

  private static final String REMOVE =
      """
      update task_override set removed_by = ?, removed_at = clock_timestamp()
      where task_id = ? and removed_at is null and
      """;

  private final Database database;
  private final BlueprintStore blueprints;
  private final OverrideChecks checks;
  private final CallLedger ledger;
  private final ChosenPlaces places;
  private final StageQueue queue;
  private final AgentLoads loads;
  private final Engine engine;
  private final Event<EventsAppended> appended;

  protected TaskOverrides() {
    this(null, null, null, null, null, null, null, null, null);
  }

  @Inject
  public TaskOverrides(
      Database database,
      BlueprintStore blueprints,
      OverrideChecks checks,
      CallLedger ledger,
      ChosenPlaces places,
      StageQueue queue,
      AgentLoads loads,
      Engine engine,
      Event<EventsAppended> appended) {
    this.database = database;
    this.blueprints = blueprints;
    this.checks = checks;
    this.ledger = ledger;
    this.places = places;
    this.queue = queue;
    this.loads = loads;
    this.engine = engine;
    this.appended = appended;
  }

  /**
   * Those that count for a task, in the order they were made.
   *
   * @throws NotFoundException when there is no such task
   */
  public List<GivenOverride> of(UUID task) {
    ledger.flush();
    return database.inTransaction(
        tx -> {
          if (TaskRows.find(tx.connection(), task).isEmpty()) {
            throw new NotFoundException("task", task);
          }
          return all(tx.connection(), task);
        });
  }

  private static List<GivenOverride> all(Connection connection, UUID task) throws SQLException {
    return Sql.query(connection, SELECT, TaskOverrides::override, task, MOST);
  }

  private static GivenOverride override(ResultSet row) throws SQLException {
    return new GivenOverride(
        Sql.id(row, "id"),
        Sql.id(row, "task_id"),
        row.getString("kind"),
        row.getString("stage"),
        row.getString("agent"),
        Json.parseOwn(row.getString("value")),
        row.getString("reason"),
        row.getString("created_by"),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "expires_at"),
        row.getInt("uses"),
        Sql.instant(row, "used_at"));
  }

  /**
   * Decides something for a stage; an earlier one of the same kind for that stage counts no more. A
   * waiting task is given to the agent that is decided for it, at once.
   *
   * @throws org.gamelan.failure.InvalidInputException naming every field that does not fit
   * @throws ConflictException when the task has ended, its pipeline is still to be chosen, there
   *     are too many, or the agent has no room for a waiting task
   */
  public GivenOverride create(UUID id, OverrideDraft draft, String by) {
    for (int i = 0; i < TRIES; i++) {
      Optional<GivenOverride> made = database.inTransaction(tx -> create(tx, id, draft, by));
      if (made.isPresent()) {
        return made.get();
      }
      places.catchUp();
    }
    throw new ConflictException("Agents are being changed just now; try again in a moment.");
  }

  /** Nothing when administrators have decided something that is not in force here yet. */
  private Optional<GivenOverride> create(
      Database.Transaction tx, UUID id, OverrideDraft given, String by) throws SQLException {
    Connection connection = tx.connection();
    boolean waited = TaskRows.find(connection, id).filter(ChosenPlaces::isWaiting).isPresent();
    if (waited && given.chosen().isPresent() && !places.hold(connection, given.chosen().get())) {
      return Optional.empty();
    }
    Task task = lock(connection, id);
    boolean assigns = given.chosen().isPresent() && ChosenPlaces.isWaiting(task);
    if (assigns != (waited && given.chosen().isPresent())) {
      throw new ConflictException(
          "The task became %s meanwhile; look at it again.".formatted(task.status().id()));
    }
    boolean alone = given.stage() == null && task.wish() != null;
    OverrideDraft draft = alone ? given.at(Definitions.ANSWER) : given;
    Blueprint blueprint = blueprint(connection, id);
    Kind kind = checks.check(draft, task, blueprint);
    GivenOverride made = put(connection, id, kind, draft, by);
    if (assigns) {
      String agent = given.chosen().get();
      ChosenPlaces.Choice choice = new ChosenPlaces.Choice(made.id(), draft.reason(), by);
      List<UUID> runs = places.give(connection, task, blueprint, agent, choice);
      tx.afterCommit(
          () -> {
            queue.offer(runs);
            loads.noteAgents(List.of(agent));
          });
    } else {
      mark(connection, id);
    }
    tx.afterCommit(() -> announce(id));
    return Optional.of(find(connection, id, made.id()));
  }

  private static GivenOverride put(
      Connection connection, UUID id, Kind kind, OverrideDraft draft, String by)
      throws SQLException {
    Sql.update(
        connection,
        REMOVE + " kind = ? and stage = ? and agent is not distinct from ?",
        by,
        id,
        kind.id(),
        draft.stage(),
        draft.agent());
    if (all(connection, id).size() >= MOST) {
      throw new ConflictException(
          "There are " + MOST + " overrides of this task already; remove one first.");
    }
    GivenOverride made = find(connection, id, insert(connection, id, draft, by));
    tell(connection, "override.created", made, by);
    return made;
  }

  private static GivenOverride find(Connection connection, UUID task, UUID override)
      throws SQLException {
    return all(connection, task).stream()
        .filter(each -> each.id().equals(override))
        .findFirst()
        .orElseThrow();
  }

  private static UUID insert(Connection connection, UUID task, OverrideDraft draft, String by)
      throws SQLException {
    UUID override = Ids.next();
    Sql.update(
        connection,
        """
        insert into task_override (id, task_id, kind, stage, agent, value, reason, created_by,
          expires_at)
        values (?, ?, ?, ?, ?, ?::json, ?, ?, ?)
        """,
        override,
        task,
        draft.kind(),
        draft.stage(),
        draft.agent(),
        Json.write(draft.value()),
        draft.reason().strip(),
        by,
        draft.expiresAt());
    return override;
  }

  /** Has everything stored that was used so far. */
  void seeUses() {
    ledger.flush();
  }

  /**
   * Has what counts for a task count for its fork, too, as far as it fits and was not used by what
   * the fork took over.
   *
   * @param by who forks, and so decides it for the fork
   * @return what does not fit
   */
  List<LeftOverride> takeOver(
      Connection connection,
      UUID origin,
      UUID fork,
      Blueprint blueprint,
      ForkStart start,
      String by)
      throws SQLException {
    List<OverrideDraft> drafts =
        Sql.query(connection, OF_ORIGIN, TaskOverrides::draft, origin, fork, MOST);
    Task task = TaskRows.find(connection, fork).orElseThrow();
    List<LeftOverride> left = new ArrayList<>();
    for (OverrideDraft draft : drafts) {
      Optional<String> fault = fault(draft, task, blueprint, start);
      if (fault.isPresent()) {
        left.add(new LeftOverride(draft.kind(), draft.stage(), fault.get()));
      } else {
        insert(connection, fork, draft, by);
      }
    }
    if (left.size() < drafts.size()) {
      mark(connection, fork);
      for (GivenOverride made : all(connection, fork)) {
        tell(connection, "override.created", made, by);
      }
    }
    return left;
  }

  private static OverrideDraft draft(ResultSet row) throws SQLException {
    return new OverrideDraft(
        row.getString("kind"),
        row.getString("stage"),
        row.getString("agent"),
        Json.parseOwn(row.getString("value")),
        row.getString("reason"),
        Sql.instant(row, "expires_at"));
  }

  private Optional<String> fault(
      OverrideDraft draft, Task fork, Blueprint blueprint, ForkStart start) {
    StageDefinition stage = blueprint.stages().get(draft.stage());
    boolean input = draft.kind().equals(Kind.INPUT.id());
    if (input && start.changed() && stage != null && stage.kind() == StageKind.INPUT) {
      return Optional.of("the fork has an input of its own");
    }
    try {
      checks.check(draft, fork, blueprint);
      return Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Takes one back; what has begun under it goes on.
   *
   * @throws NotFoundException when it does not count, or does not exist
   */
  public void remove(UUID task, UUID override, String by) {
    database.inTransaction(
        tx -> {
          Connection connection = tx.connection();
          lockRow(connection, task);
          GivenOverride gone =
              all(connection, task).stream()
                  .filter(each -> each.id().equals(override))
                  .findFirst()
                  .orElseThrow(() -> new NotFoundException("override", override));
          Sql.update(connection, REMOVE + " id = ?", by, task, override);
          mark(connection, task);
          tell(connection, "override.removed", gone, by);
          tx.afterCommit(() -> announce(task));
          return gone;
        });
  }

  private void announce(UUID task) {
    engine.overridden(task);
    appended.fire(new EventsAppended());
  }

  private static Task lock(Connection connection, UUID id) throws SQLException {
    lockRow(connection, id);
    Task task = TaskRows.find(connection, id).orElseThrow(() -> new NotFoundException("task", id));
    if (task.status() == TaskStatus.SUCCEEDED || task.status() == TaskStatus.CANCELLED) {
      throw new ConflictException(
          "The task is " + task.status().id() + "; there is nothing left to decide.");
    }
    if (Definitions.ROUTING.equals(task.workflow())) {
      throw new ConflictException(
          "Its pipeline is being chosen; its stages are known in a moment.");
    }
    return task;
  }

  private static void lockRow(Connection connection, UUID id) throws SQLException {
    String sql = "select from task where id = ? for no key update";
    if (Sql.find(connection, sql, row -> true, id).isEmpty()) {
      throw new NotFoundException("task", id);
    }
  }

  private Blueprint blueprint(Connection connection, UUID task) throws SQLException {
    UUID id =
        Sql.find(
                connection,
                "select blueprint_id from task where id = ?",
                row -> Sql.id(row, "blueprint_id"),
                task)
            .orElseThrow();
    return blueprints.require(connection, id);
  }

  /** Has every place of the task look again before it goes on. */
  private static void mark(Connection connection, UUID task) throws SQLException {
    Sql.update(
        connection, "update task set overridden = true, version = version + 1 where id = ?", task);
    Sql.update(connection, "update stage_work set overridden = true where task_id = ?", task);
  }

  private static void tell(Connection connection, String type, GivenOverride made, String by)
      throws SQLException {
    ObjectNode data = Json.object().put("kind", made.kind()).put("stage", made.stage());
    if (made.value().isTextual()) {
      data.set("value", made.value());
    }
    data.put("reason", made.reason()).put("by", by);
    EventLog.append(
        connection, List.of(new NewEvent(TaskEvents.TOPIC, type, made.id(), made.task(), data)));
  }
}
