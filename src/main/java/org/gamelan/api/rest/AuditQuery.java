package org.gamelan.api.rest;

import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.gamelan.audit.AuditFilter;

/** The filters of the audit log. */
public class AuditQuery {
  private static final List<String> VERDICTS = List.of("allow", "deny", "ask");

  @QueryParam("actor")
  private String actor;

  @QueryParam("action")
  private String action;

  @QueryParam("task")
  private String task;

  @QueryParam("verdict")
  private String verdict;

  @QueryParam("from")
  private String from;

  @QueryParam("to")
  private String to;

  /** For JAX-RS. */
  public AuditQuery() {}

  AuditFilter filter() {
    String wanted = text(verdict);
    if (wanted != null && !VERDICTS.contains(wanted)) {
      throw RestException.malformed("verdict", "must be one of " + String.join(", ", VERDICTS));
    }
    Instant first = time("from", from);
    Instant end = time("to", to);
    Periods.check(first, end);
    return new AuditFilter(text(actor), text(action), id(text(task)), wanted, first, end);
  }

  private static String text(String given) {
    return given == null || given.isBlank() ? null : given.strip();
  }

  private static UUID id(String task) {
    try {
      return task == null ? null : UUID.fromString(task);
    } catch (IllegalArgumentException e) {
      throw RestException.malformed("task", "must be the id of a task");
    }
  }

  private static Instant time(String field, String given) {
    String text = text(given);
    return text == null ? null : Periods.time(field, text);
  }
}
