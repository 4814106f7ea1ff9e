package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;

/** Rules choose pipelines, agents fall back, and traces tell why. */
class PipelineChoiceIT extends RoutedTasks {

  @Test
  void rulesChooseThePipelineAndTheTraceTellsAmongWhich() {
    ObjectNode task = Json.object().put("title", "by its label");
    task.putArray("labels").add("routed");
    JsonNode created = created("tasks", task).json();
    assertThat(created.path("pipeline").asText()).isEqualTo("routed-high");
    JsonNode choice = decision(created.path("id").asText(), "pipeline");
    assertThat(choice.path("decidedBy").asText()).isEqualTo("rule");
    assertThat(choice.path("winner").asText()).isEqualTo("routed-high");
    assertThat(choice.path("candidates").toString())
        .contains("\"routed-low\",\"reason\":\"its rule holds, priority 1\"");
    assertThat(ended(created.path("id").asText()).path("status").asText()).isEqualTo("succeeded");

    String named = submit("named", "routed-low");
    assertThat(decision(named, "pipeline").path("decidedBy").asText()).isEqualTo("caller");
    ended(named);
    String falling =
        created("tasks", Json.object().put("title", "falls back").put("workflow", "routed-falling"))
            .json()
            .path("id")
            .asText();
    assertThat(ended(falling).path("status").asText()).isEqualTo("succeeded");
    JsonNode fallback = decision(falling, "agent");
    assertThat(fallback.path("winner").asText()).isEqualTo("routed-second");
    assertThat(fallback.path("reason").asText())
        .isEqualTo("It is the fallback of 'routed-broken', which failed: server-error.");
  }

  @Test
  void noFallbackTakesOverThatThePipelineDoesNotAllow() {
    JsonNode ended = ended(submit("may not fall back", "routed-alone"));
    assertThat(ended.path("status").asText()).isEqualTo("failed");
    assertThat(ended.path("failure").path("agent").asText()).isEqualTo("routed-broken");
  }
}
