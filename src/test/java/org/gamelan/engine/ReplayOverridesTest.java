package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.junit.jupiter.api.Test;

/** What people decided while a task was done is no change of what it comes to. */
class ReplayOverridesTest {
  private final RunState.Task task =
      new RunState.Task(
          UUID.randomUUID(),
          "A task",
          "",
          Json.object().put("own", 1),
          5,
          5,
          Json.array(),
          null,
          null);

  /** Answers with the task's input, as far as it sees one. */
  private record Echo() implements StageRunner {
    @Override
    public Set<StageKind> kinds() {
      return Set.of(StageKind.AGENT);
    }

    @Override
    public StageOutcome run(StageWork work) {
      return StageOutcome.succeeded(work.state().task().input());
    }
  }

  private RecordedRun run(String name, JsonNode output, Way way) {
    return new RecordedRun(
        UUID.randomUUID(),
        name,
        StageKind.AGENT,
        StageStatus.SUCCEEDED,
        1,
        1,
        Branch.MAIN,
        null,
        output,
        null,
        List.of(),
        null,
        way,
        Instant.EPOCH,
        Instant.EPOCH,
        false);
  }

  private Replay.Outcome replay(
      Blueprint blueprint, RecordedOverrides overrides, RecordedRun... runs) {
    return new Replay(
            task,
            blueprint,
            blueprint,
            new Recording(Map.of()),
            overrides,
            recording -> List.of(new Echo()),
            new StageMemory(null),
            Teams.CONFIG)
        .of(List.of(runs));
  }

  private static Way to(String stage, int edge) {
    return new Way(List.of(new Way.Taken(stage, edge, null)), null, false, null, null, null);
  }

  private static void isSame(Replay.Outcome outcome) {
    assertThat(outcome.stages()).allMatch(ReplayedStage::same);
    assertThat(outcome.unrecorded()).isEmpty();
    assertThat(outcome.status()).isEqualTo(TaskStatus.SUCCEEDED);
  }

  @Test
  void whereSomebodyHadTheRunJumpIsWhereItGoes() {
    Blueprint blueprint = Runs.aRun().blueprint("a", "b", "c");
    RecordedRun jumping = run("a", task.input(), to("c", Way.JUMP));
    isSame(replay(blueprint, RecordedOverrides.NONE, jumping, run("c", task.input(), null)));
  }

  @Test
  void theEdgeThatSomebodyChoseIsTakenAgain() {
    Blueprint blueprint = Runs.aRun().edge(Edge.plain("a", "c")).blueprint("a", "b", "c");
    RecordedRun first = run("a", task.input(), to("b", 1));
    RecordedRun second = run("b", task.input(), null);
    RecordedRun third = run("c", task.input(), null);
    RecordedOverrides wanted = new RecordedOverrides(Map.of(), Map.of(first.id(), "b"), Map.of());
    isSame(replay(blueprint, wanted, first, second, third));
    Replay.Outcome without = replay(blueprint, RecordedOverrides.NONE, first, second, third);
    assertThat(without.stages().get(0).same()).isFalse();
  }

  @Test
  void whatARunWasGivenInsteadItIsGivenAgain() {
    Blueprint blueprint = Runs.aRun().blueprint("a", "b");
    RecordedRun given = run("a", Json.object().put("other", 2), null);
    RecordedRun own = run("b", task.input(), null);
    RecordedOverrides inputs =
        new RecordedOverrides(Map.of(given.id(), given.output()), Map.of(), Map.of());
    isSame(replay(blueprint, inputs, given, own));
    assertThat(replay(blueprint, RecordedOverrides.NONE, given, own).stages().get(0).same())
        .isFalse();
  }

  @Test
  void whoWorkedInThePlaceOfAMemberWorksAgain() {
    StageDefinition team =
        new StageDefinition(
            "a",
            StageKind.COMMITTEE,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            Json.parse("{\"members\":[\"x\",\"y\"],\"judge\":\"x\"}"));
    assertThat(team.replacing("x", "z").settings())
        .isEqualTo(Json.parse("{\"members\":[\"z\",\"y\"],\"judge\":\"z\"}"));
    assertThat(team.replacing("w", "z")).isEqualTo(team);
    assertThat(team.agents()).containsExactly("x", "y");
  }

  @Test
  void howThePipelineWasChosenIsTakenOver() {
    Blueprint blueprint = Runs.aRun().blueprint("a", "b");
    RecordedRun choice =
        run(PipelineQuestion.STAGE, Json.object().put("pipeline", "test"), to("a", Way.JUMP));
    Replay.Outcome outcome =
        replay(
            blueprint,
            RecordedOverrides.NONE,
            choice,
            run("a", task.input(), null),
            run("b", task.input(), null));
    isSame(outcome);
    assertThat(outcome.stages())
        .extracting(ReplayedStage::replayed)
        .containsExactly("taken-over", "evaluated", "evaluated");
  }
}
