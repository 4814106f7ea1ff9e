package org.gamelan.agent;

import java.time.Duration;
import java.util.Map;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.JsonSchema;
import org.gamelan.manifest.Templates;
import org.gamelan.provider.CallOrigin;

/**
 * An agent that is ready to answer: its prompt and schemas were found to be sound. Immutable, for
 * many threads.
 */
public final class Agent {
  private static final Templates TEMPLATES = new Templates();

  private final AgentDefinition definition;
  private final AgentRuntime runtime;

  private Agent(AgentDefinition definition, AgentRuntime runtime) {
    this.definition = definition;
    this.runtime = runtime;
  }

  /**
   * Makes it.
   *
   * @throws InvalidInputException when its prompt is no template
   * @throws org.gamelan.json.InvalidSchemaException when one of its schemas is none
   */
  static Agent of(AgentDefinition definition, AgentRuntime runtime) {
    TEMPLATES
        .findFault(definition.prompt() == null ? "" : definition.prompt())
        .ifPresent(
            fault -> {
              throw new InvalidInputException("prompt", fault.toString());
            });
    if (definition.inputSchema() != null) {
      JsonSchema.compile(definition.inputSchema());
    }
    if (definition.outputSchema() != null) {
      JsonSchema.compile(definition.outputSchema());
    }
    return new Agent(definition, runtime);
  }

  public AgentDefinition definition() {
    return definition;
  }

  /**
   * Takes one turn outside of any task. Never call it while holding a connection, a transaction or
   * a lock.
   *
   * @param message what it is asked
   * @param variables what its prompt's template sees
   * @param timeout the longest it may take
   * @throws org.gamelan.failure.GamelanException as {@link AgentRuntime#run} does
   */
  public AgentAnswer answer(String message, Map<String, ?> variables, Duration timeout) {
    return answer(message, variables, timeout, null);
  }

  /**
   * Takes one turn outside of any task like {@link #answer(String, Map, Duration)}, and shows it
   * while it goes on. Interrupting the thread ends it.
   *
   * @param watch sees what is said and called
   */
  public AgentAnswer answer(
      String message, Map<String, ?> variables, Duration timeout, TurnWatch watch) {
    return runtime.run(
        new AgentCall(
            definition,
            message,
            definition.outputSchema(),
            true,
            1,
            null,
            timeout,
            new CallOrigin(null, null, null, definition.name(), null, Map.copyOf(variables)),
            null,
            CallJournal.NONE),
        watch);
  }
}
