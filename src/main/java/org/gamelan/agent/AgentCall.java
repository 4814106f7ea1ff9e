package org.gamelan.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.gamelan.policy.PolicyLayer;
import org.gamelan.provider.CallOrigin;
import org.gamelan.provider.CallerRetry;

/**
 * One turn of an agent.
 *
 * @param agent who
 * @param message the user message
 * @param outputSchema JSON Schema the answer must satisfy; null for text
 * @param repair whether the JSON engine may repair the answer
 * @param ask how often the model is asked again with the validator's findings
 * @param otherModel alias to ask after that, or null
 * @param timeout the longest the whole turn may take
 * @param origin on whose behalf; its variables are what the prompt's template sees
 * @param source the task's source for its tools, or null
 * @param journal what survives a crash
 * @param policy what the folders of its stage and of the agent let it do; the server's rules hold
 *     anyway
 * @param retry whether who lets the agent work tries again itself when a model fails
 */
public record AgentCall(
    AgentDefinition agent,
    String message,
    JsonNode outputSchema,
    boolean repair,
    int ask,
    String otherModel,
    Duration timeout,
    CallOrigin origin,
    JsonNode source,
    CallJournal journal,
    List<PolicyLayer> policy,
    CallerRetry retry) {

  public AgentCall {
    policy = List.copyOf(policy);
  }
}
