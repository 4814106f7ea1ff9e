package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.gamelan.agent.AgentAnswer;
import org.gamelan.agent.AgentCall;
import org.gamelan.agent.AgentRuntime;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.Values;

/**
 * Stages in which a worker works and a reviewer sends back, until it approves or rounds are over.
 */
@ApplicationScoped
class SupervisorStages implements StageRunner {
  private static final int ROUNDS = 3;

  private final Function<AgentCall, AgentAnswer> agents;
  private final StageMessages messages;

  protected SupervisorStages() {
    this((Function<AgentCall, AgentAnswer>) null, null);
  }

  @Inject
  SupervisorStages(AgentRuntime agents, StageMessages messages) {
    this((Function<AgentCall, AgentAnswer>) agents::run, messages);
  }

  SupervisorStages(Function<AgentCall, AgentAnswer> agents, StageMessages messages) {
    this.agents = agents;
    this.messages = messages;
  }

  @Override
  public Set<StageKind> kinds() {
    return Set.of(StageKind.SUPERVISOR);
  }

  /** What one round came to. */
  private record Round(int number, JsonNode result, JsonNode review) {
    boolean approved() {
      return review.path("approved").booleanValue();
    }

    boolean scored() {
      return review.path("score").isNumber();
    }

    double score() {
      return review.path("score").doubleValue();
    }
  }

  @Override
  public StageOutcome run(StageWork work) {
    JsonNode settings = work.stage().settings();
    String worker = settings.path("worker").asText();
    TeamTurns turns = new TeamTurns(work, agents, messages.of(work, null));
    int most = settings.path("rounds").asInt(ROUNDS);
    List<Round> rounds = new ArrayList<>();
    do {
      rounds.add(round(turns, worker, settings.path("reviewer").asText(), rounds));
    } while (!latest(rounds).approved() && rounds.size() < most);
    return turns.succeeded(worker, output(rounds));
  }

  private static Round latest(List<Round> rounds) {
    return rounds.get(rounds.size() - 1);
  }

  private static Round round(TeamTurns turns, String worker, String reviewer, List<Round> before) {
    int number = before.size() + 1;
    int place = 2 * before.size();
    JsonNode result = turns.take(place, worker, again(before), variables(number, before, null));
    JsonNode review =
        turns.take(
            place + 1,
            reviewer,
            "\n\nResult of round " + number + ", to be reviewed:\n" + Json.write(result),
            variables(number, before, result));
    if (!review.path("approved").isBoolean()) {
      throw new GamelanException(
          FailureKind.INVALID_OUTPUT,
          "The review by '"
              + reviewer
              + "' has no boolean 'approved'; add it to its outputSchema.");
    }
    return new Round(number, result, review);
  }

  private static String again(List<Round> before) {
    if (before.isEmpty()) {
      return "";
    }
    Round last = latest(before);
    return "\n\nYour result of round %d:\n%s\n\nThe review of it:\n%s\n\n%s"
        .formatted(
            last.number(),
            Json.write(last.result()),
            Json.write(last.review()),
            "Mend what the review says and answer with the whole result.");
  }

  /** For the worker the latest result and its review, for the reviewer the new result. */
  private static Map<String, Object> variables(int number, List<Round> before, JsonNode result) {
    Round last = before.isEmpty() ? null : latest(before);
    Map<String, Object> variables = new HashMap<>();
    variables.put("round", number);
    variables.put("result", Values.of(result == null && last != null ? last.result() : result));
    variables.put("review", last == null ? null : Values.of(last.review()));
    return variables;
  }

  private static JsonNode output(List<Round> rounds) {
    Round kept = latest(rounds);
    String why = kept.approved() ? "approved" : "latest";
    if (!kept.approved()) {
      for (Round round : rounds) {
        if (round.scored() && (!why.equals("best") || round.score() >= kept.score())) {
          kept = round;
          why = "best";
        }
      }
    }
    ObjectNode output = Json.object();
    output.set("result", kept.result());
    output.put("approved", kept.approved());
    output.put("kept", why);
    output.put("round", kept.number());
    output.put("rounds", rounds.size());
    output.set("review", kept.review());
    ArrayNode history = output.putArray("history");
    rounds.forEach(
        round -> history.addObject().put("round", round.number()).set("review", round.review()));
    return output;
  }
}
