package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.json.Json;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.MemoryDefinition;
import org.gamelan.workflow.StageKind;
import org.junit.jupiter.api.Test;

class StageExecutionTest {
  private static final EngineConfig CONFIG =
      new EngineConfig(
          UUID.randomUUID(),
          "test",
          10,
          10,
          Duration.ofSeconds(10),
          10_000,
          1_000,
          Duration.ofDays(1));

  private final List<StageWork> done = new ArrayList<>();

  /** Remembers for everybody who they are. */
  private static final class NamedMemory extends StageMemory {
    @Override
    RunState remembering(RunState state, String agent) {
      return state.remembering(Map.of("whose", String.valueOf(agent)));
    }
  }

  private final class Agents implements StageRunner {
    @Override
    public Set<StageKind> kinds() {
      return Set.of(StageKind.AGENT);
    }

    @Override
    public StageOutcome run(StageWork work) {
      done.add(work);
      return StageOutcome.succeeded(Json.object());
    }
  }

  private StageExecution execution(StageExecution.Arranging overrides) {
    return new StageExecution(
        List.of(new Agents()),
        null,
        (run, call) -> Optional.empty(),
        CONFIG,
        overrides,
        new NamedMemory());
  }

  private static Claimed remembering() {
    Edge asking = new Edge("a", "b", "#{memory.whose == 'x'}", null, false, false, Set.of());
    Claimed claimed = Runs.aRun().agent("other", null).edge(asking).claimed(1, null, "a", "b");
    Blueprint blueprint =
        claimed.state().blueprint().withMemory(MemoryDefinition.DEFAULT.asked(true));
    return new Claimed(
        claimed.run(), null, RunState.of(claimed.state().task(), blueprint, List.of()));
  }

  @Test
  void anAgentSeesWhatItRemembersItself() {
    execution(StageExecution.Arranging.NONE).run(remembering());
    assertThat(done.get(0).variables().get("memory")).isEqualTo(Map.of("whose", "writer"));
  }

  @Test
  void whoTakesOverSeesNothingOfTheOthersMemory() {
    execution((work, calls) -> work.doneBy("other", work.state())).run(remembering());
    StageWork work = done.get(0);
    assertThat(work.variables().get("memory")).isEqualTo(Map.of("whose", "other"));
    assertThat(work.variables().get("round")).isEqualTo(1);
    assertThat(work.state().variables(1, null).get("memory")).isEqualTo(Map.of("whose", "other"));
  }

  @Test
  void conditionsSeeTheMemoryOfWhoWorked() {
    StageExecution execution = execution(StageExecution.Arranging.NONE);
    Claimed claimed = remembering();
    assertThat(memory(execution.remembering(claimed, "other"))).isEqualTo(Map.of("whose", "other"));
    assertThat(memory(execution.remembering(claimed, null))).isEqualTo(Map.of("whose", "writer"));
  }

  private static Object memory(Claimed claimed) {
    return claimed.state().variables(1, null).get("memory");
  }
}
