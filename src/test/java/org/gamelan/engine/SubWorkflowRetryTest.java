package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FailureSignature;
import org.gamelan.json.Json;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowDefinition;
import org.junit.jupiter.api.Test;

/** A stage of kind pipeline that is tried again: {@code first -> sub}, in it {@code a -> b}. */
class SubWorkflowRetryTest {
  private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");
  private static final RetryPolicy THRICE =
      new RetryPolicy(
          3,
          Duration.ofSeconds(2),
          2,
          Duration.ofSeconds(30),
          Set.of(FailureKind.TOOL),
          Duration.ofMinutes(1));

  private final RunState.Task task =
      new RunState.Task(UUID.randomUUID(), "A task", "", null, 5, 5, Json.array(), null, null);
  private final List<Finished> history = new ArrayList<>();
  private Instant now = BEGAN.plusSeconds(10);

  private static StageDefinition stage(String name, StageKind kind, RetryPolicy retry) {
    ObjectNode settings = Json.object();
    if (kind == StageKind.PIPELINE) {
      settings.put("pipeline", "inner");
    }
    return new StageDefinition(
        name,
        kind,
        null,
        null,
        null,
        null,
        null,
        null,
        retry,
        InvalidOutputPolicy.DEFAULT,
        settings);
  }

  private static WorkflowBundle bundle(String name, StageDefinition one, StageDefinition other) {
    WorkflowDefinition workflow =
        new WorkflowDefinition(
            name,
            1,
            one.name(),
            List.of(Edge.plain(one.name(), other.name())),
            List.of(other.name()));
    return new WorkflowBundle(
        workflow, Map.of(one.name(), one, other.name(), other), List.of(), Map.of());
  }

  private static Blueprint blueprint(RetryPolicy retry) {
    WorkflowBundle inner =
        bundle(
            "inner",
            stage("a", StageKind.AGENT, RetryPolicy.NONE),
            stage("b", StageKind.AGENT, RetryPolicy.NONE));
    WorkflowBundle outer =
        bundle(
            "outer",
            stage("first", StageKind.AGENT, RetryPolicy.NONE),
            stage("sub", StageKind.PIPELINE, retry));
    PipelineDefinition pipeline =
        new PipelineDefinition("inner", "inner", null, List.of(), List.of(), null, 0, false);
    Catalogue catalogue =
        new Catalogue(
            Map.of("inner", inner, "outer", outer),
            Map.of("inner", pipeline),
            Map.of(),
            Map.of(),
            List.of());
    return SubWorkflows.unfold(catalogue, outer, outer.workflow());
  }

  private RunJournal.Claimed claimed(RetryPolicy retry, String stage, int round) {
    Blueprint blueprint = blueprint(retry);
    StageRun run =
        new StageRun(
            UUID.randomUUID(),
            UUID.randomUUID(),
            task.id(),
            stage,
            blueprint.stage(stage).kind(),
            1,
            round,
            null,
            5,
            1,
            now,
            false);
    return new RunJournal.Claimed(run, null, RunState.of(task, blueprint, history));
  }

  private Step fails(RetryPolicy retry, String stage, int round, FailureKind kind) {
    FailureSignature failure =
        new FailureSignature(kind, stage, null, null, null, 1, "It broke.", List.of(), "0");
    Step step =
        new Steps(() -> 0.0, () -> now)
            .after(claimed(retry, stage, round), StageOutcome.failed(failure, null));
    history.add(
        new Finished(
            stage, "", round, StageStatus.FAILED, null, step.way(), Json.tree(failure), now, now));
    return step;
  }

  private void succeeds(String stage, int round) {
    history.add(
        new Finished(
            stage,
            "",
            round,
            StageStatus.SUCCEEDED,
            Json.object().put("by", stage),
            null,
            null,
            now,
            now));
  }

  @Test
  void itStartsAnewAsOftenAsItsPolicySaysAndWhatItHadDoneCountsNoMore() {
    succeeds("first", 1);
    succeeds("sub.a", 1);
    Step second = fails(THRICE, "sub.b", 1, FailureKind.TOOL);
    assertThat(second.next())
        .singleElement()
        .satisfies(
            next -> {
              assertThat(next.name()).isEqualTo("sub.a");
              assertThat(next.round()).isEqualTo(2);
              assertThat(next.attempt()).isEqualTo(1);
              assertThat(next.delay()).isEqualTo(Duration.ofSeconds(2));
            });
    assertThat(second.way().reasons()).containsExactly("sub failed: tool; pass 2 of 3 begins");
    RunState inside = claimed(THRICE, "sub.a", 2).state().seenFrom("", "sub.a");
    assertThat(inside.outputs()).isEmpty();
    assertThat(claimed(THRICE, "first", 2).state().seenFrom("", "first").outputs())
        .containsOnlyKeys("first");

    succeeds("sub.a", 2);
    Step third = fails(THRICE, "sub.b", 2, FailureKind.TOOL);
    assertThat(third.next().get(0).delay()).isEqualTo(Duration.ofSeconds(4));
    assertThat(third.next().get(0).round()).isEqualTo(3);
    assertThat(fails(THRICE, "sub.a", 3, FailureKind.TOOL).task()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void itFailsAtOnceWithoutAPolicyForTheKindOrWithoutTime() {
    assertThat(fails(RetryPolicy.NONE, "sub.a", 1, FailureKind.TOOL).task())
        .isEqualTo(TaskStatus.FAILED);
    assertThat(fails(THRICE, "sub.a", 1, FailureKind.TIMEOUT).task()).isEqualTo(TaskStatus.FAILED);
    history.clear();
    succeeds("sub.a", 1);
    now = now.plusSeconds(59);
    assertThat(fails(THRICE, "sub.b", 1, FailureKind.TOOL).task()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void whatItEndsWithIsNotTakenOverAgainButMadeAgain() {
    succeeds("sub.a", 1);
    succeeds("sub.b", 1);
    Step step = fails(THRICE, "sub", 1, FailureKind.TOOL);
    assertThat(step.next()).extracting(Step.Next::name).containsExactly("sub.a");
  }
}
