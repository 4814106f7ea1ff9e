package org.gamelan.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private static final Edge SHIP =
      new Edge("a", "ship", "#{outputs.a.ok}", null, false, false, null);
  private static final Edge BACK =
      new Edge("a", "start", "#{outputs.a.again}", 2, false, false, null);
  private static final Edge DEFAULT = Edge.plain("a", "rest");
  private static final Edge SPENT = new Edge("a", "escalate", null, null, true, false, null);
  private static final Edge LATE =
      new Edge("a", "degrade", null, null, false, true, Set.of(FailureKind.TIMEOUT));
  private static final Edge WRONG = new Edge("a", "stop", null, null, false, true, null);

  @Test
  void theFirstConditionThatHoldsIsTaken() {
    assertThat(after(Map.of("ok", true, "again", true), 0, SHIP, BACK, DEFAULT).next())
        .containsExactly("ship");
  }

  @Test
  void theDefaultIsTriedLastWhereverItStands() {
    assertThat(after(Map.of("ok", true), 0, DEFAULT, SHIP).next()).containsExactly("ship");
    assertThat(after(Map.of("ok", false), 0, DEFAULT, SHIP).next()).containsExactly("rest");
  }

  @Test
  void errorAndExhaustedEdgesAreNeverTheDefault() {
    assertThatThrownBy(() -> after(Map.of(), 0, SHIP, SPENT, LATE, WRONG))
        .isInstanceOfSatisfying(
            GamelanException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(FailureKind.EXHAUSTED);
              assertThat(e).hasMessageContaining("#{outputs.a.ok} is false ('ship')");
            });
  }

  @Test
  void aWayBackIsTakenUntilItIsSpent() {
    assertThat(after(Map.of("again", true), 1, BACK, DEFAULT, SPENT).next())
        .containsExactly("start");
    assertThat(after(Map.of("again", true), 2, BACK, DEFAULT, SPENT).next())
        .containsExactly("escalate");
  }

  @Test
  void aSpentWayBackNeverFallsToTheDefault() {
    assertThatThrownBy(() -> after(Map.of("again", true), 2, BACK, DEFAULT))
        .isInstanceOf(GamelanException.class)
        .hasMessageContaining("taken 2 times");
  }

  @Test
  void aForkTakesEveryWayWhoseConditionHolds() {
    StageDefinition fork = stage(StageKind.FORK);

    assertThat(routes(SHIP, DEFAULT).after(fork, outputs(Map.of("ok", true)), it -> 0).next())
        .containsExactly("ship", "rest");
    assertThat(routes(SHIP, DEFAULT).after(fork, outputs(Map.of()), it -> 0).next())
        .containsExactly("rest");
  }

  @Test
  void anEndEndsTheRun() {
    WorkflowDefinition workflow = new WorkflowDefinition("w", 1, "a", List.of(SHIP), List.of("a"));

    assertThat(new Routes(workflow).after(stage(StageKind.INPUT), Map.of(), it -> 0).isEnd())
        .isTrue();
  }

  @Test
  void failuresFollowTheFirstErrorEdgeOfTheirKind() {
    assertThat(routes(DEFAULT, LATE, WRONG).afterFailure("a", FailureKind.TIMEOUT, Map.of()))
        .contains(LATE);
    assertThat(routes(DEFAULT, LATE, WRONG).afterFailure("a", FailureKind.AUTH, Map.of()))
        .contains(WRONG);
    assertThat(routes(DEFAULT, LATE).afterFailure("a", FailureKind.AUTH, Map.of())).isEmpty();
  }

  @Test
  void anErrorEdgeForAllFailuresIsTriedLastWhereverItStands() {
    Edge bad = new Edge("a", "ask", "#{outputs.a.bad}", null, false, true, null);
    Routes routes = routes(WRONG, LATE, bad);
    Map<String, Object> good = outputs(Map.of("bad", false));
    assertThat(routes.afterFailure("a", FailureKind.TIMEOUT, good)).contains(LATE);
    assertThat(routes.afterFailure("a", FailureKind.AUTH, outputs(Map.of("bad", true))))
        .contains(bad);
    assertThat(routes.afterFailure("a", FailureKind.AUTH, good)).contains(WRONG);
  }

  @Test
  void reasonsTellWhatWasTried() {
    assertThat(after(Map.of("ok", false), 0, SHIP, DEFAULT).reasons())
        .containsExactly("#{outputs.a.ok} is false ('ship')", "default to 'rest'");
  }

  private static Route after(Map<String, Object> output, int revised, Edge... edges) {
    return routes(edges).after(stage(StageKind.AGENT), outputs(output), edge -> revised);
  }

  private static Routes routes(Edge... edges) {
    return new Routes(new WorkflowDefinition("w", 1, "start", List.of(edges), List.of("ship")));
  }

  private static Map<String, Object> outputs(Map<String, Object> ofA) {
    return Map.of("outputs", Map.of("a", ofA));
  }

  private static StageDefinition stage(StageKind kind) {
    return new StageDefinition(
        "a",
        kind,
        null,
        null,
        null,
        null,
        null,
        StageDefinition.DEFAULT_TIMEOUT,
        RetryPolicy.DEFAULT,
        InvalidOutputPolicy.DEFAULT,
        Json.object());
  }
}
