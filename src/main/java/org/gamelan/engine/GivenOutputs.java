package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gamelan.agent.InvalidOutputException;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.json.RepairRung;
import org.gamelan.platform.Ids;
import org.gamelan.provider.TokenUsage;
import org.gamelan.security.Role;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;

/**
 * The last rung for an answer that does not fit, {@code then: approval}: a person gives the output
 * in its place, or rejects.
 */
final class GivenOutputs {
  static final String PERSON = "person";
  private static final String RAW = "rawOutput";
  private static final String REPAIRS = "repairs";
  private static final String TOKENS = "tokens";
  private static final String AGENT = "agent";

  private final ApprovalStore approvals;

  GivenOutputs(ApprovalStore approvals) {
    this.approvals = approvals;
  }

  /** What a person said to the question this run asked earlier. */
  Optional<StageOutcome> find(StageRun run, StageDefinition stage) {
    return asksPeople(stage)
        ? approvals.verdict(run.id()).map(verdict -> outcome(stage, verdict))
        : Optional.empty();
  }

  /** The question that an answer leads to that no earlier rung made fit. */
  static Optional<StageOutcome> ask(
      Claimed claimed, StageDefinition stage, InvalidOutputException failure) {
    StageRun run = claimed.run();
    if (!asksPeople(stage) || stage.retry().retries(failure.kind(), run.attempt())) {
      return Optional.empty();
    }
    ArrayNode content = Json.array();
    ApprovalContent.add(content, "problem", Json.tree(failure.getMessage()));
    ApprovalContent.add(content, "answer", Json.tree(String.valueOf(failure.rawOutput())));
    ApprovalContent.outputSchema(claimed.state().blueprint(), stage.name())
        .ifPresent(schema -> ApprovalContent.add(content, "schema", schema));
    String agent = claimed.agent() == null ? stage.agent() : claimed.agent();
    ObjectNode work = work(failure.rawOutput(), agent, failure.rungs(), failure.tokens());
    return Optional.of(
        StageOutcome.asked(
            new ApprovalAsk(
                Ids.next(),
                ApprovalKind.OUTPUT,
                content,
                work,
                List.of(Role.OPERATOR.id()),
                1,
                null,
                ExpiryAction.FAIL,
                List.of())));
  }

  /** What a stage had come to when it asked. */
  static ObjectNode work(String raw, String agent, List<RepairRung> rungs, TokenUsage tokens) {
    ObjectNode work = Json.object().put(RAW, raw).put(AGENT, agent);
    work.set(REPAIRS, Json.tree(rungs));
    work.set(TOKENS, Json.tree(tokens));
    return work;
  }

  private static boolean asksPeople(StageDefinition stage) {
    return stage.kind() != StageKind.APPROVAL && stage.onInvalidOutput().asksPeople();
  }

  private static StageOutcome outcome(StageDefinition stage, ApprovalVerdict verdict) {
    if (verdict.decision().equals(ApprovalVerdict.REJECT)) {
      String comment = verdict.comment() == null ? "" : ": " + verdict.comment();
      throw new GamelanException(
          FailureKind.REJECTED,
          "'%s' rejected the answer of stage '%s'%s"
              .formatted(verdict.by(), stage.name(), comment));
    }
    JsonNode work = verdict.work();
    List<RepairRung> rungs =
        new ArrayList<>(List.of(Json.as(work.path(REPAIRS), RepairRung[].class)));
    rungs.add(new RepairRung(PERSON, true, "given by " + verdict.by()));
    return new StageOutcome(
        StageStatus.SUCCEEDED,
        verdict.value(),
        work.path(RAW).asText(null),
        rungs,
        work.path(AGENT).asText(null),
        null,
        Json.as(work.path(TOKENS), TokenUsage.class),
        null,
        null,
        null);
  }
}
