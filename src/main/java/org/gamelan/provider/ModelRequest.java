package org.gamelan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/**
 * One call of a model.
 *
 * @param model alias, or alias@version; null means {@code default}
 * @param system the system message
 * @param messages the conversation so far, ending with a user's or a tool's message
 * @param tools what the model may call; empty for none
 * @param responseSchema JSON Schema the answer has to satisfy, or null for free text
 * @param parameters how to answer
 * @param timeout the longest the whole call may take
 * @param origin on whose behalf
 */
public record ModelRequest(
    String model,
    String system,
    List<ModelMessage> messages,
    List<ModelTool> tools,
    JsonNode responseSchema,
    ModelParameters parameters,
    Duration timeout,
    CallOrigin origin) {

  public ModelRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }

  /** The same with a longest answer, unless it has one. */
  ModelRequest withLongestAnswer(int tokens) {
    ModelParameters given = parameters == null ? ModelParameters.NONE : parameters;
    if (given.maxOutputTokens() != null) {
      return this;
    }
    ModelParameters held =
        new ModelParameters(given.temperature(), tokens, given.topP(), given.seed());
    return new ModelRequest(model, system, messages, tools, responseSchema, held, timeout, origin);
  }

  /** The same with another time. */
  ModelRequest within(Duration time) {
    return new ModelRequest(
        model, system, messages, tools, responseSchema, parameters, time, origin);
  }
}
