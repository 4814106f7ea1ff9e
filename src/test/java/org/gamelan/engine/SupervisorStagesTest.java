package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.workflow.StageKind;
import org.junit.jupiter.api.Test;

class SupervisorStagesTest {
  private static final String SETTINGS =
      "{\"worker\":\"writer\",\"reviewer\":\"reader\",\"rounds\":3}";

  private final Teams team = new Teams();
  private final SupervisorStages stages = new SupervisorStages(team::answer, Teams.MESSAGES);

  private void writes(String... results) {
    team.does("writer", next(results));
  }

  private void reviews(String... reviews) {
    team.does("reader", next(reviews));
  }

  private static java.util.function.Function<org.gamelan.agent.AgentCall, JsonNode> next(
      String... documents) {
    Deque<String> left = new ArrayDeque<>(List.of(documents));
    return call -> Json.parse(left.remove());
  }

  private JsonNode run() {
    return stages.run(team.work(StageKind.SUPERVISOR, SETTINGS)).output();
  }

  @Test
  void whatIsApprovedAtOnceIsKept() {
    writes("{\"n\":1}");
    reviews("{\"approved\":true}");
    JsonNode output = run();
    assertThat(output.path("result")).isEqualTo(Json.parse("{\"n\":1}"));
    assertThat(output.path("kept").asText()).isEqualTo("approved");
    assertThat(output.path("rounds").asInt()).isEqualTo(1);
  }

  @Test
  void theWorkerIsToldWhatTheReviewerFound() {
    writes("{\"n\":1}", "{\"n\":2}");
    reviews("{\"approved\":false,\"comments\":[\"too small\"]}", "{\"approved\":true}");
    assertThat(run().path("rounds").asInt()).isEqualTo(2);
    assertThat(team.asked()).containsExactly("writer", "reader", "writer", "reader");
    assertThat(team.messages().get(2)).contains("too small").contains("{\"n\":1}");
    assertThat(team.messages().get(3)).contains("{\"n\":2}").doesNotContain("too small");
  }

  @Test
  void ofWhatWasNeverApprovedTheBestIsKept() {
    writes("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
    reviews(
        "{\"approved\":false,\"score\":0.2}",
        "{\"approved\":false,\"score\":0.9}",
        "{\"approved\":false,\"score\":0.5}");
    JsonNode output = run();
    assertThat(output.path("result").path("n").asInt()).isEqualTo(2);
    assertThat(output.path("approved").asBoolean()).isFalse();
    assertThat(output.path("kept").asText()).isEqualTo("best");
    assertThat(output.path("round").asInt()).isEqualTo(2);
    assertThat(output.path("history")).hasSize(3);
  }

  @Test
  void withoutScoresItIsTheLatest() {
    writes("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
    reviews("{\"approved\":false}", "{\"approved\":false}", "{\"approved\":false}");
    JsonNode output = run();
    assertThat(output.path("result").path("n").asInt()).isEqualTo(3);
    assertThat(output.path("kept").asText()).isEqualTo("latest");
  }

  @Test
  void aReviewThatDoesNotSayIsNoReview() {
    writes("{\"n\":1}");
    reviews("{\"text\":\"nice\"}");
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            GamelanException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID_OUTPUT))
        .hasMessageContaining("approved");
  }

  @Test
  void aResumedStageGoesOnAfterItsLastAnswer() {
    writes("{\"n\":1}", "{\"n\":2}");
    team.does(
        "reader",
        call -> {
          throw new IllegalStateException("the server stops here");
        });
    StageWork work = team.work(StageKind.SUPERVISOR, SETTINGS);
    assertThatThrownBy(() -> stages.run(work)).isInstanceOf(IllegalStateException.class);
    team.asked().clear();
    reviews("{\"approved\":true}");
    StageOutcome outcome = stages.run(work);
    assertThat(team.asked()).containsExactly("reader");
    assertThat(outcome.output().path("result").path("n").asInt()).isEqualTo(1);
    assertThat(outcome.agent()).isEqualTo("writer");
  }
}
