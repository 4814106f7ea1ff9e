package org.gamelan.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.json.Json;

/**
 * A row of the audit log.
 *
 * @param seq its place in the chain, from 1 without gaps
 * @param at when it was written, by the database's clock
 * @param actor who: a person's name, {@code agent:NAME}, {@code stage:NAME} or {@code system}
 * @param task the task it belongs to, or null
 * @param stage the stage it belongs to, or null
 * @param action what was done
 * @param subject to what, or null
 * @param verdict {@code allow}, {@code deny} or {@code ask} where there was a choice, else null
 * @param reason why, or null
 * @param details what else there is to tell, or null
 * @param former the hash of the row before; empty for the first
 * @param hash SHA-256 of the canonical form of all the others, as hex digits
 */
@Schema(name = "AuditRow")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditRow(
    long seq,
    Instant at,
    String actor,
    UUID task,
    String stage,
    String action,
    String subject,
    String verdict,
    String reason,
    JsonNode details,
    String former,
    String hash) {

  /** This row at its place in the chain. */
  AuditRow chained(long place, String before) {
    AuditRow placed =
        new AuditRow(
            place, at, actor, task, stage, action, subject, verdict, reason, details, before, null);
    return placed.withHash(placed.computedHash());
  }

  private AuditRow withHash(String computed) {
    return new AuditRow(
        seq, at, actor, task, stage, action, subject, verdict, reason, details, former, computed);
  }

  /** What the hash has to be. */
  String computedHash() {
    ObjectNode content = (ObjectNode) Json.tree(this);
    content.remove("hash");
    return HexFormat.of().formatHex(Json.hash(content));
  }
}
