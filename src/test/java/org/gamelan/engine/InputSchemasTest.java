package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowDefinition;
import org.junit.jupiter.api.Test;

class InputSchemasTest {
  private static final JsonNode NUMBERED =
      Json.parse(
          "{\"type\": \"object\", \"required\": [\"n\"],"
              + " \"properties\": {\"n\": {\"type\": \"integer\"}}}");
  private static final JsonNode GOOD = Json.object().put("n", 3);
  private static final JsonNode BAD = Json.object().put("n", "three");

  private static StageDefinition stage(
      String name, StageKind kind, JsonNode with, String schema, JsonNode settings) {
    return new StageDefinition(
        name,
        kind,
        null,
        kind == StageKind.TOOL ? "files.read" : null,
        with,
        schema,
        null,
        Duration.ofMinutes(1),
        RetryPolicy.DEFAULT,
        InvalidOutputPolicy.DEFAULT,
        settings);
  }

  private static StageDefinition stage(StageKind kind, JsonNode with) {
    return stage("first", kind, with, "numbered", Json.object());
  }

  private static StageWork work(StageDefinition stage, JsonNode input, StageDefinition... others) {
    Map<String, StageDefinition> stages = new LinkedHashMap<>();
    stages.put(stage.name(), stage);
    List.of(others).forEach(other -> stages.put(other.name(), other));
    Blueprint blueprint =
        new Blueprint(
            new WorkflowDefinition(
                "test", 1, stage.name(), List.of(Edge.plain(stage.name(), "last")), List.of()),
            stage.name(),
            List.of("last"),
            stages,
            Map.of(),
            Map.of("numbered", NUMBERED));
    RunState state = Runs.state(blueprint, input);
    UUID id = UUID.randomUUID();
    StageRun run =
        new StageRun(
            id,
            id,
            state.task().id(),
            stage.name(),
            stage.kind(),
            1,
            1,
            null,
            5,
            1,
            Instant.EPOCH,
            false);
    Map<String, Object> variables = state.variables(stage.name(), 1);
    return new StageWork(run, stage, null, state, variables, Duration.ofMinutes(1), null);
  }

  private static void assertRefused(StageWork work, String place) {
    assertThatThrownBy(() -> InputSchemas.check(work))
        .isInstanceOfSatisfying(
            GamelanException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID_INPUT))
        .hasMessageContaining("'" + work.stage().name() + "'")
        .hasMessageContaining(place);
  }

  @Test
  void toolsAndOutputsAreHeldToTheirSchemaByTheirArguments() {
    JsonNode with = Json.object().put("n", "#{input.count}");
    JsonNode counted = Json.object().put("count", 3);
    JsonNode wrong = Json.object().put("count", "three");
    for (StageKind kind : List.of(StageKind.TOOL, StageKind.OUTPUT)) {
      assertThatCode(() -> InputSchemas.check(work(stage(kind, with), counted)))
          .doesNotThrowAnyException();
      assertRefused(work(stage(kind, with), wrong), "input/n");
    }
    assertRefused(work(stage(StageKind.TOOL, null), GOOD), "input");
  }

  @Test
  void allOthersAreHeldToTheirSchemaByTheTasksInput() {
    for (StageKind kind : List.of(StageKind.INPUT, StageKind.AGENT, StageKind.COMMITTEE)) {
      assertThatCode(() -> InputSchemas.check(work(stage(kind, null), GOOD)))
          .doesNotThrowAnyException();
      assertRefused(work(stage(kind, null), BAD), "input/n");
      assertRefused(work(stage(kind, null), null), "input");
    }
  }

  @Test
  void aPipelineIsHeldToItsSchemaWhereItBegins() {
    StageDefinition sub =
        stage("sub", StageKind.PIPELINE, null, "numbered", Json.object().put("start", "sub.first"));
    StageDefinition first = stage("sub.first", StageKind.INPUT, null, null, Json.object());
    StageDefinition second = stage("sub.second", StageKind.INPUT, null, null, Json.object());
    assertRefused(work(first, BAD, sub), "input/n");
    assertThatCode(() -> InputSchemas.check(work(second, BAD, sub))).doesNotThrowAnyException();
    assertThatCode(() -> InputSchemas.check(work(sub, BAD))).doesNotThrowAnyException();
  }

  @Test
  void aStageThatNamesNoSchemaTakesAnything() {
    StageDefinition free = stage("first", StageKind.AGENT, null, null, Json.object());
    assertThatCode(() -> InputSchemas.check(work(free, BAD))).doesNotThrowAnyException();
  }

  @Test
  void whatATaskIsGivenFitsTheSchemaOfWhatItBeginsWith() {
    assertThat(ofTask(stage(StageKind.INPUT, null))).contains(NUMBERED);
    assertThat(ofTask(stage(StageKind.AGENT, null))).contains(NUMBERED);
    assertThat(ofTask(stage(StageKind.TOOL, Json.object()))).isEmpty();
    assertThat(ofTask(stage("first", StageKind.INPUT, null, null, Json.object()))).isEmpty();
    StageDefinition sub =
        stage("sub", StageKind.PIPELINE, null, "numbered", Json.object().put("start", "sub.first"));
    StageDefinition first = stage("sub.first", StageKind.INPUT, null, null, Json.object());
    assertThat(ofTask(sub, first)).contains(NUMBERED);
  }

  private static Optional<JsonNode> ofTask(StageDefinition stage, StageDefinition... others) {
    return InputSchemas.ofTask(work(stage, null, others).state().blueprint());
  }
}
