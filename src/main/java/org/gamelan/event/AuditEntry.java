package org.gamelan.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/**
 * Something the audit log is to keep.
 *
 * @param actor who: a person's name, {@code agent:NAME}, {@code stage:NAME} or {@code system}
 * @param task the task it belongs to, or null
 * @param stage the stage it belongs to, or null
 * @param action what was done: {@code tool.call}, {@code provider.changed} …
 * @param subject to what, by name or id; or null
 * @param verdict {@code allow}, {@code deny} or {@code ask} where there was a choice, else null
 * @param reason why, or null
 * @param details what else there is to tell; small, never a secret; or null
 */
public record AuditEntry(
    String actor,
    UUID task,
    String stage,
    String action,
    String subject,
    String verdict,
    String reason,
    JsonNode details) {
  public static final String SYSTEM = "system";

  /** Of something that was not in question. */
  public static AuditEntry of(String actor, String action, String subject, JsonNode details) {
    return new AuditEntry(actor, null, null, action, subject, null, null, details);
  }
}
