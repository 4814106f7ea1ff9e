package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.gamelan.engine.ApprovalVerdict.Vote;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.workflow.StageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalStagesTest {
  private static final JsonNode VALUE = Json.parse("{\"n\":1}");

  private final Teams team = new Teams().output("draft", "{\"n\":1}");

  private StageOutcome run(String settings, ApprovalVerdict verdict) {
    return new ApprovalStages((run, call) -> Optional.ofNullable(verdict), Teams.CONFIG)
        .run(team.work(StageKind.APPROVAL, settings));
  }

  private static ApprovalVerdict verdict(String decision) {
    Vote vote = new Vote("ann", decision, "because", Instant.EPOCH);
    return new ApprovalVerdict(decision, false, VALUE, null, List.of(vote));
  }

  @Test
  void itAsksAndWaits() {
    StageOutcome outcome =
        run(
            "{\"show\":[\"outputs.draft\",\"#{task.title}\"],\"approvers\":[\"admin\"],\"need\":2,"
                + "\"expires\":\"24h\",\"onExpiry\":\"reject\"}",
            null);
    assertThat(outcome.status()).isEqualTo(StageStatus.WAITING);
    ApprovalAsk ask = outcome.ask();
    assertThat(ask.content())
        .isEqualTo(
            Json.parse(
                "[{\"name\":\"outputs.draft\",\"value\":{\"n\":1}},"
                    + "{\"name\":\"task.title\",\"value\":\"A task\"}]"));
    assertThat(ask.approvers()).containsExactly("admin");
    assertThat(ask.need()).isEqualTo(2);
    assertThat(ask.expires()).isEqualTo(Duration.ofHours(24));
    assertThat(ask.onExpiry()).isEqualTo(ExpiryAction.REJECT);
    assertThat(ask.reason("panel")).contains("panel").contains("2 of admin");
  }

  @Test
  void withoutShowTheLatestOutputIsShownToOperators() {
    ApprovalAsk ask = run("{}", null).ask();
    assertThat(ApprovalContent.names(ask.content())).containsExactly("outputs.draft");
    assertThat(ask.approvers()).containsExactly("operator");
    assertThat(ask.expires()).isNull();
  }

  @Test
  void whatIsTooLongToShowIsRefused() {
    team.output("draft", "\"" + "x".repeat(20_000) + "\"");
    assertThatThrownBy(() -> run("{}", null))
        .isInstanceOfSatisfying(
            GamelanException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID_INPUT))
        .hasMessageContaining("Show less");
  }

  @Test
  void equalContentHasEqualHashesWhateverItsOrder() {
    JsonNode one = Json.parse("[{\"name\":\"a\",\"value\":{\"x\":1,\"y\":2.0}}]");
    JsonNode other = Json.parse("[{\"value\":{\"y\":2,\"x\":1},\"name\":\"a\"}]");
    assertThat(ApprovalAsk.hash(one)).isEqualTo(ApprovalAsk.hash(other)).hasSize(64);
    assertThat(ApprovalAsk.hash(one))
        .isNotEqualTo(ApprovalAsk.hash(Json.parse("[{\"name\":\"a\",\"value\":{\"x\":1}}]")));
  }

  @Test
  void anApprovalIsItsOutput() {
    JsonNode output = run("{}", verdict("approve")).output();
    assertThat(output.path("decision").asText()).isEqualTo("approve");
    assertThat(output.path("by").asText()).isEqualTo("ann");
    assertThat(output.path("comment").asText()).isEqualTo("because");
    assertThat(output.path("value")).isEqualTo(VALUE);
  }

  @Test
  void aRejectionWithoutAWayFails() {
    assertThatThrownBy(() -> run("{}", verdict("reject")))
        .isInstanceOfSatisfying(
            GamelanException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.REJECTED))
        .hasMessageContaining("'ann'")
        .hasMessageContaining("because");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#{outputs.panel.decision == 'approve'}",
        "#{outputs['panel'].decision == 'approve'}",
        "#{outputs.panel['decision'] == 'approve'}"
      })
  void aRejectionFollowsEdgesOverTheDecision(String when) {
    team.edge("done", when).edge("refused", null);
    assertThat(run("{}", verdict("reject")).status()).isEqualTo(StageStatus.SUCCEEDED);
  }

  @Test
  void aRejectionNeverTakesTheWayOfAnApproval() {
    team.edge("refused", "#{outputs.panel.decision == 'edit'}").edge("done", null);
    assertThatThrownBy(() -> run("{}", verdict("reject"))).isInstanceOf(GamelanException.class);
    Teams other = new Teams().output("draft", "{}");
    other.edge("done", "#{outputs.draft.decision == 'approve'}").edge("refused", null);
    assertThatThrownBy(
            () ->
                new ApprovalStages((run, call) -> Optional.of(verdict("reject")), Teams.CONFIG)
                    .run(other.work(StageKind.APPROVAL, "{}")))
        .isInstanceOf(GamelanException.class);
  }

  @Test
  void whatNobodyDecidedFailsWhenThatIsDeclared() {
    ApprovalVerdict late = new ApprovalVerdict("fail", true, null, null, List.of());
    assertThatThrownBy(() -> run("{}", late))
        .isInstanceOfSatisfying(
            GamelanException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TIMEOUT));
    ApprovalVerdict approved = new ApprovalVerdict("approve", true, VALUE, null, List.of());
    JsonNode output = run("{}", approved).output();
    assertThat(output.path("by").isNull()).isTrue();
    assertThat(output.path("expired").asBoolean()).isTrue();
  }

  @Test
  void anEditReplacesOnlyWhatItNames() {
    JsonNode content =
        Json.parse("[{\"name\":\"outputs.a\",\"value\":1},{\"name\":\"outputs.b\",\"value\":2}]");
    JsonNode edited = ApprovalContent.edited(content, Json.parse("{\"outputs.b\":3}"));
    assertThat(ApprovalContent.value(edited))
        .isEqualTo(Json.parse("{\"outputs.a\":1,\"outputs.b\":3}"));
  }
}
