package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.gamelan.json.Json;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.junit.jupiter.api.Test;

class StageInputsTest {
  private static final JsonNode WITH =
      Json.object().put("attempt", "#{attempt}").put("why", "#{failure.message}");

  private static RunState state(StageKind kind, JsonNode settings) {
    Blueprint plain = Runs.aRun().blueprint("first", "results");
    StageDefinition stage = plain.stage("first");
    StageDefinition other =
        new StageDefinition(
            "first",
            kind,
            null,
            null,
            kind == StageKind.TOOL ? WITH : null,
            null,
            null,
            stage.timeout(),
            stage.retry(),
            stage.onInvalidOutput(),
            settings);
    Finished before =
        new Finished(
            "first",
            "",
            1,
            StageStatus.FAILED,
            null,
            null,
            Json.object().put("message", "It broke"));
    return Runs.state(Runs.with(plain, other), null).with(before);
  }

  @Test
  void argumentsAreThoseOfTheAttempt() {
    JsonNode input = StageInputs.of(state(StageKind.TOOL, Json.object()), "first", 2, 1_000);
    assertThat(input.path("attempt").asInt()).isEqualTo(2);
    assertThat(input.path("why").asText()).isEqualTo("It broke");
  }

  @Test
  void whatAnApprovalShowsIsThatOfTheAttempt() {
    JsonNode settings = Json.object().set("show", Json.array().add("attempt").add("failure"));
    JsonNode shown = StageInputs.of(state(StageKind.APPROVAL, settings), "first", 2, 1_000);
    JsonNode input = ApprovalContent.value(shown);
    assertThat(input.path("attempt").asInt()).isEqualTo(2);
    assertThat(input.at("/failure/message").asText()).isEqualTo("It broke");
  }
}
