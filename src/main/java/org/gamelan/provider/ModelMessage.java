package org.gamelan.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * One message of a conversation with a model.
 *
 * @param role who speaks
 * @param text what is said; may be empty for an assistant that only calls tools
 * @param toolCalls what an assistant wants to call
 * @param toolCallId for a tool's result the call it answers, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelMessage(
    Role role, String text, List<ModelToolCall> toolCalls, String toolCallId) {

  /** Who speaks. The system message stands apart, in {@link ModelRequest#system()}. */
  public enum Role {
    USER,
    ASSISTANT,
    TOOL
  }

  public ModelMessage {
    toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
  }

  public static ModelMessage user(String text) {
    return new ModelMessage(Role.USER, text, List.of(), null);
  }

  public static ModelMessage assistant(String text, List<ModelToolCall> toolCalls) {
    return new ModelMessage(Role.ASSISTANT, text, toolCalls, null);
  }

  public static ModelMessage toolResult(String toolCallId, String text) {
    return new ModelMessage(Role.TOOL, text, List.of(), toolCallId);
  }
}
