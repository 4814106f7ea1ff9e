package org.gamelan.event;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** Writes the event log inside the writer's transaction and reads it in commit order. */
@ApplicationScoped
public class EventLog {
  private static final String INSERT =
      """
      insert into event (topic, type, subject, task_id, data)
      select topic, type, subject, task_id, data::json
      from unnest(?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::text[]) with ordinality
        as e (topic, type, subject, task_id, data, n)
      order by n
      """;

  private static final String COLUMNS =
      "tx::text::bigint as tx, seq, topic, type, at, subject, task_id, data";

  private static final String AFTER =
      " from event_log as event where (tx, seq) >= (?::text::xid8, ?) and tx <"
          + " pg_snapshot_xmin(pg_current_snapshot())";

  private static final String LATEST =
      "select "
          + COLUMNS
          + " from event_log as event where task_id = ? and (tx, seq) <= (?::text::xid8, ?)"
          + " and tx < pg_snapshot_xmin(pg_current_snapshot())"
          + " order by event.tx desc, event.seq desc limit ?";

  private Database database;

  public EventLog() {}

  @Inject
  public EventLog(Database database) {
    this.database = database;
  }

  /** Stores events; they exist once the transaction of the connection commits. */
  public static void append(Connection connection, Collection<NewEvent> events)
      throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    Columns columns = Columns.of(events);
    Sql.update(
        connection,
        INSERT,
        columns.topics,
        columns.types,
        columns.subjects,
        columns.tasks,
        columns.data);
    AuditInbox.follow(connection, events);
  }

  /** Events as parallel arrays, as {@code unnest} takes them. */
  private record Columns(
      String[] topics, String[] types, UUID[] subjects, UUID[] tasks, String[] data) {
    static Columns of(Collection<NewEvent> events) {
      List<List<NewEvent>> rows = EventParts.group(events);
      int size = rows.size();
      Columns columns =
          new Columns(
              new String[size], new String[size], new UUID[size], new UUID[size], new String[size]);
      for (int i = 0; i < size; i++) {
        List<NewEvent> row = rows.get(i);
        boolean single = row.size() == 1;
        NewEvent first = row.get(0);
        JsonNode data = single ? first.data() : EventParts.write(row);
        columns.topics[i] = first.topic();
        columns.types[i] = single ? first.type() : null;
        columns.subjects[i] = single ? first.subject() : null;
        columns.tasks[i] = first.task();
        columns.data[i] = data == null ? null : Json.write(data);
      }
      return columns;
    }
  }

  /** The era in force: positions of another one mean nothing. */
  int era() {
    return database.inTransaction(
        tx ->
            Sql.find(tx.connection(), "select era from installation", row -> row.getInt(1))
                .orElse(1));
  }

  /** The place behind everything that is visible now. */
  EventPosition end(int era) {
    return database.inTransaction(
        tx ->
            Sql.find(
                    tx.connection(),
                    "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
                    row -> new EventPosition(era, row.getLong(1), 0))
                .orElseThrow());
  }

  /** The events after a place, in order. Rows of transactions still open come later. */
  List<Event> after(EventPosition position, EventFilter filter, int max) {
    return database.inTransaction(tx -> after(tx.connection(), position, filter, max));
  }

  /**
   * A task's events, the oldest first.
   *
   * @param after id of the last one already seen, or null to begin with the first
   */
  public List<Event> ofTask(UUID task, String after, int max) {
    EventPosition from =
        after == null ? new EventPosition(0, 0, 0) : EventPosition.parse("cursor", after);
    EventPosition position = new EventPosition(era(), from.tx(), from.seq(), from.part());
    return after(position, EventFilter.ofTask(task), max);
  }

  /**
   * A task's events, the newest first.
   *
   * @param before id of the oldest one already seen, or null to begin with the newest
   */
  public List<Event> latestOfTask(UUID task, String before, int max) {
    EventPosition to =
        before == null
            ? new EventPosition(0, Long.MAX_VALUE, Long.MAX_VALUE)
            : EventPosition.parse("cursor", before);
    int era = era();
    EventPosition end = new EventPosition(era, to.tx(), to.seq(), to.part());
    return database.inTransaction(
        tx ->
            Sql.query(
                    tx.connection(),
                    LATEST,
                    row -> events(era, row),
                    task,
                    Long.toString(to.tx()),
                    to.seq(),
                    max + 1)
                .stream()
                .flatMap(
                    row ->
                        IntStream.range(0, row.size())
                            .map(i -> row.size() - 1 - i)
                            .mapToObj(row::get))
                .filter(event -> event.position().compareTo(end) < 0)
                .limit(max)
                .toList());
  }

  private static List<Event> after(
      Connection connection, EventPosition position, EventFilter filter, int max)
      throws SQLException {
    StringBuilder sql = new StringBuilder("select " + COLUMNS + AFTER);
    List<Object> values = new java.util.ArrayList<>();
    values.add(Long.toString(position.tx()));
    values.add(position.seq());
    if (filter.task() != null) {
      sql.append(" and task_id = ?");
      values.add(filter.task());
    }
    if (!filter.topics().isEmpty()) {
      sql.append(" and topic = any (?)");
      values.add(filter.topics().toArray(String[]::new));
    }
    sql.append(" order by event.tx, event.seq limit ?");
    // The row of the position may be read again: it may hold more than what was seen of it.
    values.add(max + 1);
    return Sql.query(
            connection, sql.toString(), row -> events(position.era(), row), values.toArray())
        .stream()
        .flatMap(List::stream)
        .filter(event -> event.position().compareTo(position) > 0)
        .limit(max)
        .toList();
  }

  private static List<Event> events(int era, ResultSet row) throws SQLException {
    String data = row.getString("data");
    JsonNode json = data == null ? null : Json.parseOwn(data);
    EventPosition position = new EventPosition(era, row.getLong("tx"), row.getLong("seq"));
    String topic = row.getString("topic");
    String type = row.getString("type");
    Instant at = Sql.instant(row, "at");
    UUID task = Sql.id(row, "task_id");
    return type == null
        ? EventParts.read(position, topic, at, task, json)
        : List.of(new Event(position, topic, type, at, Sql.id(row, "subject"), task, json));
  }
}
