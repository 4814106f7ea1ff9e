package org.gamelan.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.gamelan.json.Json;

/**
 * Events that share a row of the log: those that one transaction tells of one task. Each has a
 * place of its own, counted from 1 within the row.
 */
public final class EventParts {
  /**
   * For statements that look for events without having them read into memory: after a transaction,
   * a row of it, with the topic and the most rows to read, {@code event_row (tx, seq, …)} has those
   * rows of the log that are visible to everybody, and {@code event_part (task_id, type, subject,
   * data)} what they tell.
   */
  public static final String ROWS_AND_PARTS =
      """
      event_row as materialized (
        select tx, seq, type, subject, task_id, data from event_log as event
        where (tx, seq) > (?::text::xid8, ?) and tx < pg_snapshot_xmin(pg_current_snapshot())
          and topic = ?
        order by event.tx, event.seq limit ?),
      event_part as (
        select task_id, type, subject, data from event_row where type is not null
        union all
        select r.task_id, p ->> 'type', coalesce((p ->> 'subject')::uuid, r.task_id), p -> 'data'
        from event_row r,
          json_array_elements(case when r.type is null then r.data else '[]' end) p)
      """;

  private static final String TYPE = "type";
  private static final String SUBJECT = "subject";
  private static final String DATA = "data";

  private EventParts() {}

  /** The events as the data of their row. */
  public static JsonNode write(Collection<NewEvent> events) {
    ArrayNode parts = Json.array();
    for (NewEvent event : events) {
      ObjectNode part = parts.addObject().put(TYPE, event.type());
      if (event.subject() != null && !event.subject().equals(event.task())) {
        part.put(SUBJECT, event.subject().toString());
      }
      if (event.data() != null) {
        part.set(DATA, event.data());
      }
    }
    return parts;
  }

  /** The events of one row, in order. */
  static List<Event> read(EventPosition row, String topic, Instant at, UUID task, JsonNode parts) {
    List<Event> events = new ArrayList<>(parts.size());
    for (JsonNode part : parts) {
      JsonNode subject = part.get(SUBJECT);
      events.add(
          new Event(
              row.part(events.size() + 1),
              topic,
              part.get(TYPE).asText(),
              at,
              subject == null ? task : UUID.fromString(subject.asText()),
              task,
              part.get(DATA)));
    }
    return events;
  }

  /** Events in their order, those that may share a row together. */
  static List<List<NewEvent>> group(Collection<NewEvent> events) {
    List<List<NewEvent>> groups = new ArrayList<>();
    NewEvent before = null;
    for (NewEvent event : events) {
      boolean same =
          before != null
              && event.task() != null
              && Objects.equals(event.task(), before.task())
              && event.topic().equals(before.topic());
      if (!same) {
        groups.add(new ArrayList<>(2));
      }
      groups.get(groups.size() - 1).add(event);
      before = event;
    }
    return groups;
  }
}
