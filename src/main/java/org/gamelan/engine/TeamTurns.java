package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.gamelan.agent.AgentAnswer;
import org.gamelan.agent.AgentCall;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.InvalidOutputException;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.provider.CallOrigin;
import org.gamelan.provider.CallerRetry;
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
  private final SortedMap<Integer, TeamWork.Turn> taken = new TreeMap<>();

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
    return take(place, name, journal -> call(name, more, variables, journal, work.retry()));
  }

  /** As {@link #take}, of one whose failure alone is not the stage's: nobody tries it again. */
  JsonNode takeAsMember(int place, String name) {
    return take(place, name, journal -> call(name, "", Map.of(), journal, CallerRetry.NEVER));
  }

  private JsonNode take(int place, String name, Function<PlacedCalls, AgentCall> call) {
    PlacedCalls journal = new PlacedCalls(work.journal(), place);
    Optional<JsonNode> before = journal.answer();
    AgentAnswer answer;
    try {
      answer =
          before.isPresent()
              ? Json.as(before.get(), AgentAnswer.class)
              : agents.apply(call.apply(journal));
    } catch (InvalidOutputException e) {
      note(place, TeamWork.Turn.of(name, e));
      throw e;
    }
    if (before.isEmpty()) {
      journal.answer(name, Json.tree(answer));
    }
    note(place, TeamWork.Turn.of(name, answer));
    return answer.output();
  }

  private void note(int place, TeamWork.Turn turn) {
    synchronized (taken) {
      taken.put(place, turn);
      work.team().set(TeamWork.of(taken.values()));
    }
  }

  private AgentCall call(
      String name, String more, Map<String, Object> added, PlacedCalls journal, CallerRetry retry) {
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
        work.state().blueprint().layers(work.run().name(), name),
        retry);
  }

  /** The stage's end with all that its turns took. */
  StageOutcome succeeded(String agent, JsonNode output) {
    TeamWork all;
    synchronized (taken) {
      all = TeamWork.of(taken.values());
    }
    return new StageOutcome(
        StageStatus.SUCCEEDED,
        output,
        Json.write(all.raw()),
        all.repairs(),
        agent,
        null,
        all.tokens(),
        all.cost(),
        null,
        null);
  }
}
