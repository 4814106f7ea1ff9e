package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.gamelan.assignment.Prompts;
import org.gamelan.json.Json;
import org.gamelan.json.SchemaCache;
import org.gamelan.policy.FolderPolicy;
import org.gamelan.policy.PolicyLayer;
import org.gamelan.workflow.PipelineDefinition;
import org.junit.jupiter.api.Test;

class PipelineQuestionTest {
  private static final PolicyLayer DENIED =
      new PolicyLayer("security", null, Map.of("read", "deny"), null);

  private final Blueprint blueprint =
      PipelineQuestion.blueprint(
          "router",
          PipelineRules.ask(
              List.of(
                  pipeline("first", "{{ task.secret }} {% include 'x' %}\nfor\tplans", false),
                  pipeline("second", null, true)),
              Map.of()),
          Map.of(),
          Map.of("router", new FolderPolicy(DENIED, Map.of())));

  @Test
  void theAgentIsToldTheTaskAndThePipelinesAndNothingOfThemIsATemplate() {
    ObjectNode task = Json.object().put("title", "Plan {{ it }}").put("description", "");
    task.putArray("labels").add("one").add("two");
    String prompt = blueprint.stage(PipelineQuestion.STAGE).settings().path("prompt").asText();

    String told = Prompts.render(prompt, Map.of("task", task, "input", Json.object()));

    assertThat(told)
        .contains("Task: Plan {{ it }}")
        .contains("Labels: one two")
        .contains("- first: '' task.secret '' '% include 'x' %' for plans")
        .contains("- second: goes through 'second'");
  }

  @Test
  void onlyPipelinesThatAreOpenFitTheSchemaAndTheDefaultIsTakenOtherwise() {
    JsonNode schema = blueprint.schemas().values().iterator().next();

    assertThat(SchemaCache.of(schema).validate(answer("first", 0.7))).isEmpty();
    assertThat(SchemaCache.of(schema).validate(answer("third", 0.7))).isNotEmpty();
    assertThat(SchemaCache.of(schema).validate(answer("first", 7))).isNotEmpty();
    assertThat(PipelineQuestion.otherwise(blueprint)).isEqualTo("second");
    assertThat(PipelineQuestion.candidates(blueprint)).containsExactly("first", "second");
    assertThat(PipelineQuestion.isAsked(blueprint)).isTrue();
  }

  @Test
  void theRulesOfTheAgentsFolderHoldForItHereToo() {
    assertThat(blueprint.layers(PipelineQuestion.STAGE, "router")).containsExactly(DENIED);
    assertThat(blueprint.layers(PipelineQuestion.STAGE, "other")).isEmpty();
  }

  @Test
  void whoReadsTheBlueprintAgainFindsTheSame() {
    assertThat(Json.as(Json.tree(blueprint), Blueprint.class)).isEqualTo(blueprint);
  }

  private static ObjectNode answer(String pipeline, double confidence) {
    return Json.object()
        .put("pipeline", pipeline)
        .put("confidence", confidence)
        .put("reason", "because");
  }

  private static PipelineDefinition pipeline(String name, String description, boolean byDefault) {
    return new PipelineDefinition(
        name, name, null, List.of(), List.of(), null, 0, byDefault, description);
  }
}
