package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.ApprovalKind;
import org.gamelan.engine.ApprovalVerdict;
import org.gamelan.engine.ExpiryAction;
import org.gamelan.security.Caller;
import org.gamelan.security.Role;

/**
 * A question to people and what became of it.
 *
 * @param id its id
 * @param task the task that waits
 * @param taskTitle the task in one line
 * @param requestedBy who asked for the task
 * @param run the stage run that waits
 * @param stage its stage
 * @param round the stage's round, from 1
 * @param kind what is asked for
 * @param status where it stands
 * @param content what is shown: an array of {@code {name, value}}; null in lists
 * @param shown the hash of exactly that, which a decision has to name
 * @param approvers roles or users who may decide
 * @param need how many different people have to approve
 * @param askedAt when it was asked
 * @param expiresAt when its time is over, or null
 * @param onExpiry what happens then
 * @param escalateTo roles or users who are asked then
 * @param escalatedAt when it went to them, or null
 * @param decidedAt when it ended, or null
 * @param decision how it was decided, or null
 * @param value what was approved, or null; null in lists
 * @param votes what people said of what is shown now; empty in lists
 */
public record Approval(
    UUID id,
    UUID task,
    String taskTitle,
    String requestedBy,
    UUID run,
    String stage,
    int round,
    ApprovalKind kind,
    ApprovalStatus status,
    JsonNode content,
    String shown,
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

  Approval withVotes(List<ApprovalVerdict.Vote> said) {
    return new Approval(
        id,
        task,
        taskTitle,
        requestedBy,
        run,
        stage,
        round,
        kind,
        status,
        content,
        shown,
        approvers,
        need,
        askedAt,
        expiresAt,
        onExpiry,
        escalateTo,
        escalatedAt,
        decidedAt,
        decision,
        value,
        said);
  }

  public boolean isPending() {
    return status == ApprovalStatus.PENDING;
  }

  /** Why somebody may not decide this, if so. */
  public Optional<String> refusal(Caller caller) {
    if (!caller.role().covers(Role.OPERATOR)) {
      return Optional.of("Deciding takes the role operator.");
    }
    if (approvers.stream().noneMatch(approver -> isMeant(approver, caller))) {
      return Optional.of(
          "Stage '%s' is decided by %s, which you are not."
              .formatted(stage, String.join(" or ", approvers)));
    }
    if (kind == ApprovalKind.APPROVAL && caller.name().equalsIgnoreCase(requestedBy)) {
      return Optional.of(
          "You asked for this task, so somebody else has to decide on stage '" + stage + "'.");
    }
    return Optional.empty();
  }

  private static boolean isMeant(String approver, Caller caller) {
    return Role.find(approver)
        .map(role -> caller.role().covers(role))
        .orElseGet(() -> approver.equalsIgnoreCase(caller.name()));
  }
}
