package org.gamelan.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.Definitions;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowDefinition;
import org.junit.jupiter.api.Test;

class TaskChecksTest {
  private static final JsonNode NUMBERED =
      Json.parse(
          "{\"type\": \"object\", \"required\": [\"n\"],"
              + " \"properties\": {\"n\": {\"type\": \"integer\"}}}");
  private static final JsonNode GOOD = Json.object().put("n", 3);
  private static final JsonNode BAD = Json.object().put("n", "three");

  private static Blueprint blueprint(String workflow, String schema, JsonNode settings) {
    AgentDefinition agent =
        new AgentDefinition(
            "counter",
            1,
            "",
            "",
            "",
            null,
            null,
            null,
            null,
            NUMBERED,
            null,
            1,
            10,
            null,
            null,
            true,
            "configuration",
            "test");
    StageDefinition stage =
        new StageDefinition(
            "answer",
            StageKind.AGENT,
            "counter",
            null,
            null,
            schema,
            null,
            StageDefinition.DEFAULT_TIMEOUT,
            RetryPolicy.DEFAULT,
            InvalidOutputPolicy.DEFAULT,
            settings);
    return new Blueprint(
        new WorkflowDefinition(workflow, 1, "answer", List.of(), List.of("answer")),
        "answer",
        List.of("answer"),
        Map.of("answer", stage),
        Map.of("counter", agent),
        Map.of("numbered", NUMBERED));
  }

  private static void assertRefused(JsonNode input, Blueprint blueprint, String field) {
    assertThatThrownBy(() -> TaskChecks.checkInput(input, blueprint))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.errors()).extracting(FieldError::field).containsExactly(field));
  }

  @Test
  void anAgentThatDoesATaskAloneHasItsInputChecked() {
    Blueprint alone = blueprint(Definitions.SINGLE_AGENT, null, Json.object());
    assertThatCode(() -> TaskChecks.checkInput(GOOD, alone)).doesNotThrowAnyException();
    assertRefused(BAD, alone, "input/n");
    assertRefused(null, alone, "input");
  }

  @Test
  void anAgentThatIsToldByATaskConfigIsNotGivenTheInput() {
    Blueprint told =
        blueprint(Definitions.SINGLE_AGENT, null, Json.object().put("prompt", "{{ task.title }}"));
    assertThatCode(() -> TaskChecks.checkInput(BAD, told)).doesNotThrowAnyException();
  }

  @Test
  void inAWorkflowTheSchemaOfTheFirstStageCounts() {
    assertThatCode(() -> TaskChecks.checkInput(BAD, blueprint("flow", null, Json.object())))
        .doesNotThrowAnyException();
    assertRefused(BAD, blueprint("flow", "numbered", Json.object()), "input/n");
  }
}
