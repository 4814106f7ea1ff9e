package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.gamelan.agent.AgentAnswer;
import org.gamelan.agent.AgentCall;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.json.RepairRung;
import org.gamelan.provider.CallOrigin;
import org.gamelan.provider.TokenUsage;
import org.gamelan.workflow.InvalidOutputPolicy;

/**
 * The turns of several agents within one stage run. What a turn came to is durable before it is
 * used, so a resumed stage repeats none. May be used by several threads at once.
 */
final class TeamTurns {
  private final StageWork work;
  private final Function<AgentCall, AgentAnswer> agents;
  private final String message;
  private final long deadline;
  private final List<AgentAnswer> taken = new ArrayList<>();

  /**
   * @param agents takes a turn
   * @param message what every agent of the stage is told first
   */
  TeamTurns(StageWork work, Function<AgentCall, AgentAnswer> agents, String message) {
    this.work = work;
    this.agents = agents;
    this.message = message;
    this.deadline = System.nanoTime() + work.timeout().toNanos();
    // Read here once, so that the threads of the turns find it read.
    work.journal().finished(0);
  }

  /**
   * Takes a turn, or finds what it came to before a crash.
   *
   * @param place which of the stage's turns it is, from 0
   * @param name who
   * @param more what is added to the message
   * @param variables what the prompt sees besides
   */
  JsonNode take(int place, String name, String more, Map<String, Object> variables) {
    PlacedCalls journal = new PlacedCalls(work.journal(), place);
    Optional<JsonNode> before = journal.answer();
    AgentAnswer answer =
        before.isPresent()
            ? Json.as(before.get(), AgentAnswer.class)
            : agents.apply(call(name, more, variables, journal));
    if (before.isEmpty()) {
      journal.answer(name, Json.tree(answer));
    }
    synchronized (taken) {
      taken.add(answer);
    }
    return answer.output();
  }

  private AgentCall call(String name, String more, Map<String, Object> added, PlacedCalls journal) {
    AgentDefinition agent = work.state().blueprint().agents().get(name);
    if (agent == null) {
      throw new GamelanException(
          FailureKind.INTERNAL, "Agent '" + name + "' is not among what the task is pinned to.");
    }
    Map<String, Object> variables = new HashMap<>(work.variables());
    variables.putAll(added);
    InvalidOutputPolicy policy = work.stage().onInvalidOutput();
    return new AgentCall(
        agent,
        message + more,
        agent.outputSchema(),
        policy.repair(),
        policy.ask(),
        policy.model(),
        Duration.ofNanos(Math.max(1, deadline - System.nanoTime())),
        new CallOrigin(
            work.run().task(),
            work.run().id(),
            work.run().name(),
            name,
            work.state().task().key(),
            variables),
        work.state().task().source(),
        journal,
        work.state().blueprint().layers(work.run().name(), name));
  }

  /** The stage's end with all that its turns took. */
  StageOutcome succeeded(String agent, JsonNode output) {
    TokenUsage tokens = TokenUsage.NONE;
    BigDecimal cost = null;
    List<RepairRung> repairs = new ArrayList<>();
    synchronized (taken) {
      for (AgentAnswer answer : taken) {
        tokens = tokens.plus(answer.tokens());
        repairs.addAll(answer.repairs());
        if (answer.cost() != null) {
          cost = cost == null ? answer.cost() : cost.add(answer.cost());
        }
      }
    }
    return new StageOutcome(
        StageStatus.SUCCEEDED, output, null, repairs, agent, null, tokens, cost, null, null);
  }
}
