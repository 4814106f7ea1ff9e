package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.engine.ApprovalKind;
import org.gamelan.engine.ApprovalVerdict;
import org.gamelan.engine.ExpiryAction;
import org.gamelan.task.Approval;
import org.gamelan.task.ApprovalStatus;

/** A question to people as it is shown. */
@Schema(name = "Approval")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ApprovalView(
    UUID id,
    UUID task,
    String taskTitle,
    String requestedBy,
    String stage,
    UUID stageRun,
    int round,
    ApprovalKind kind,
    ApprovalStatus status,
    String shown,
    JsonNode content,
    List<String> approvers,
    int need,
    Instant askedAt,
    Instant expiresAt,
    ExpiryAction onExpiry,
    List<String> escalateTo,
    Instant escalatedAt,
    Instant decidedAt,
    String decision,
    JsonNode value,
    List<ApprovalVerdict.Vote> votes) {

  static ApprovalView of(Approval approval) {
    return new ApprovalView(
        approval.id(),
        approval.task(),
        approval.taskTitle(),
        approval.requestedBy(),
        approval.stage(),
        approval.run(),
        approval.round(),
        approval.kind(),
        approval.status(),
        approval.shown(),
        approval.content(),
        approval.approvers(),
        approval.need(),
        approval.askedAt(),
        approval.expiresAt(),
        approval.onExpiry(),
        approval.escalateTo(),
        approval.escalatedAt(),
        approval.decidedAt(),
        approval.decision(),
        approval.value(),
        approval.votes());
  }
}
