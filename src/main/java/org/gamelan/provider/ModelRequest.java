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
 * @param retry whether who calls tries again itself before another model is asked
 */
public record ModelRequest(
    String model,
    String system,
    List<ModelMessage> messages,
    List<ModelTool> tools,
    JsonNode responseSchema,
    ModelParameters parameters,
    Duration timeout,
    CallOrigin origin,
    CallerRetry retry)
    implements GovernedRequest<ModelRequest> {

  public ModelRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }

  /** Of a caller that tries once. */
  public ModelRequest(
      String model,
      String system,
      List<ModelMessage> messages,
      List<ModelTool> tools,
      JsonNode responseSchema,
      ModelParameters parameters,
      Duration timeout,
      CallOrigin origin) {
    this(
        model,
        system,
        messages,
        tools,
        responseSchema,
        parameters,
        timeout,
        origin,
        CallerRetry.NEVER);
  }

  @Override
  public String operation() {
    return "chat";
  }

  @Override
  public Estimate estimate() {
    return Estimate.of(this);
  }

  @Override
  public ModelRequest withLongestAnswer(int tokens) {
    ModelParameters given = parameters == null ? ModelParameters.NONE : parameters;
    if (given.maxOutputTokens() != null) {
      return this;
    }
    ModelParameters held =
        new ModelParameters(given.temperature(), tokens, given.topP(), given.seed());
    return new ModelRequest(
        model, system, messages, tools, responseSchema, held, timeout, origin, retry);
  }

  @Override
  public ModelRequest within(Duration time) {
    return new ModelRequest(
        model, system, messages, tools, responseSchema, parameters, time, origin, retry);
  }
}
