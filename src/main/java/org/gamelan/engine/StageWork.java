package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.CallJournal;
import org.gamelan.policy.FolderPolicy;
import org.gamelan.provider.CallerRetry;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;

/**
 * What a stage has to work with.
 *
 * @param run the run
 * @param stage its definition
 * @param agent who is to work instead of the agent the stage names, or null
 * @param state its task
 * @param variables what expressions and prompts see
 * @param timeout the longest it may take
 * @param journal remembers its calls
 * @param context takes how its context came about
 * @param retry whether another attempt follows a failure
 * @param team takes what the turns of several agents took so far
 */
record StageWork(
    StageRun run,
    StageDefinition stage,
    String agent,
    RunState state,
    Map<String, Object> variables,
    Duration timeout,
    CallJournal journal,
    AtomicReference<ContextTrace> context,
    CallerRetry retry,
    AtomicReference<TeamWork> team) {

  /** Whose context nobody asks for, and that is done once. */
  StageWork(
      StageRun run,
      StageDefinition stage,
      String agent,
      RunState state,
      Map<String, Object> variables,
      Duration timeout,
      CallJournal journal) {
    this(
        run,
        stage,
        agent,
        state,
        variables,
        timeout,
        journal,
        new AtomicReference<>(),
        CallerRetry.NEVER,
        new AtomicReference<>());
  }

  /** The same work for another agent, or another version of it. */
  StageWork doneBy(String name, RunState withAgent) {
    return new StageWork(
        run, stage, name, withAgent, variables, timeout, journal, context, retry, team);
  }

  /** The same work of a team in which another agent, or another version of one, takes part. */
  StageWork doneBy(StageDefinition team, RunState withAgent) {
    return new StageWork(
        run, team, agent, withAgent, variables, timeout, journal, context, retry, this.team);
  }

  /**
   * The same work done by another agent than one that it names, or by another version of it.
   *
   * @param policies what the agent's folder lets it do, by its name
   */
  StageWork doneBy(String own, AgentDefinition other, Map<String, FolderPolicy> policies) {
    RunState with = state.with(other, policies);
    return stage.isOfTeam()
        ? doneBy(stage.replacing(own, other.name()), with)
        : doneBy(other.name(), with);
  }

  /** The same work with another view of its task. */
  StageWork seeing(RunState other) {
    Map<String, Object> seen = new HashMap<>(variables);
    seen.putAll(other.variables(run.name(), run.attempt()));
    return new StageWork(run, stage, agent, other, seen, timeout, journal, context, retry, team);
  }

  /**
   * The same work on another input: for tools and outputs their arguments, else what the task
   * gives.
   */
  StageWork workingOn(JsonNode input) {
    if (isTold(stage)) {
      return new StageWork(
          run, stage.with(input), agent, state, variables, timeout, journal, context, retry, team);
    }
    return seeing(state.workingOn(input));
  }

  /** Whether a stage works on arguments that its definition gives. */
  static boolean isTold(StageDefinition stage) {
    return stage.kind() == StageKind.TOOL || stage.kind() == StageKind.OUTPUT;
  }

  /** The pinned schema of a name, or null when the name is. */
  JsonNode schema(String name) {
    return name == null ? null : state.blueprint().schemas().get(name);
  }
}
