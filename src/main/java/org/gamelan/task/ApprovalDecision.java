package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.ApprovalAsk;
import org.gamelan.engine.ApprovalContent;
import org.gamelan.engine.ApprovalEvents;
import org.gamelan.engine.ApprovalKind;
import org.gamelan.engine.ApprovalVerdict;
import org.gamelan.engine.Blueprint;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.platform.Sql;
import org.gamelan.security.Caller;

/** One person's decision on an approval, within the transaction that makes it true. */
final class ApprovalDecision {
  private static final String VOTE =
      """
      insert into approval_vote (approval_id, shown, voter, decision, comment, value)
      values (?, ?, ?, ?, ?, ?::json) on conflict do nothing
      """;

  private static final String END =
      """
      update approval set status = 'decided', decision = ?, value = ?::json,
        decided_at = clock_timestamp()
      where id = ?
      """;

  private final Connection connection;
  private final Blueprint blueprint;
  private final EngineConfig config;

  ApprovalDecision(Connection connection, Blueprint blueprint, EngineConfig config) {
    this.connection = connection;
    this.blueprint = blueprint;
    this.config = config;
  }

  /** Takes it; the runs that are ready now. The task is locked. */
  List<UUID> take(UUID task, Decision decision, Caller caller) throws SQLException {
    Approval approval = require(task, decision);
    approval
        .refusal(caller)
        .ifPresent(
            reason -> {
              throw new GamelanException(FailureKind.NOT_PERMITTED, reason);
            });
    if (!approval.shown().equals(decision.shown())) {
      throw new ConflictException(
          "What is shown at stage '"
              + approval.stage()
              + "' is not what you have read; read it again and decide on that.");
    }
    if (approval.expiresAt() != null && !approval.expiresAt().isAfter(now())) {
      throw new ConflictException(
          "The time to decide was over at %s; now happens what was declared for that: %s."
              .formatted(approval.expiresAt(), approval.onExpiry().id()));
    }
    if (approval.kind() == ApprovalKind.OUTPUT) {
      return give(approval, decision, caller);
    }
    if (approval.kind() == ApprovalKind.TOOL && decision.decision().equals(Decision.EDIT)) {
      throw new InvalidInputException(
          "decision", "must be approve or reject: a call is made as it is shown, or not at all");
    }
    return switch (decision.decision()) {
      case Decision.REJECT -> {
        vote(approval, approval.shown(), decision, caller);
        yield end(approval, Decision.REJECT, ApprovalContent.value(approval.content()), caller);
      }
      case Decision.EDIT -> edit(approval, decision, caller);
      default -> {
        vote(approval, approval.shown(), decision, caller);
        yield count(approval, caller);
      }
    };
  }

  private Instant now() throws SQLException {
    return Sql.find(connection, "select clock_timestamp() as now", row -> Sql.instant(row, "now"))
        .orElseThrow();
  }

  private Approval require(UUID task, Decision decision) throws SQLException {
    List<Approval> pending = ApprovalRows.lockPending(connection, task, decision.stage());
    if (!pending.isEmpty()) {
      return pending.stream()
          .filter(approval -> approval.shown().equals(decision.shown()))
          .findFirst()
          .orElse(pending.get(0));
    }
    Optional<Approval> latest = ApprovalRows.latest(connection, task, decision.stage());
    throw new ConflictException(
        latest
            .map(ApprovalDecision::over)
            .orElse("Stage '" + decision.stage() + "' does not wait for an approval."));
  }

  private static String over(Approval approval) {
    String what =
        approval.decision() == null ? approval.status().id() : "decided: " + approval.decision();
    return "Stage '%s' does not wait any more; it was %s at %s."
        .formatted(approval.stage(), what, approval.decidedAt());
  }

  private void vote(Approval approval, String shown, Decision decision, Caller caller)
      throws SQLException {
    int added =
        Sql.update(
            connection,
            VOTE,
            approval.id(),
            shown,
            caller.name(),
            decision.decision(),
            decision.comment(),
            decision.hasValue() ? Json.write(decision.value()) : null);
    if (added == 0) {
      throw new ConflictException(
          "You have said so already; %d different people have to approve."
              .formatted(approval.need()));
    }
  }

  /** A person gives the output in place of an answer that did not fit. */
  private List<UUID> give(Approval approval, Decision decision, Caller caller) throws SQLException {
    if (decision.decision().equals(Decision.REJECT)) {
      vote(approval, approval.shown(), decision, caller);
      return end(approval, Decision.REJECT, null, caller);
    }
    if (!decision.hasValue()) {
      throw new InvalidInputException(
          "decision", "must be edit, with the output as its value, or reject");
    }
    List<FieldError> errors = new ArrayList<>();
    ApprovalContent.outputSchema(blueprint, approval.stage())
        .ifPresent(schema -> check(schema, decision.value(), "value", errors));
    refuse(decision.value(), errors);
    vote(approval, approval.shown(), decision, caller);
    return end(approval, Decision.EDIT, decision.value(), caller);
  }

  /** What is shown becomes another, which others have to approve as well if several are needed. */
  private List<UUID> edit(Approval approval, Decision decision, Caller caller) throws SQLException {
    checkEdit(approval, decision.value());
    JsonNode content = ApprovalContent.edited(approval.content(), decision.value());
    String shown = ApprovalAsk.hash(content);
    Sql.update(
        connection,
        "update approval set content = ?::json, shown = ? where id = ?",
        Json.write(content),
        shown,
        approval.id());
    vote(approval, shown, decision, caller);
    Approval edited = ApprovalRows.find(connection, approval.id()).orElseThrow();
    return count(edited, caller);
  }

  private void checkEdit(Approval approval, JsonNode value) {
    List<FieldError> errors = new ArrayList<>();
    List<String> names = ApprovalContent.names(approval.content());
    if (names.size() == 1) {
      ApprovalContent.schema(blueprint, names.get(0))
          .ifPresent(schema -> check(schema, value, "value", errors));
    } else if (!value.isObject()) {
      errors.add(
          new FieldError("value", "must be an object with some of: " + String.join(", ", names)));
    } else {
      value
          .properties()
          .forEach(
              part -> {
                if (!names.contains(part.getKey())) {
                  errors.add(
                      new FieldError(
                          "value." + part.getKey(),
                          "is not shown here; shown: " + String.join(", ", names)));
                }
                ApprovalContent.schema(blueprint, part.getKey())
                    .ifPresent(
                        schema -> check(schema, part.getValue(), "value." + part.getKey(), errors));
              });
    }
    refuse(value, errors);
  }

  private static void check(
      JsonNode schema, JsonNode value, String field, List<FieldError> errors) {
    JsonSchema.compile(schema)
        .validate(value)
        .forEach(found -> errors.add(new FieldError(field + found.path(), found.message())));
  }

  private void refuse(JsonNode value, List<FieldError> errors) {
    if (Json.write(value).getBytes(StandardCharsets.UTF_8).length > config.maxOutputBytes()) {
      errors.add(new FieldError("value", "has more than " + config.maxOutputBytes() + " bytes"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
  }

  private List<UUID> count(Approval approval, Caller caller) throws SQLException {
    List<ApprovalVerdict.Vote> votes = ApprovalRows.votes(connection, approval);
    boolean edited = votes.stream().anyMatch(vote -> vote.decision().equals(Decision.EDIT));
    String decision = edited ? Decision.EDIT : Decision.APPROVE;
    int missing = approval.need() - votes.size();
    if (missing > 0) {
      tell(
          ApprovalEvents.voted(
              approval.id(),
              approval.task(),
              approval.stage(),
              votes.get(votes.size() - 1).decision(),
              caller.name(),
              missing));
      return List.of();
    }
    return end(approval, decision, ApprovalContent.value(approval.content()), caller);
  }

  private List<UUID> end(Approval approval, String decision, JsonNode value, Caller caller)
      throws SQLException {
    Sql.update(connection, END, decision, value == null ? null : Json.write(value), approval.id());
    List<WaitingSlots.Released> released =
        WaitingSlots.release(
            connection, List.of(approval.task()), List.of(approval.run()), "approval");
    if (released.isEmpty()) {
      throw new ConflictException("Stage '" + approval.stage() + "' does not wait any more.");
    }
    tell(
        ApprovalEvents.decided(
            approval.id(), approval.task(), approval.stage(), decision, caller.name()));
    return WaitingSlots.ready(released);
  }

  private void tell(NewEvent event) throws SQLException {
    EventLog.append(connection, List.of(event));
  }
}
