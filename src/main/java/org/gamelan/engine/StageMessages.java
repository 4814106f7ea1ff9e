package org.gamelan.engine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.ContextAssembler.Assembled;
import org.gamelan.memory.Relevant;
import org.gamelan.workflow.MemoryDefinition;

/** Tells agents what their stage is about, and keeps how it was put together. */
@ApplicationScoped
class StageMessages {
  private final EngineConfig config;
  private final StageMemory memory;

  protected StageMessages() {
    this(null, null);
  }

  @Inject
  StageMessages(EngineConfig config, StageMemory memory) {
    this.config = config;
    this.memory = memory;
  }

  /**
   * The user message of a stage.
   *
   * @param agent who is told, or null where several are told the same
   * @throws org.gamelan.failure.GamelanException of kind {@code bad-expression} when the prompt of
   *     a task config cannot be filled in
   */
  String of(StageWork work, String agent) {
    RunState state = work.state();
    if (UserMessage.prompt(work.stage()).isPresent()) {
      return UserMessage.of(state, work.stage(), work.run().attempt(), config.contextTokens());
    }
    MemoryDefinition definition = state.blueprint().memory();
    Relevant remembered = definition == null ? Relevant.NOTHING : memory.relevant(work, agent);
    Assembled assembled =
        ContextAssembler.assemble(
            state,
            UserMessage.budget(state, config.contextTokens()),
            remembered,
            definition == null ? List.of() : definition.order());
    if (!remembered.entries().isEmpty()) {
      work.context().set(assembled.trace());
    }
    return assembled.message();
  }
}
