package org.gamelan.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.JsonSchema;
import org.gamelan.manifest.Templates;
import org.gamelan.policy.PolicyLayer;
import org.gamelan.provider.CallOrigin;
import org.gamelan.provider.CallerRetry;

/**
 * An agent that is ready to answer: its prompt and schemas were found to be sound. Immutable, for
 * many threads.
 */
public final class Agent {
  private static final Templates TEMPLATES = new Templates();

  private final AgentDefinition definition;
  private final AgentRuntime runtime;
  private final List<PolicyLayer> policy;

  private Agent(AgentDefinition definition, AgentRuntime runtime, List<PolicyLayer> policy) {
    this.definition = definition;
    this.runtime = runtime;
    this.policy = List.copyOf(policy);
  }

  /**
   * Makes it.
   *
   * @param policy what its folder lets it do; the server's rules hold anyway
   * @throws InvalidInputException when its prompt is no template
   * @throws org.gamelan.json.InvalidSchemaException when one of its schemas is none
   */
  static Agent of(AgentDefinition definition, AgentRuntime runtime, List<PolicyLayer> policy) {
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
    return new Agent(definition, runtime, policy);
  }

  public AgentDefinition definition() {
    return definition;
  }

  /** Whether this is the agent of a definition under these rules. */
  boolean is(AgentDefinition other, List<PolicyLayer> rules) {
    return definition.equals(other) && policy.equals(rules);
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
            CallJournal.NONE,
            policy,
            CallerRetry.NEVER),
        watch);
  }
}
