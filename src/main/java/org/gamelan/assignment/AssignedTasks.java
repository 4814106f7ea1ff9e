package org.gamelan.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.ConflictException;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;

/** What instances are told of their tasks, within the transactions that begin and end these. */
public final class AssignedTasks {
  private static final String COUNT =
      """
      update agent_instance i set succeeded = i.succeeded + e.succeeded,
        failed = i.failed + e.failed, cancelled = i.cancelled + e.cancelled,
        state = e.state::json, last_active_at = clock_timestamp()
      from unnest(?::uuid[], ?::int8[], ?::int8[], ?::int8[], ?::text[])
        as e (id, succeeded, failed, cancelled, state)
      where i.id = e.id
      """;

  private static final String REMEMBER =
      """
      insert into memory_entry (id, scope, owner, key, value, agent)
      select gen_random_uuid(), 'agent', i.id::text, k.key, k.value, i.agent
      from unnest(?::uuid[], ?::text[], ?::text[]) as e (id, input, output)
        join agent_instance i on i.id = e.id
        cross join lateral (values ('runs', i.succeeded::text), ('lastInput', e.input),
          ('lastOutput', e.output)) as k (key, value)
      on conflict (scope, owner, key) where key is not null do update
        set value = excluded.value, updated_at = clock_timestamp(), expires_at = null,
          version = memory_entry.version + 1
      """;

  private AssignedTasks() {}

  /**
   * A task that came to an end.
   *
   * @param id its id
   * @param status {@code succeeded}, {@code failed} or {@code cancelled}
   * @param input its input, or null
   * @param output what came out of it; null unless it succeeded
   */
  public record Ended(UUID id, String status, JsonNode input, JsonNode output) {}

  /**
   * Notes of a new task what it is made of.
   *
   * @param config the task config's name
   * @param seat where it is done, if at an instance
   * @throws ConflictException when the assignment takes no tasks any more
   */
  public static void begin(Connection connection, UUID task, String config, Optional<Seat> seat)
      throws SQLException {
    Sql.update(
        connection,
        "update task set task_config = ?, assignment_id = ?, instance_id = ? where id = ?",
        config,
        seat.map(Seat::assignment).orElse(null),
        seat.map(Seat::instance).orElse(null),
        task);
    if (seat.isPresent()) {
      take(connection, seat.get());
    }
  }

  private static void take(Connection connection, Seat seat) throws SQLException {
    String sql =
        "select id from agent_assignment where id = ? and retiring_since is null for share";
    if (Sql.find(connection, sql, row -> Sql.id(row, "id"), seat.assignment()).isEmpty()) {
      throw new ConflictException(
          "The assignment of this task config to '%s' was removed meanwhile; ask again."
              .formatted(seat.agent()));
    }
    Sql.update(
        connection,
        "update agent_instance set last_active_at = clock_timestamp() where id = ?",
        seat.instance());
    EventLog.append(connection, List.of(changed(seat.instance(), seat.agent(), "busy")));
  }

  /** An instance whose tasks ended together. */
  private record Place(UUID instance, UUID assignment, String agent) {}

  /**
   * Counts tasks that have ended in this transaction, remembers what came out of them, and takes
   * instances away that only waited for them. Tasks without an instance are passed over.
   */
  public static void ended(Connection connection, List<Ended> tasks) throws SQLException {
    if (tasks.isEmpty()) {
      return;
    }
    Map<UUID, Place> places = lock(connection, tasks);
    Map<Place, List<Ended>> byPlace = new LinkedHashMap<>();
    for (Ended task : tasks) {
      Place place = places.get(task.id());
      if (place != null) {
        byPlace.computeIfAbsent(place, key -> new ArrayList<>()).add(task);
      }
    }
    if (!byPlace.isEmpty()) {
      count(connection, byPlace);
      remember(connection, byPlace);
      UUID[] assignments = ids(byPlace.keySet(), Place::assignment);
      List<UUID> gone = AssignmentRows.removeRetired(connection, assignments);
      tell(connection, byPlace.keySet(), gone);
    }
  }

  /** The instances of tasks, by task; their assignments are locked, always in the same order. */
  private static Map<UUID, Place> lock(Connection connection, List<Ended> tasks)
      throws SQLException {
    UUID[] ids = ids(tasks, Ended::id);
    Sql.query(
        connection,
        """
        select id from agent_assignment
        where id in (select assignment_id from task where id = any (?))
        order by id for no key update
        """,
        row -> Sql.id(row, "id"),
        (Object) ids);
    Map<UUID, Place> places = new HashMap<>();
    Sql.query(
        connection,
        """
        select t.id as task_id, i.id, i.assignment_id, i.agent
        from task t join agent_instance i on i.id = t.instance_id where t.id = any (?)
        """,
        row ->
            places.put(
                Sql.id(row, "task_id"),
                new Place(Sql.id(row, "id"), Sql.id(row, "assignment_id"), row.getString("agent"))),
        (Object) ids);
    return places;
  }

  private static <T> UUID[] ids(Collection<T> all, Function<T, UUID> id) {
    return all.stream().map(id).toArray(UUID[]::new);
  }

  private static void count(Connection connection, Map<Place, List<Ended>> byPlace)
      throws SQLException {
    Sql.update(
        connection,
        COUNT,
        ids(byPlace.keySet(), Place::instance),
        numbers(byPlace, "succeeded"),
        numbers(byPlace, "failed"),
        numbers(byPlace, "cancelled"),
        byPlace.values().stream().map(AssignedTasks::state).toArray(String[]::new));
  }

  private static Long[] numbers(Map<Place, List<Ended>> byPlace, String status) {
    return byPlace.values().stream()
        .map(tasks -> tasks.stream().filter(task -> task.status().equals(status)).count())
        .toArray(Long[]::new);
  }

  private static String state(List<Ended> tasks) {
    Ended last = tasks.get(tasks.size() - 1);
    return Json.write(
        Json.object().put("lastTask", last.id().toString()).put("lastStatus", last.status()));
  }

  private static void remember(Connection connection, Map<Place, List<Ended>> byPlace)
      throws SQLException {
    List<UUID> instances = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    byPlace.forEach(
        (place, tasks) ->
            tasks.stream()
                .filter(task -> task.status().equals("succeeded"))
                .reduce((first, second) -> second)
                .ifPresent(
                    last -> {
                      instances.add(place.instance());
                      inputs.add(InstanceMemory.stored(last.input()));
                      outputs.add(InstanceMemory.stored(last.output()));
                    }));
    if (!instances.isEmpty()) {
      Sql.update(
          connection,
          REMEMBER,
          instances.toArray(UUID[]::new),
          inputs.toArray(String[]::new),
          outputs.toArray(String[]::new));
    }
  }

  private static void tell(Connection connection, Collection<Place> places, List<UUID> gone)
      throws SQLException {
    Set<UUID> busy = InstanceRows.busy(connection, ids(places, Place::instance));
    List<NewEvent> events = new ArrayList<>();
    for (Place place : places) {
      String status = busy.contains(place.instance()) ? "busy" : "idle";
      events.add(
          changed(
              place.instance(),
              place.agent(),
              gone.contains(place.assignment()) ? "gone" : status));
    }
    EventLog.append(connection, events);
  }

  private static NewEvent changed(UUID instance, String agent, String status) {
    return new NewEvent(
        AssignmentRows.TOPIC,
        "instance.changed",
        instance,
        null,
        Json.object().put("agent", agent).put("status", status));
  }
}
