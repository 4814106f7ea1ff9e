package org.gamelan.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.UUID;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;

/** The events about what people are asked. They belong to their tasks as well. */
public final class ApprovalEvents {
  public static final String TOPIC = "approvals";

  private ApprovalEvents() {}

  static ObjectNode data(String stage, String status) {
    return Json.object().put("stage", stage).put("status", status);
  }

  /** Somebody is asked. */
  public static NewEvent requested(StageRun run, ApprovalAsk ask) {
    ObjectNode data = data(run.name(), "pending");
    data.put("kind", ask.kind().id());
    data.set("approvers", Json.tree(ask.approvers()));
    data.put("need", ask.need());
    data.put("shown", ApprovalAsk.hash(ask.content()));
    Duration expires = ask.expires();
    if (expires != null) {
      data.put("expiresIn", expires.toString());
      data.put("onExpiry", ask.onExpiry().id());
    }
    data.put("message", ask.reason(run.name()));
    return new NewEvent(TOPIC, "approval.requested", ask.id(), run.task(), data);
  }

  /**
   * Somebody said something that does not decide it yet.
   *
   * @param by who
   * @param missing how many more people have to approve
   */
  public static NewEvent voted(
      UUID approval, UUID task, String stage, String decision, String by, int missing) {
    ObjectNode data = data(stage, "pending");
    data.put("decision", decision).put("by", by).put("missing", missing);
    return new NewEvent(TOPIC, "approval.voted", approval, task, data);
  }

  /**
   * It is decided.
   *
   * @param by who, or null when its time was over
   */
  public static NewEvent decided(
      UUID approval, UUID task, String stage, String decision, String by) {
    ObjectNode data = data(stage, by == null ? "expired" : "decided");
    data.put("decision", decision);
    if (by != null) {
      data.put("by", by);
    }
    return new NewEvent(TOPIC, "approval.decided", approval, task, data);
  }

  /** Nobody decided in time, so others are asked. */
  public static NewEvent escalated(UUID approval, UUID task, String stage) {
    return new NewEvent(TOPIC, "approval.escalated", approval, task, data(stage, "pending"));
  }
}
