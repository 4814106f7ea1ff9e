package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.StageKind;
import org.junit.jupiter.api.Test;

class RunStateTest {
  private static final Edge BACK = new Edge("review", "plan", "#{x}", 3, false, false, Set.of());

  private static Finished done(String name, String branch, int round, Way way) {
    return new Finished(
        name, branch, round, StageStatus.SUCCEEDED, Json.object().put("of", name), way, null);
  }

  private static final Edge RESCUE =
      new Edge("review", "results", null, null, false, true, Set.of());

  private static Finished failed(String name, String branch, Way way, String message) {
    return new Finished(
        name,
        branch,
        1,
        StageStatus.FAILED,
        null,
        way,
        message == null ? null : Json.object().put("message", message));
  }

  private static Way rescued(String reason) {
    return Way.of(List.of(new Way.Taken("results", 1, null)), List.of(reason));
  }

  /** What a stage sees as {@code failure.message}. */
  private static Object failure(RunState state, String stage, int attempt) {
    return state.variables(stage, attempt).get("failure") instanceof Map<?, ?> failure
        ? failure.get("message")
        : null;
  }

  private static RunState state(Finished... history) {
    RunState.Task task =
        new RunState.Task(UUID.randomUUID(), "A task", "", null, 5, 5, Json.array(), null, null);
    Blueprint blueprint =
        Runs.aRun()
            .edge(BACK)
            .edge(RESCUE)
            .blueprint("begin", "plan", "fork", "join", "review", "results");
    return RunState.of(task, blueprint, List.of(history));
  }

  private static Way back(int round) {
    return new Way(List.of(new Way.Taken("plan", 0, null)), null, false, round, List.of(), null);
  }

  private static StageRun run(String name, String branch) {
    return new StageRun(
        UUID.randomUUID(),
        UUID.randomUUID(),
        UUID.randomUUID(),
        name,
        StageKind.AGENT,
        1,
        1,
        branch,
        5,
        1,
        Instant.EPOCH,
        false);
  }

  @Test
  void aWayBackClearsTheOutputsFromItsTargetToItsSource() {
    RunState state =
        state(
            done("begin", "", 1, null), done("plan", "", 1, null), done("review", "", 1, back(2)));
    assertThat(state.outputs()).containsOnlyKeys("begin");
    RunState later = state.with(done("plan", "", 2, null));
    assertThat(later.outputs()).containsOnlyKeys("begin", "plan");
  }

  @Test
  void whatIsDoneAgainKnowsWhoSentItBackAndWhatThereWasBefore() {
    RunState first = state(done("begin", "", 1, null), done("plan", "", 1, null));
    assertThat(first.revision().said()).isEmpty();
    assertThat(first.revision().before()).isEmpty();
    RunState back = first.with(done("review", "", 1, back(2)));
    assertThat(back.revision().said()).containsOnlyKeys("review");
    assertThat(back.revision().before()).containsOnlyKeys("plan");
    RunState again = back.with(done("plan", "", 2, null));
    assertThat(again.revision().said()).containsOnlyKeys("review");
    assertThat(again.revision().before()).as("it is there anew").isEmpty();
    RunState over = again.with(done("review", "", 2, null));
    assertThat(over.revision().said()).as("it was not sent back again").isEmpty();
    assertThat(over.revision().before()).isEmpty();
    assertThat(back.seenBy(run("sub.look", null)).revision().said())
        .as("a sub-workflow sees only its own")
        .isEmpty();
  }

  @Test
  void aWayBackIsCountedForTheWholeRun() {
    RunState state = state(done("review", "", 1, back(2)), done("review", "", 2, back(3)));
    assertThat(state.taken(0)).isEqualTo(2);
    assertThat(state.latestRound()).isEqualTo(2);
  }

  @Test
  void branchesDoNotSeeEachOtherButTheirForkSeesBoth() {
    RunState state =
        state(
            done("begin", "", 1, null), done("a", "fork/a", 1, null), done("b", "fork/b", 1, null));
    assertThat(state.seenBy(run("a2", "fork/a")).outputs()).containsOnlyKeys("begin", "a");
    assertThat(state.seenBy(run("x", "fork/a/inner/x")).outputs()).containsOnlyKeys("begin", "a");
    assertThat(state.seenBy(run("join", null)).outputs()).containsOnlyKeys("begin", "a", "b");
    assertThat(state.seenBy(run("c", "later/c")).outputs()).containsOnlyKeys("begin", "a", "b");
  }

  @Test
  void aSubWorkflowSeesItsOwnOutputsByTheirOwnNames() {
    RunState state = state(done("begin", "", 1, null), done("sub.look", "", 1, null));
    assertThat(state.seenBy(run("sub.answer", null)).outputs()).containsOnlyKeys("look");
    assertThat(state.seenBy(run("results", null)).outputs()).containsOnlyKeys("begin");
  }

  @Test
  void whatIsSetAsideIsNotSeen() {
    Finished aside = new Finished("plan", "", 1, StageStatus.SKIPPED, Json.object(), null, null);
    assertThat(state(aside).outputs()).isEmpty();
  }

  @Test
  void allStagesBehindAnErrorEdgeSeeTheFailureUntilItsSourceSucceeds() {
    RunState state = state(failed("review", "", rescued("review failed: tool"), "It broke"));
    assertThat(failure(state, "results", 1)).isEqualTo("It broke");
    RunState later = state.with(done("results", "", 1, null));
    assertThat(failure(later, "later", 1)).isEqualTo("It broke");
    assertThat(failure(later.seenBy(run("sub.look", null)), "sub.look", 1)).isEqualTo("It broke");
    RunState mended = later.with(done("review", "", 2, null));
    assertThat(failure(mended, "results", 1)).isNull();
  }

  @Test
  void theNextAttemptOfAStageSeesTheFailureOfTheOneBefore() {
    RunState state = state(failed("plan", "", null, "first"), failed("plan", "", null, "second"));
    assertThat(failure(state, "plan", 3)).isEqualTo("second");
    assertThat(failure(state, "plan", 1)).isNull();
    assertThat(failure(state, "results", 2)).isNull();
  }

  @Test
  void theFailureOfABranchIsSeenInItAndBehindItsJoin() {
    RunState state = state(failed("review", "fork/a", rescued("review failed: tool"), "It broke"));
    assertThat(failure(state.seenBy(run("mend", "fork/a")), "mend", 1)).isEqualTo("It broke");
    assertThat(failure(state.seenBy(run("other", "fork/b")), "other", 1)).isNull();
    assertThat(failure(state.seenBy(run("join", null)), "join", 1)).isEqualTo("It broke");
  }

  @Test
  void whereNoWayLedOnTheFailureIsWhatTheWaySays() {
    Finished run = done("review", "", 1, rescued("review failed: exhausted"));
    assertThat(failure(state(run), "results", 1)).isEqualTo("review failed: exhausted");
  }
}
