package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.junit.jupiter.api.Test;

/** What the random graphs do not hold: forks that nothing joins, and ways that say why. */
class WalkTest {
  private static final String BRANCH = "spread/a";

  private static Blueprint unjoined(String onFailure) {
    Blueprint plain =
        Runs.aRun()
            .edge(Edge.plain("spread", "b"))
            .edge(new Edge("spread", "mend", null, null, false, true, Set.of()))
            .edge(Edge.plain("b", "mend"))
            .blueprint("spread", "a", "mend");
    Map<String, StageDefinition> stages = new java.util.LinkedHashMap<>(plain.stages());
    StageDefinition fork = stages.get("spread");
    stages.put(
        "spread",
        new StageDefinition(
            "spread",
            StageKind.FORK,
            null,
            null,
            null,
            null,
            null,
            fork.timeout(),
            fork.retry(),
            fork.onInvalidOutput(),
            Json.object().put("onFailure", onFailure)));
    return new Blueprint(plain.workflow(), "spread", plain.end(), stages, plain.agents(), Map.of());
  }

  private static RunJournal.Claimed claimed(Blueprint blueprint, String stage, String branch) {
    RunState.Task task =
        new RunState.Task(UUID.randomUUID(), "A task", "", null, 5, 5, Json.array(), null, null);
    StageRun run =
        new StageRun(
            UUID.randomUUID(),
            UUID.randomUUID(),
            task.id(),
            stage,
            blueprint.stage(stage).kind(),
            1,
            1,
            branch,
            5,
            1,
            java.time.Instant.EPOCH,
            false);
    return new RunJournal.Claimed(run, null, RunState.of(task, blueprint, List.of()));
  }

  private static Step after(RunJournal.Claimed claimed, StageOutcome outcome) {
    return new Steps(() -> 0.0).after(claimed, outcome);
  }

  @Test
  void aForkThatNothingJoinsIsHeldByAPlaceThatIsNoRun() {
    Step step =
        after(claimed(unjoined("fail"), "spread", null), StageOutcome.succeeded(Json.object()));
    assertThat(step.next()).extracting(Step.Next::branch).containsExactly("spread/b", BRANCH);
    Step.Parting parting = (Step.Parting) step.meeting();
    assertThat(parting.join().attempt()).isZero();
    assertThat(parting.expected()).isEqualTo(2);
    assertThat(step.way().next()).extracting(Way.Taken::stage).containsExactly("b", "a");
  }

  @Test
  void anEndStageInABranchEndsTheTask() {
    Step step =
        after(claimed(unjoined("fail"), "mend", BRANCH), StageOutcome.succeeded(Json.object()));
    assertThat(step.task()).isEqualTo(TaskStatus.SUCCEEDED);
  }

  @Test
  void theFailureOfABranchGoesToTheErrorEdgeOfItsFork() {
    Step step = after(claimed(unjoined("fail"), "a", BRANCH), Runs.failure(FailureKind.TOOL));
    assertThat(step.meeting()).isEqualTo(new Step.Leaving(""));
    assertThat(step.next()).extracting(Step.Next::name).containsExactly("mend");
    assertThat(step.way().reasons()).containsExactly("spread failed: tool");
  }

  @Test
  void whereNothingJoinsOnlyTheLastFailureGoesToTheErrorEdge() {
    Step step = after(claimed(unjoined("continue"), "a", BRANCH), Runs.failure(FailureKind.TOOL));
    Step.Arrival arrival = (Step.Arrival) step.meeting();
    assertThat(arrival.failed()).isTrue();
    assertThat(arrival.rule()).isNull();
    assertThat(arrival.otherwise().next()).extracting(Step.Next::name).containsExactly("mend");
  }

  @Test
  void whatSomebodyWantedNextIsTakenOnceAndSaysSo() {
    Blueprint blueprint = chain();
    Step step = after(wanting(blueprint, "c", false), StageOutcome.succeeded(Json.object()));
    assertThat(step.next()).extracting(Step.Next::name).containsExactly("c");
    assertThat(step.way().next()).containsExactly(new Way.Taken("c", Way.JUMP, null));
    assertThat(step.way().reasons()).containsExactly("somebody wanted 'c' to be next");

    Step used = after(wanting(blueprint, "c", true), StageOutcome.succeeded(Json.object()));
    assertThat(used.next()).extracting(Step.Next::name).containsExactly("b");
  }

  @Test
  void aWayBackThatIsTheOnlyWayBeginsARound() {
    Blueprint back =
        Runs.aRun()
            .edge(new Edge("b", "a", null, 3, false, false, Set.of()))
            .edge(Edge.plain("a", "c"))
            .edge(Edge.plain("a", "b"))
            .blueprint("a", "c");
    Step step = after(claimed(back, "b", null), StageOutcome.succeeded(Json.object()));
    assertThat(step.next()).extracting(Step.Next::name).containsExactly("a");
    assertThat(step.way().round()).isEqualTo(2);
  }

  @Test
  void nobodyIsLedToAStageThatHasRun() {
    Blueprint blueprint = chain();
    RunJournal.Claimed claimed = wanting(blueprint, "c", false);
    Finished ran = new Finished("c", "", 1, StageStatus.SUCCEEDED, Json.object(), null, null);
    RunJournal.Claimed later =
        new RunJournal.Claimed(claimed.run(), null, claimed.state().with(ran));
    Step step = after(later, StageOutcome.succeeded(Json.object()));
    assertThat(step.next()).extracting(Step.Next::name).containsExactly("b");
  }

  @Test
  void nobodyIsLedPastPeopleWhoDecideThoughItWasOnceWanted() {
    Blueprint chain = chain();
    Map<String, StageDefinition> stages = new java.util.LinkedHashMap<>(chain.stages());
    StageDefinition b = stages.get("b");
    stages.put(
        "b",
        new StageDefinition(
            "b",
            StageKind.APPROVAL,
            null,
            null,
            null,
            null,
            null,
            b.timeout(),
            b.retry(),
            b.onInvalidOutput(),
            Json.object()));
    Blueprint asking =
        new Blueprint(chain.workflow(), "a", chain.end(), stages, chain.agents(), Map.of());
    Step step = after(wanting(asking, "c", false), StageOutcome.succeeded(Json.object()));
    assertThat(step.next()).extracting(Step.Next::name).containsExactly("b");
  }

  private static Blueprint chain() {
    return Runs.aRun().blueprint("a", "b", "c", "d");
  }

  private static RunJournal.Claimed wanting(Blueprint blueprint, String stage, boolean used) {
    RunJournal.Claimed claimed = claimed(blueprint, "a", null);
    TaskOverride override =
        new TaskOverride(UUID.randomUUID(), TaskOverride.Kind.NEXT, "a", Json.tree(stage), used);
    return new RunJournal.Claimed(
        claimed.run(), null, claimed.state().overriddenBy(List.of(override)));
  }
}
