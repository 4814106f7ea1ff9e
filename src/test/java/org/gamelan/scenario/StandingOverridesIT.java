package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.util.List;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.junit.jupiter.api.Test;

/** Standing overrides count for all tasks that they fit. */
class StandingOverridesIT extends RoutedTasks {

  @Test
  void aStandingOverrideCountsWhereItMatchesAndIsCounted() {
    JsonNode made =
        created(
                "overrides",
                Json.object()
                    .put("kind", "agent")
                    .put("value", "routed-second")
                    .put("pipeline", "routed-low")
                    .put("stage", "work")
                    .put("reason", "the first one is on holiday"))
            .json();
    assertThat(made.path("expiresAt").asText()).isNotBlank();
    String path = "api/v1/overrides/" + made.path("id").asText();
    try {
      String low = submit("standing", "routed-low");
      ended(low);
      assertThat(stage(low, "work").path("agent").asText()).isEqualTo("routed-second");
      assertThat(stage(low, "wait").path("agent").asText()).isEqualTo("routed-first");
      String high = submit("not standing", "routed-high");
      ended(high);
      assertThat(stage(high, "work").path("agent").asText()).isEqualTo("routed-first");
      assertThat(decision(low, "agent").path("override").asText())
          .isEqualTo(made.path("id").asText());
      ApiClient.Answer read = api.get(path);
      assertThat(read.json().path("uses").asInt()).isEqualTo(1);
      ApiClient.Answer changed =
          api.send(
              api.request(path)
                  .header("Content-Type", "application/json")
                  .header("If-Match", read.response().headers().firstValue("ETag").orElseThrow())
                  .PUT(HttpRequest.BodyPublishers.ofString("{\"reason\": \"still away\"}")));
      assertThat(changed.json().path("reason").asText()).isEqualTo("still away");
    } finally {
      assertThat(api.send(api.request(path).DELETE()).status()).isEqualTo(204);
    }
    String after = submit("no more", "routed-low");
    ended(after);
    assertThat(stage(after, "work").path("agent").asText()).isEqualTo("routed-first");
    ApiClient.Answer empty = api.post("api/v1/overrides", "{}");
    assertThat(empty.status()).isEqualTo(422);
    assertThat(fields(empty.json())).containsExactly("reason", "kind", "value", "agent");
  }

  @Test
  void waysAndInputsCanStandForAllTasksOfAWorkflow() {
    JsonNode input =
        created(
                "overrides",
                Json.object()
                    .put("kind", "input")
                    .put("workflow", "routed-team")
                    .put("stage", "done")
                    .put("reason", "a test")
                    .set("value", Json.parse("{\"said\": \"#{outputs.panel == null}\"}")))
            .json();
    assertThat(input.path("value").path("said").asText()).contains("outputs.panel");
    JsonNode next =
        created(
                "overrides",
                Json.object()
                    .put("kind", "next")
                    .put("workflow", "routed-team")
                    .put("stage", "panel")
                    .put("value", "done")
                    .put("reason", "a test"))
            .json();
    String task = submit("led", "routed-team");
    assertThat(ended(task).path("status").asText()).isEqualTo("succeeded");
    assertThat(names(task)).containsExactly("panel", "done");
    assertThat(stage(task, "done").path("input").path("said").asText()).isEqualTo("false");
    JsonNode way = decision(task, "next");
    assertThat(way.path("winner").asText()).isEqualTo("done");
    assertThat(way.path("override").asText()).isEqualTo(next.path("id").asText());
    assertThat(way.path("reason").asText()).startsWith("A standing override");
    for (JsonNode each : List.of(input, next)) {
      assertThat(status("overrides/" + each.path("id").asText())).isEqualTo(204);
    }
    JsonNode replayed = api.post("api/v1/tasks/" + task + "/replay", "{}").json();
    assertThat(replayed.path("same").asBoolean()).as(replayed.toString()).isTrue();
    assertThat(names(ended(submit("not led", "routed-team")).path("id").asText()))
        .containsExactly("panel", "work", "done");
  }

  @Test
  void aStandingWayOrInputSaysWhereAndMakesSense() {
    ObjectNode draft = Json.object().put("kind", "next").put("value", "done").put("reason", "r");
    assertThat(faults(draft.deepCopy().put("agent", "routed-first")))
        .containsExactly("agent", "workflow", "stage");
    draft.put("workflow", "routed-again").put("stage", "loop");
    assertThat(faults(draft.deepCopy().put("stage", "nowhere"))).containsExactly("stage");
    assertThat(faults(draft.deepCopy().put("value", "work")))
        .as("a way back")
        .containsExactly("value");
    assertThat(faults(draft.deepCopy().put("value", "wait"))).containsExactly("value");
    draft.put("kind", "input");
    assertThat(faults(draft)).containsExactly("value");
    draft.set("value", Json.parse("[1]"));
    assertThat(faults(draft)).containsExactly("value");
  }

  private static List<String> faults(ObjectNode draft) {
    ApiClient.Answer answer = api.post("api/v1/overrides", draft.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    return fields(answer.json());
  }
}
