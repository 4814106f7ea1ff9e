package org.gamelan.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.gamelan.provider.CallOrigin;

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
    CallJournal journal) {}
