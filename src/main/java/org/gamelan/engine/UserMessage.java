package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.assignment.Prompts;
import org.gamelan.json.Json;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;

/**
 * What an agent stage tells its agent: the prompt of its task config, else title, description and
 * input of the task, then the outputs of earlier stages within a budget. The latest outputs go in
 * first; what does not fit is named.
 */
final class UserMessage {
  /** A rough measure that holds for most tokenisers and most text. */
  private static final int CHARACTERS_PER_TOKEN = 4;

  /** The setting of a stage that holds the prompt template of a task config. */
  static final String PROMPT = "prompt";

  private UserMessage() {}

  /**
   * @throws org.gamelan.failure.GamelanException of kind {@code bad-expression} when the prompt of
   *     a task config cannot be filled in
   */
  static String of(RunState state, StageDefinition stage, int contextTokens) {
    JsonNode prompt = stage.settings() == null ? null : stage.settings().get(PROMPT);
    return prompt == null
        ? of(state, contextTokens)
        : Prompts.render(prompt.asText(), state.variables(1, null));
  }

  static String of(RunState state, int contextTokens) {
    StringBuilder message = new StringBuilder();
    message.append(state.task().title());
    if (!state.task().description().isBlank()) {
      message.append("\n\n").append(state.task().description());
    }
    JsonNode input = state.task().input();
    if (input != null && !input.isEmpty()) {
      message.append("\n\nInput:\n").append(Json.write(input));
    }
    appendContext(message, context(state), contextTokens * CHARACTERS_PER_TOKEN);
    return message.toString();
  }

  /** A join repeats what the branches' stages answered, which is there already. */
  private static Map<String, JsonNode> context(RunState state) {
    Map<String, JsonNode> outputs = new LinkedHashMap<>(state.outputs());
    outputs.replaceAll(
        (stage, output) -> state.kindOf(stage) == StageKind.JOIN ? told(output) : output);
    return outputs;
  }

  private static JsonNode told(JsonNode join) {
    JsonNode told = join.deepCopy();
    told.path("branches").forEach(branch -> ((ObjectNode) branch).remove("output"));
    return told;
  }

  private static void appendContext(
      StringBuilder message, Map<String, JsonNode> outputs, int budget) {
    Deque<String> parts = new ArrayDeque<>();
    List<String> leftOut = new ArrayList<>();
    List<Map.Entry<String, JsonNode>> latestFirst = new ArrayList<>(outputs.entrySet());
    Collections.reverse(latestFirst);
    int left = budget;
    for (Map.Entry<String, JsonNode> output : latestFirst) {
      if (output.getValue() == null || output.getValue().isEmpty()) {
        continue;
      }
      String text = Json.write(output.getValue());
      if (text.length() > left) {
        leftOut.add(output.getKey());
      } else {
        left -= text.length();
        parts.push("\n\nResult of " + output.getKey() + ":\n" + text);
      }
    }
    parts.forEach(message::append);
    if (!leftOut.isEmpty()) {
      message.append("\n\nLeft out for length: ").append(String.join(", ", leftOut));
    }
  }
}
