package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.gamelan.json.Json;

/**
 * A question to people, asked by a stage that ends its work for now.
 *
 * @param id the approval's id
 * @param kind what is asked for
 * @param content what is shown: an array of {@code {name, value}}
 * @param work what the stage had come to, kept for its end, or null
 * @param approvers roles or users who may decide
 * @param need how many different people have to approve
 * @param expires how long it waits, or null for ever
 * @param onExpiry what happens then
 * @param escalateTo roles or users who are asked then
 * @param call the number of the call it is about, or null when it is about the whole stage
 */
public record ApprovalAsk(
    UUID id,
    ApprovalKind kind,
    JsonNode content,
    JsonNode work,
    List<String> approvers,
    int need,
    Duration expires,
    ExpiryAction onExpiry,
    List<String> escalateTo,
    Integer call) {

  public ApprovalAsk {
    approvers = List.copyOf(approvers);
    escalateTo = List.copyOf(escalateTo);
  }

  /** About a whole stage. */
  public ApprovalAsk(
      UUID id,
      ApprovalKind kind,
      JsonNode content,
      JsonNode work,
      List<String> approvers,
      int need,
      Duration expires,
      ExpiryAction onExpiry,
      List<String> escalateTo) {
    this(id, kind, content, work, approvers, need, expires, onExpiry, escalateTo, null);
  }

  /** What a decision is bound to: SHA-256 of the canonical form of what is shown, as hex digits. */
  public static String hash(JsonNode content) {
    return HexFormat.of().formatHex(Json.hash(content));
  }

  /** One sentence for a person who wonders why the task waits. */
  String reason(String stage) {
    String what =
        switch (kind) {
          case APPROVAL -> "a decision on";
          case OUTPUT -> "an output of";
          case TOOL -> "the permission for a call in";
        };
    String people = need == 1 ? "" : need + " of ";
    return "Waits for %s stage '%s' by %s%s"
        .formatted(what, stage, people, String.join(" or ", approvers));
  }
}
