package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FailureSignature;
import org.gamelan.json.Json;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.RetryPolicy;
import org.junit.jupiter.api.Test;

class StepsTest {
  private final Steps steps = new Steps(() -> 0.0);

  private Step after(Claimed claimed, StageOutcome outcome) {
    return steps.after(claimed, outcome);
  }

  private static StageOutcome done(boolean good) {
    return StageOutcome.succeeded(Json.object().put("good", good));
  }

  @Test
  void aStageIsFollowedByTheNext() {
    Step step = after(Runs.aRun().claimed(1, null, "first", "second", "third"), done(true));
    assertThat(step.next()).extracting(Step.Next::name).containsExactly("second");
    assertThat(step.task()).isNull();
  }

  @Test
  void anEndStageEndsTheTask() {
    assertThat(after(Runs.aRun().claimed(1, null, "first"), done(true)).task())
        .isEqualTo(TaskStatus.SUCCEEDED);
  }

  @Test
  void aConditionDecidesByTheOutputOfTheStageThatJustEnded() {
    Edge ifGood =
        new Edge("first", "praise", "#{outputs.first.good}", null, false, false, Set.of());
    assertThat(after(Runs.aRun().edge(ifGood).claimed(1, null, "first", "mend"), done(true)).next())
        .extracting(Step.Next::name)
        .containsExactly("praise");
    assertThat(
            after(Runs.aRun().edge(ifGood).claimed(1, null, "first", "mend"), done(false)).next())
        .extracting(Step.Next::name)
        .containsExactly("mend");
  }

  @Test
  void aConditionThatCannotBeEvaluatedFailsTheTask() {
    Edge broken =
        new Edge("first", "x", "#{outputs.first.good + 'a'}", null, false, false, Set.of());
    Step step = after(Runs.aRun().edge(broken).claimed(1, null, "first", "second"), done(true));
    assertThat(step.task()).isEqualTo(TaskStatus.FAILED);
    assertThat(step.failure().kind()).isEqualTo(FailureKind.BAD_EXPRESSION);
  }

  @Test
  void whatUsuallyPassesIsTriedAgainAfterAWait() {
    Step step =
        after(Runs.aRun().claimed(1, null, "first", "second"), Runs.failure(FailureKind.TIMEOUT));
    assertThat(step.next()).hasSize(1);
    assertThat(step.next().get(0).name()).isEqualTo("first");
    assertThat(step.next().get(0).attempt()).isEqualTo(2);
    assertThat(step.next().get(0).delay()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void aProviderThatAsksForALongerWaitGetsIt() {
    StageOutcome limited =
        StageOutcome.failed(Runs.failure(FailureKind.TIMEOUT).failure(), Duration.ofSeconds(20));
    Step step = after(Runs.aRun().claimed(1, null, "first", "second"), limited);
    assertThat(step.next().get(0).delay()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void aModelIsToldWhetherAnotherAttemptFollows() {
    Claimed first = Runs.aRun().claimed(1, null, "first", "second");
    Claimed second =
        after(Runs.aRun().claimed(2, null, "first", "second"), failed("writer", "timeout"));
    assertThat(follows(first, FailureKind.TIMEOUT)).isTrue();
    assertThat(follows(second, FailureKind.TIMEOUT)).isFalse();
    assertThat(follows(first, FailureKind.AUTH)).isFalse();
  }

  private static boolean follows(Claimed claimed, FailureKind kind) {
    return Steps.retry(claimed, claimed.state().blueprint().stage("first"), Instant::now)
        .follows(kind, Duration.ZERO);
  }

  @Test
  void noAttemptIsPromisedBeyondTheTimeForThem() {
    RetryPolicy minute =
        new RetryPolicy(
            3,
            Duration.ofSeconds(4),
            1,
            Duration.ofSeconds(4),
            Set.of(FailureKind.TIMEOUT),
            Duration.ofMinutes(1));
    Claimed claimed = Runs.aRun().retry(minute).claimed(1, null, "first", "second");
    Instant began = claimed.run().startedAt();
    var retry =
        Steps.retry(
            claimed, claimed.state().blueprint().stage("first"), () -> began.plusSeconds(20));
    assertThat(retry.follows(FailureKind.TIMEOUT, Duration.ofSeconds(30))).isTrue();
    assertThat(retry.follows(FailureKind.TIMEOUT, Duration.ofSeconds(50))).isFalse();
  }

  @Test
  void noAttemptBeginsWhenTheTimeForThemIsOver() {
    RetryPolicy minute =
        new RetryPolicy(
            5,
            Duration.ofSeconds(4),
            1,
            Duration.ofSeconds(4),
            Set.of(FailureKind.TIMEOUT),
            Duration.ofMinutes(1));
    RunJournal.Claimed first = Runs.aRun().retry(minute).claimed(1, null, "first", "second");
    StageOutcome timeout = Runs.failure(FailureKind.TIMEOUT);
    Steps inTime = new Steps(() -> 0.0, () -> Instant.EPOCH.plusSeconds(50));
    Steps late = new Steps(() -> 0.0, () -> Instant.EPOCH.plusSeconds(58));
    assertThat(inTime.after(first, timeout).next()).hasSize(1);
    assertThat(late.after(first, timeout).task()).isEqualTo(TaskStatus.FAILED);
    Finished before =
        failed("writer", "timeout", Instant.EPOCH.minusSeconds(20), Instant.EPOCH.minusSeconds(5));
    Claimed second = after(first, before);
    assertThat(inTime.after(second, timeout).task()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void spentAttemptsFailTheTask() {
    Step step =
        after(
            after(Runs.aRun().claimed(2, null, "first", "second"), failed("writer", "timeout")),
            Runs.failure(FailureKind.TIMEOUT));
    assertThat(step.next()).isEmpty();
    assertThat(step.task()).isEqualTo(TaskStatus.FAILED);
    assertThat(step.reason()).isEqualTo("It went wrong");
  }

  @Test
  void aFallbackAgentTakesOverWhenTheAttemptsAreSpent() {
    Runs runs = Runs.aRun().agent("writer", "other").agent("other", null);
    Claimed second = after(runs.claimed(2, null, "first", "second"), failed("writer", "timeout"));
    Step step = after(second, Runs.failure(FailureKind.TIMEOUT));
    assertThat(step.next().get(0).agent()).isEqualTo("other");
    assertThat(step.next().get(0).attempt()).isEqualTo(3);
  }

  @Test
  void aFallbackAgentHasItsOwnAttemptsHoweverFewTheFirstHad() {
    Runs runs = Runs.aRun().agent("writer", "other").agent("other", null);
    Claimed second = after(runs.claimed(2, "other", "first", "second"), failed("writer", "auth"));
    assertThat(after(second, failureOf("other")).next())
        .extracting(Step.Next::agent, Step.Next::attempt)
        .containsExactly(tuple("other", 3));
    Runs others = Runs.aRun().agent("writer", "other").agent("other", null);
    Claimed third =
        after(
            others.claimed(3, "other", "first", "second"),
            failed("writer", "auth"),
            failed("other", "timeout"));
    assertThat(after(third, failureOf("other")).task()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void aRetryByAPersonBeginsTheAttemptsAnew() {
    Finished[] spent = {failed("writer", "timeout"), failed("writer", "timeout")};
    Claimed third = after(Runs.aRun().claimed(3, null, "first", "second"), spent);
    assertThat(after(third, Runs.failure(FailureKind.TIMEOUT)).next())
        .extracting(Step.Next::attempt, Step.Next::delay)
        .containsExactly(tuple(4, Duration.ofSeconds(4)));
    Claimed fourth =
        after(
            Runs.aRun().claimed(4, null, "first", "second"),
            spent[0],
            spent[1],
            failed("writer", "timeout"));
    assertThat(after(fourth, Runs.failure(FailureKind.TIMEOUT)).task())
        .isEqualTo(TaskStatus.FAILED);
    Claimed refused =
        after(Runs.aRun().claimed(2, null, "first", "second"), failed("writer", "auth"));
    assertThat(after(refused, Runs.failure(FailureKind.TIMEOUT)).next()).hasSize(1);
  }

  @Test
  void aRetryByAPersonBeginsTheTimeForAttemptsAnew() {
    RetryPolicy minute =
        new RetryPolicy(
            5,
            Duration.ofSeconds(4),
            1,
            Duration.ofSeconds(4),
            Set.of(FailureKind.TIMEOUT),
            Duration.ofMinutes(1));
    Instant longAgo = Instant.EPOCH.minusSeconds(600);
    Finished late = failed("writer", "timeout", longAgo, longAgo.plusSeconds(59));
    Claimed again = after(Runs.aRun().retry(minute).claimed(2, null, "first", "second"), late);
    Steps inTime = new Steps(() -> 0.0, () -> Instant.EPOCH.plusSeconds(50));
    assertThat(inTime.after(again, Runs.failure(FailureKind.TIMEOUT)).next()).hasSize(1);
  }

  private static Claimed after(Claimed claimed, Finished... runs) {
    RunState state = claimed.state();
    for (Finished run : runs) {
      state = state.with(run);
    }
    return new Claimed(claimed.run(), claimed.agent(), state);
  }

  private static Finished failed(String agent, String kind) {
    return failed(agent, kind, Instant.EPOCH.minusSeconds(20), null);
  }

  private static Finished failed(String agent, String kind, Instant start, Instant end) {
    ObjectNode failure = Json.object().put("kind", kind).put("agent", agent);
    return new Finished(
        "first", Branch.MAIN, 1, StageStatus.FAILED, null, null, failure, start, end);
  }

  private static StageOutcome failureOf(String agent) {
    return failureOf(agent, "timeout");
  }

  private static StageOutcome failureOf(String agent, String kind) {
    return StageOutcome.failed(
        new FailureSignature(
            FailureKind.find(kind).orElseThrow(),
            "first",
            agent,
            null,
            null,
            1,
            "Too late",
            List.of(),
            "0"),
        null);
  }

  @Test
  void ofSeveralFallbacksOneIsChosenAndEachHasItsTurnOnce() {
    Steps last = new Steps(() -> 0.0, Instant::now, (run, left, why, next) -> left.get(1));
    Runs runs = Runs.aRun().agent("writer", "second").agent("second", "third").agent("third", null);
    StageOutcome refused = Runs.failure(FailureKind.AUTH);
    Claimed first = runs.claimed(1, null, "first", "second");
    Step chosen = last.after(first, refused);
    assertThat(chosen.next().get(0).agent()).isEqualTo("third");
    assertThat(chosen.way().agent()).isEqualTo("third");
    Finished before =
        new Finished(
            "first",
            Branch.MAIN,
            1,
            StageStatus.FAILED,
            null,
            chosen.way(),
            Json.tree(refused.failure()));
    RunState then = first.state().with(before);
    Step rest = last.after(new Claimed(first.run(), "third", then), failureOf("third", "auth"));
    assertThat(rest.next().get(0).agent()).isEqualTo("second");
    Finished third =
        new Finished(
            "first",
            Branch.MAIN,
            1,
            StageStatus.FAILED,
            null,
            rest.way(),
            Json.tree(failureOf("third", "auth").failure()));
    Claimed second = new Claimed(first.run(), "second", then.with(third));
    assertThat(last.after(second, failureOf("second", "auth")).task()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void fallbacksEndAlsoWhenAnotherAgentWorksInThePlaceOfEach() {
    Steps last =
        new Steps(() -> 0.0, Instant::now, (run, left, why, next) -> left.get(left.size() - 1));
    Runs runs =
        Runs.aRun()
            .agent("writer", "second")
            .agent("second", "third")
            .agent("third", "fourth")
            .agent("fourth", null);
    Claimed claimed = runs.claimed(1, null, "first", "second");
    List<String> turns = new ArrayList<>();
    Step step = last.after(claimed, failureOf("third", "auth"));
    while (step.task() == null) {
      String agent = step.next().get(0).agent();
      turns.add(agent);
      Finished failed =
          new Finished(
              "first",
              Branch.MAIN,
              1,
              StageStatus.FAILED,
              null,
              step.way(),
              Json.tree(failureOf("third", "auth").failure()));
      claimed = new Claimed(claimed.run(), agent, claimed.state().with(failed));
      step = last.after(claimed, failureOf("third", "auth"));
    }
    assertThat(turns).containsExactly("fourth", "third", "second");
  }

  @Test
  void aFallbackThatTheTaskIsNotPinnedToDoesNotTakeOver() {
    Runs runs = Runs.aRun().agent("writer", "stranger");
    Step step = after(runs.claimed(1, null, "first", "second"), Runs.failure(FailureKind.AUTH));
    assertThat(step.task()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void fallbackAgentsThatNameEachOtherEnd() {
    Runs runs = Runs.aRun().agent("writer", "other").agent("other", "writer");
    Step step = after(runs.claimed(4, "other", "first", "second"), Runs.failure(FailureKind.AUTH));
    assertThat(step.task()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void anErrorEdgeTakesTheKindsItNames() {
    Edge onAuth = new Edge("first", "mend", null, null, false, true, Set.of(FailureKind.AUTH));
    assertThat(
            after(
                    Runs.aRun().edge(onAuth).claimed(1, null, "first", "second"),
                    Runs.failure(FailureKind.AUTH))
                .next())
        .extracting(Step.Next::name)
        .containsExactly("mend");
    assertThat(
            after(
                    Runs.aRun().edge(onAuth).claimed(1, null, "first", "second"),
                    Runs.failure(FailureKind.TOOL))
                .task())
        .isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void anUnknownOutcomeWaitsForADecision() {
    StageOutcome unknown = Runs.failure(FailureKind.TOOL).withStatus(StageStatus.INDETERMINATE);
    Step step = after(Runs.aRun().claimed(1, null, "first", "second"), unknown);
    assertThat(step.task()).isEqualTo(TaskStatus.WAITING);
    assertThat(step.reason()).contains("first").contains("decision");
  }
}
