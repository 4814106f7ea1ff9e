package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.agent.AgentRuntime;
import org.gamelan.agent.InvalidOutputException;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FailureSignature;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.json.RepairRung;
import org.gamelan.provider.CallLedger;
import org.gamelan.provider.ModelAnswer;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.Models;
import org.gamelan.provider.TokenUsage;
import org.gamelan.workflow.StageKind;

/**
 * The outside of a task as it was recorded: its models, tools and people answer once more what they
 * answered then, and nothing else. Used by one thread.
 */
final class Recording implements RunCalls, ApprovalStore {
  /** What can be asked anew, so that a recorded failure of this kind is none of the outside's. */
  private static final FailureKind OWN = FailureKind.BAD_EXPRESSION;

  private static final String GIVEN_BY = "given by ";

  private final Map<UUID, Map<Integer, JsonNode>> calls;
  private RecordedRun current;
  private boolean answered;

  /**
   * @param calls the finished calls inside runs, by run and number
   */
  Recording(Map<UUID, Map<Integer, JsonNode>> calls) {
    this.calls = calls;
  }

  /** Turns to another run. */
  void turnTo(RecordedRun run) {
    current = run;
    answered = false;
  }

  /** Models that answer what is recorded. */
  Models models() {
    return new Models() {
      @Override
      public ModelAnswer call(ModelRequest request) {
        return answer(request.origin().agent());
      }
    };
  }

  /** The last answer of a turn; those before it are among the calls. */
  private ModelAnswer answer(String agent) {
    if (current.kind() != StageKind.AGENT) {
      memberFailed(agent);
    }
    boolean told = current.kind() == StageKind.AGENT && current.rawOutput() != null;
    if (!told || answered) {
      throwFailure();
      throw new GamelanException(
          FailureKind.INTERNAL,
          "Nothing is recorded that '%s' could answer here: it was not asked then."
              .formatted(agent));
    }
    answered = true;
    boolean cutOff =
        current.repairs().stream().anyMatch(rung -> AgentRuntime.isCutOff(rung.message()));
    return new ModelAnswer(
        current.rawOutput(), List.of(), cutOff, TokenUsage.NONE, null, null, current.model());
  }

  /** The failure of one of several agents is told in what they came to. */
  private void memberFailed(String agent) {
    if (current.output() == null) {
      return;
    }
    for (JsonNode failed : current.output().path("failed")) {
      if (failed.path("member").asText().equals(agent)) {
        throw new GamelanException(
            FailureKind.of(failed.path("kind").asText()), failed.path("message").asText());
      }
    }
  }

  /** What a tool answered. */
  JsonNode toolAnswer() {
    if (current.output() == null) {
      throwFailure();
      throw new GamelanException(
          FailureKind.INTERNAL, "Nothing is recorded that the tool could answer: it did not run.");
    }
    return current.output();
  }

  private void throwFailure() {
    FailureSignature failure = current.failure();
    if (failure != null
        && failure.kind() == FailureKind.INVALID_OUTPUT
        && current.rawOutput() != null) {
      throw new InvalidOutputException(
          failure.message(),
          current.rawOutput(),
          current.repairs(),
          TokenUsage.NONE,
          current.model());
    }
    if (failure != null && failure.kind() != OWN) {
      throw new GamelanException(failure.kind(), failure.message());
    }
  }

  @Override
  public Optional<ApprovalVerdict> verdict(UUID run, int call) {
    if (call != WHOLE_STAGE) {
      return Optional.empty(); // what a call came to is among the recorded calls
    }
    if (current.kind() == StageKind.APPROVAL) {
      return Optional.of(decided());
    }
    if (current.failure() != null && current.failure().kind() == FailureKind.REJECTED) {
      throwFailure();
    }
    return current.repairs().stream()
        .filter(rung -> rung.rung().equals(GivenOutputs.PERSON))
        .findFirst()
        .map(this::given);
  }

  private ApprovalVerdict decided() {
    JsonNode output = current.output();
    if (output == null) {
      throwFailure();
      throw new GamelanException(
          FailureKind.INTERNAL, "Nothing is recorded that people decided here: nobody was asked.");
    }
    List<ApprovalVerdict.Vote> votes = new ArrayList<>();
    output.path("votes").forEach(vote -> votes.add(Json.as(vote, ApprovalVerdict.Vote.class)));
    JsonNode value = output.path("value");
    return new ApprovalVerdict(
        output.path("decision").asText(),
        output.path("expired").asBoolean(),
        value.isNull() || value.isMissingNode() ? null : value,
        null,
        votes);
  }

  /** The output that a person gave in place of an answer. */
  private ApprovalVerdict given(RepairRung rung) {
    List<RepairRung> before = new ArrayList<>(current.repairs());
    before.remove(rung);
    ObjectNode work = GivenOutputs.work(current.rawOutput(), null, before, TokenUsage.NONE);
    String by = rung.message().substring(Math.min(GIVEN_BY.length(), rung.message().length()));
    ApprovalVerdict.Vote vote =
        new ApprovalVerdict.Vote(by, ApprovalVerdict.APPROVE, null, current.startedAt());
    return new ApprovalVerdict(
        ApprovalVerdict.APPROVE, false, current.output(), work, List.of(vote));
  }

  @Override
  public Map<Integer, JsonNode> finishedCalls(UUID run) {
    return calls.getOrDefault(run, Map.of());
  }

  @Override
  public Optional<OpenCall> startCall(UUID run, int number, String name, String effect) {
    return Optional.empty();
  }

  /** Nothing of a replay is kept. */
  @Override
  public void arrange(UUID run, JsonNode arrangement, CallLedger.Entries entries) {}

  /** Nothing of a replay is kept. */
  @Override
  public void finishCall(UUID run, int number, String name, String effect, JsonNode answer) {}
}
