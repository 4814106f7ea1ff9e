package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.gamelan.assignment.Prompts;
import org.gamelan.engine.ContextAssembler.Assembled;
import org.gamelan.memory.Relevant;
import org.gamelan.workflow.MemoryDefinition;
import org.gamelan.workflow.StageDefinition;

/**
 * What an agent stage tells its agent: the prompt of its task config, else title, description and
 * input of the task, then the outputs of earlier stages within a budget. What was remembered
 * besides is known only while the stage runs; afterwards its trace tells of it.
 */
final class UserMessage {
  /** The setting of a stage that holds the prompt template of a task config. */
  static final String PROMPT = "prompt";

  private UserMessage() {}

  /**
   * @param attempt of the stage, from 1
   * @throws org.gamelan.failure.GamelanException of kind {@code bad-expression} when the prompt of
   *     a task config cannot be filled in
   */
  static String of(RunState state, StageDefinition stage, int attempt, int contextTokens) {
    return prompt(stage)
        .map(prompt -> Prompts.render(prompt, state.variables(stage.name(), attempt)))
        .orElseGet(() -> of(state, contextTokens));
  }

  static String of(RunState state, int contextTokens) {
    return assemble(state, contextTokens).message();
  }

  /** What is told where nothing was remembered and no task config says what. */
  static Assembled assemble(RunState state, int contextTokens) {
    return ContextAssembler.assemble(
        state, budget(state, contextTokens), Relevant.NOTHING, List.of());
  }

  /**
   * The budget in force, in tokens.
   *
   * @param otherwise the budget where no manifest gives one
   */
  static int budget(RunState state, int otherwise) {
    MemoryDefinition memory = state.blueprint().memory();
    return memory == null ? otherwise : memory.contextTokens();
  }

  /** The prompt template of a task config, if the stage works by one. */
  static Optional<String> prompt(StageDefinition stage) {
    JsonNode prompt = stage.settings() == null ? null : stage.settings().get(PROMPT);
    return Optional.ofNullable(prompt).map(JsonNode::asText);
  }
}
