package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gamelan.agent.AgentRuntime;
import org.gamelan.agent.ToolDoor;
import org.gamelan.config.EngineConfig;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.workflow.Expressions;
import org.gamelan.workflow.StageKind;

/** The stages of all kinds as they run in a replay: everything is done but what is outside. */
final class RecordedStages {
  private RecordedStages() {}

  static List<StageRunner> of(Recording recording, StageMemory memory, EngineConfig config) {
    Clock still = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    AgentRuntime agents = new AgentRuntime(recording.models(), new NoTools(), still);
    StageMessages messages = new StageMessages(config, memory);
    return List.of(
        new PlainStages(),
        new GraphStages(config),
        new AgentStages(agents, messages),
        new CommitteeStages(agents, Crew.alone(), messages),
        new SupervisorStages(agents, messages),
        new ApprovalStages(recording, config),
        new ToolAnswers(recording));
  }

  /** Results of agents' tools are among the recorded calls. */
  private static final class NoTools implements ToolDoor {
    @Override
    public Optional<ToolDefinition> find(String name) {
      return Optional.empty();
    }

    @Override
    public JsonNode call(String name, JsonNode arguments, ToolContext context) {
      throw new GamelanException(
          FailureKind.NOT_PERMITTED, "A replay calls no tool, nor '" + name + "'.");
    }

    @Override
    public void refused(
        String name, JsonNode arguments, ToolContext context, String rule, String reason) {
      // It was accounted for when it happened.
    }
  }

  /** Stages that call one tool: the arguments are made anew, the answer is the recorded one. */
  private record ToolAnswers(Recording recording) implements StageRunner {
    @Override
    public Set<StageKind> kinds() {
      return Set.of(StageKind.TOOL);
    }

    @Override
    public StageOutcome run(StageWork work) {
      if (work.stage().with() != null) {
        Expressions.interpolate(work.stage().with(), work.variables());
      }
      return StageOutcome.succeeded(recording.toolAnswer());
    }
  }
}
