package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.gamelan.agent.CallJournal;
import org.gamelan.workflow.StageDefinition;

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
 */
record StageWork(
    StageRun run,
    StageDefinition stage,
    String agent,
    RunState state,
    Map<String, Object> variables,
    Duration timeout,
    CallJournal journal,
    AtomicReference<ContextTrace> context) {

  /** Whose context nobody asks for. */
  StageWork(
      StageRun run,
      StageDefinition stage,
      String agent,
      RunState state,
      Map<String, Object> variables,
      Duration timeout,
      CallJournal journal) {
    this(run, stage, agent, state, variables, timeout, journal, new AtomicReference<>());
  }

  /** The pinned schema of a name, or null when the name is. */
  JsonNode schema(String name) {
    return name == null ? null : state.blueprint().schemas().get(name);
  }
}
