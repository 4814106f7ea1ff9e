package org.gamelan.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Which rows of the audit log are meant; what is null is not asked for.
 *
 * @param actor who, exactly
 * @param action what, exactly, or with {@code *} at the end what it begins with
 * @param task of which task
 * @param verdict {@code allow}, {@code deny} or {@code ask}
 * @param from the earliest time, inclusive
 * @param to the latest time, exclusive
 */
public record AuditFilter(
    String actor, String action, UUID task, String verdict, Instant from, Instant to) {
  public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null);

  /** The conditions as SQL, each with {@code and} before it; their values are added. */
  String conditions(List<Object> values) {
    List<String> conditions = new ArrayList<>();
    add(conditions, values, "actor = ?", actor);
    if (action != null && action.endsWith("*")) {
      String beginning = action.substring(0, action.length() - 1);
      add(conditions, values, "starts_with(action, ?)", beginning);
    } else {
      add(conditions, values, "action = ?", action);
    }
    add(conditions, values, "task_id = ?", task);
    add(conditions, values, "verdict = ?", verdict);
    add(conditions, values, "at >= ?", from);
    add(conditions, values, "at < ?", to);
    return String.join("", conditions);
  }

  private static void add(
      List<String> conditions, List<Object> values, String condition, Object value) {
    if (value != null) {
      conditions.add(" and " + condition);
      values.add(value);
    }
  }
}
