package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.junit.jupiter.api.Test;

/** Scores follow what ended, and agents are chosen by them. */
class ScoresIT extends RoutedTasks {

  @Test
  void scoresFollowWhatEndedAndAgentsAreChosenByThem() {
    for (String name : List.of("scored-well", "scored-badly")) {
      ObjectNode agent =
          Json.object()
              .put("name", name)
              .put("prompt", name.equals("scored-well") ? "I am fine." : "I am bad.")
              .put("model", "routed-model");
      if (name.equals("scored-badly")) {
        agent.put("fallback", "scored-well");
      }
      agent.putArray("skills").add("scored");
      created("agents", agent);
      for (int i = 0; i < 6; i++) {
        ended(
            created("tasks", Json.object().put("title", "a trial").put("agent", name))
                .json()
                .path("id")
                .asText());
      }
    }
    JsonNode bad = score("scored-badly", 6);
    JsonNode good = score("scored-well", 6);
    assertThat(good.path("neutral").asBoolean()).isFalse();
    assertThat(good.path("fitness").asDouble()).isGreaterThan(bad.path("fitness").asDouble());
    assertThat(good.path("parts").findValuesAsText("name"))
        .containsExactly("success", "quality", "speed", "cost");
    assertThat(
            api.get("api/v1/agents/scored-well/metrics")
                .json()
                .path("scores")
                .findValuesAsText("taskClass"))
        .containsExactly("single-agent");

    ObjectNode task =
        Json.object().put("title", "the best").put("assign", "auto").put("prefer", "fitness");
    task.putArray("skills").add("scored");
    JsonNode created = created("tasks", task).json();
    assertThat(created.path("prefer").asText()).isEqualTo("fitness");
    JsonNode choice = decision(created.path("id").asText(), "agent");
    assertThat(choice.path("decidedBy").asText()).isEqualTo("score");
    assertThat(choice.path("winner").asText()).isEqualTo("scored-well");
    assertThat(choice.path("candidates").get(0).path("score").asDouble())
        .isGreaterThan(choice.path("candidates").get(1).path("score").asDouble());
    ended(created.path("id").asText());
    ApiClient.Answer wrong =
        api.post("api/v1/tasks", "{\"title\": \"t\", \"prefer\": \"fitness\"}");
    assertThat(fields(wrong.json())).containsExactly("prefer");
    assertThat(api.get("api/v1/scores?limit=1").json().path("items")).hasSize(1);
    theFitterOfTwoFallbacksTakesOver();
  }

  /** In the definitions the other one comes first. */
  private static void theFitterOfTwoFallbacksTakesOver() {
    created(
        "agents",
        Json.object()
            .put("name", "scored-broken")
            .put("prompt", "I am broken.")
            .put("model", "routed-model")
            .put("fallback", "scored-badly"));
    ObjectNode task = Json.object().put("title", "rescued").put("agent", "scored-broken");
    String id = created("tasks", task).json().path("id").asText();
    assertThat(ended(id).path("status").asText()).isEqualTo("succeeded");
    JsonNode choice =
        Await.value(
            "the fallback's choice",
            PATIENCE,
            () ->
                items(api.get("api/v1/tasks/" + id + "/routing")).stream()
                    .filter(each -> each.path("kind").asText().equals("agent"))
                    .filter(each -> each.path("decidedBy").asText().equals("score"))
                    .findFirst());
    assertThat(choice.path("winner").asText()).isEqualTo("scored-well");
    assertThat(choice.path("stage").asText()).isNotEmpty();
    assertThat(choice.path("reason").asText())
        .startsWith(
            "It is a fallback of 'scored-broken', which failed: server-error. It has the best");
    assertThat(choice.path("candidates").findValuesAsText("name"))
        .containsExactly("scored-broken", "scored-well", "scored-badly");
    assertThat(items(api.get("api/v1/tasks/" + id + "/stages")))
        .extracting(stage -> stage.path("way").path("agent").asText())
        .contains("scored-well")
        .doesNotContain("scored-badly");
  }

  private static List<JsonNode> items(ApiClient.Answer answer) {
    List<JsonNode> items = new ArrayList<>();
    answer.json().path("items").forEach(items::add);
    return items;
  }

  private static JsonNode score(String agent, int runs) {
    return Await.value(
        "the score of " + agent,
        PATIENCE,
        () -> {
          JsonNode found =
              api.get("api/v1/scores?taskClass=single-agent&agent=" + agent)
                  .json()
                  .path("items")
                  .path(0);
          return found.path("runs").asInt() >= runs ? Optional.of(found) : Optional.empty();
        });
  }
}
