package org.gamelan.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;

/**
 * Writes what the audit log is to keep inside the writer's transaction. What people change tells
 * events anyway, so those are taken from there.
 */
public final class AuditInbox {
  private static final int LONGEST_TEXT = 1_000;

  private static final String INSERT =
      """
      insert into audit_pending (actor, task_id, stage, action, subject, verdict, reason, details)
      select actor, task_id, stage, action, subject, verdict, reason, details::json
      from unnest(?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
        ?::text[]) with ordinality
        as e (actor, task_id, stage, action, subject, verdict, reason, details, n)
      order by n
      """;

  /** What belongs to administration, by the beginnings of the types of its events. */
  private static final Set<String> ADMINISTRATION =
      Set.of(
          "provider",
          "model",
          "budget",
          "agent",
          "assignment",
          "task-config",
          "override",
          "memory",
          "manifest");

  /** What people say to tasks. */
  private static final Set<String> DECISIONS =
      Set.of("approval.decided", "approval.voted", "approval.escalated", "stage.decided");

  /** News of the server about itself. */
  private static final Set<String> NEWS = Set.of("provider.validated", "provider.validating");

  private AuditInbox() {}

  /** Stores entries; they exist once the transaction of the connection commits. */
  public static void append(Connection connection, Collection<AuditEntry> entries)
      throws SQLException {
    if (entries.isEmpty()) {
      return;
    }
    List<AuditEntry> rows = List.copyOf(entries);
    int size = rows.size();
    String[] actors = new String[size];
    UUID[] tasks = new UUID[size];
    String[] stages = new String[size];
    String[] actions = new String[size];
    String[] subjects = new String[size];
    String[] verdicts = new String[size];
    String[] reasons = new String[size];
    String[] details = new String[size];
    for (int i = 0; i < size; i++) {
      AuditEntry row = rows.get(i);
      actors[i] = clean(row.actor());
      tasks[i] = row.task();
      stages[i] = clean(row.stage());
      actions[i] = clean(row.action());
      subjects[i] = clean(row.subject());
      verdicts[i] = row.verdict();
      reasons[i] = clean(row.reason());
      details[i] = row.details() == null ? null : Json.write(row.details());
    }
    Sql.update(
        connection, INSERT, actors, tasks, stages, actions, subjects, verdicts, reasons, details);
  }

  /** Takes over those events that tell what people did. */
  static void follow(Connection connection, Collection<NewEvent> events) throws SQLException {
    List<AuditEntry> entries = new ArrayList<>(0);
    for (NewEvent event : events) {
      entry(event).ifPresent(entries::add);
    }
    append(connection, entries);
  }

  static Optional<AuditEntry> entry(NewEvent event) {
    String type = event.type();
    if (type == null || NEWS.contains(type)) {
      return Optional.empty();
    }
    JsonNode data = event.data() == null ? Json.object() : event.data();
    if (DECISIONS.contains(type)) {
      String by = data.path("by").asText(AuditEntry.SYSTEM);
      return Optional.of(of(event, by, data.path("stage").asText(null), data));
    }
    if (event.task() != null) {
      return isSteered(type, data)
          ? Optional.of(of(event, data.path("by").asText(), data.path("stage").asText(null), data))
          : Optional.empty();
    }
    boolean administration = ADMINISTRATION.contains(type.substring(0, type.indexOf('.')));
    return administration
        ? Actor.current().map(actor -> of(event, actor, null, data))
        : Optional.empty();
  }

  /** A new task has a row of its own; a fork takes what others did over, and so is told here. */
  private static boolean isSteered(String type, JsonNode data) {
    boolean another = !type.equals("task.created") || data.has("forkedFrom");
    return data.path("by").isTextual()
        && another
        && (type.startsWith("task.") || type.startsWith("override."));
  }

  private static AuditEntry of(NewEvent event, String actor, String stage, JsonNode data) {
    String subject = data.path("name").asText(null);
    if (subject == null && event.subject() != null) {
      subject = event.subject().toString();
    }
    String reason = data.path("comment").asText(data.path("reason").asText(null));
    return new AuditEntry(
        actor, event.task(), stage, event.type(), subject, verdict(data), reason, data);
  }

  private static String verdict(JsonNode data) {
    return switch (data.path("decision").asText("")) {
      case "approve", "edit" -> "allow";
      case "reject" -> "deny";
      default -> null;
    };
  }

  /** Others may have chosen the text: as much as can be stored, and no more than is of use. */
  private static String clean(String text) {
    if (text == null) {
      return null;
    }
    String storable = text.replace('\u0000', '\uFFFD');
    return storable.length() <= LONGEST_TEXT ? storable : storable.substring(0, LONGEST_TEXT) + "…";
  }
}
