package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.BlueprintStore;
import org.gamelan.engine.Effect;
import org.gamelan.engine.Effects;
import org.gamelan.engine.RulesOfToday;
import org.gamelan.engine.StageQueue;
import org.gamelan.event.EventsAppended;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;

/**
 * Makes new tasks that begin in the middle of others: what was finished before a stage is taken
 * over, the rest is done anew.
 */
@ApplicationScoped
public class TaskForks {
  private final Database database;
  private final TaskQueries queries;
  private final CurrentPlans plans;
  private final BlueprintStore blueprints;
  private final RulesOfToday rules;
  private final TaskOverrides overrides;
  private final TaskLimit limit;
  private final Places places;
  private final Assigner assigner;
  private final Effects effects;
  private final StageQueue queue;
  private final Event<EventsAppended> appended;

  protected TaskForks() {
    this(null, null, null, null, null, null, null, null, null, null, null, null);
  }

  @Inject
  public TaskForks(
      Database database,
      TaskQueries queries,
      CurrentPlans plans,
      BlueprintStore blueprints,
      RulesOfToday rules,
      TaskOverrides overrides,
      TaskLimit limit,
      Places places,
      Assigner assigner,
      Effects effects,
      StageQueue queue,
      Event<EventsAppended> appended) {
    this.database = database;
    this.queries = queries;
    this.plans = plans;
    this.blueprints = blueprints;
    this.rules = rules;
    this.overrides = overrides;
    this.limit = limit;
    this.places = places;
    this.assigner = assigner;
    this.effects = effects;
    this.queue = queue;
    this.appended = appended;
  }

  /**
   * Forks a task. It may still be under way; it is not touched.
   *
   * @param by who asks for it
   * @param key the API key with which it is asked for, or nothing
   * @throws NotFoundException when there is no such task
   * @throws ConflictException when an agent instance does it, whose memory cannot be turned back
   * @throws InvalidInputException when it cannot begin with that stage or that input, or would take
   *     over what people decided on something else
   * @throws TooManyTasksException when the server is full
   */
  public Forked fork(UUID id, ForkOrder order, String by, Optional<UUID> key) {
    Task source = queries.require(id);
    if (source.instance() != null) {
      throw new ConflictException(
          "This task was done by an agent instance, which remembers it; make a new task of '%s'."
              .formatted(source.taskConfig()));
    }
    Blueprint pinned = queries.blueprint(id);
    Blueprint blueprint = order.current() ? plans.of(source, "definitions") : rules.over(pinned);
    ForkStart start = ForkStart.of(order, source, pinned, blueprint);
    if (!order.current()) {
      requireAgents(pinned, source, start);
    }
    limit.admit(1);
    overrides.seeUses();
    return database.inTransaction(
        tx -> {
          Connection connection = tx.connection();
          Optional<String> waits = waits(connection, source);
          UUID pin = blueprints.save(connection, blueprint);
          UUID fork = Ids.next();
          TaskFork rows = new TaskFork(connection, source, start);
          UUID run = rows.create(fork, pin, blueprint, waits.orElse(null), by, key);
          List<LeftOverride> left =
              overrides.takeOver(connection, source.id(), fork, blueprint, start, by);
          tx.afterCommit(() -> begun(pin, blueprint, run, waits.isPresent()));
          Task task = TaskRows.find(connection, fork).orElseThrow();
          return new Forked(task, effects.from(blueprint, start.stage()), left);
        });
  }

  private void requireAgents(Blueprint pinned, Task source, ForkStart start) {
    rules
        .refusal(pinned, source.pipeline(), start.stage())
        .ifPresent(
            reason -> {
              throw new InvalidInputException("definitions", reason);
            });
  }

  /** Why the fork of a task that an agent does alone has to wait, if it has to. */
  private Optional<String> waits(Connection connection, Task source) throws SQLException {
    if (source.wish() == null) {
      return Optional.empty();
    }
    Wish wish = Wish.named(source.agent());
    return places.take(connection, wish).isPresent()
        ? Optional.empty()
        : Optional.of(places.reason(wish));
  }

  private void begun(UUID pin, Blueprint blueprint, UUID run, boolean waits) {
    blueprints.remember(pin, blueprint);
    if (waits) {
      assigner.wake();
    } else {
      queue.offer(List.of(run));
    }
    appended.fire(new EventsAppended());
  }

  /**
   * What may happen outside once more when a task is done again from a stage on.
   *
   * @throws NotFoundException when there is no such task
   * @throws InvalidInputException when it has no such stage
   */
  public List<Effect> effects(UUID id, String stage) {
    Blueprint blueprint = queries.blueprint(id);
    ForkStart.requireStage(blueprint, stage);
    return effects.from(blueprint, stage);
  }

  /** The input that is stored with a fork, or null. */
  static JsonNode given(JsonNode input) {
    return input == null || input.isNull() ? null : input;
  }
}
