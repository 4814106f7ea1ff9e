package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.junit.jupiter.api.Test;

/** People override agents, models, ways and inputs of a task. */
class OverridesIT extends RoutedTasks {

  @Test
  void agentModelAndInputOfAStageThatHasNotBegunCanBeOverridden() {
    HELD.add("overridden");
    String task = submit("<overridden>", "routed-high");
    override(task, "agent", "work", Json.tree("routed-second"), 201);
    JsonNode model = override(task, "model", "work", Json.tree("routed-strong"), 201);
    override(task, "input", "done", Json.object().put("given", "by hand"), 201);
    JsonNode gone = override(task, "model", "done", Json.tree("routed-strong"), 422);
    assertThat(gone.path("errors").get(0).path("field").asText()).isEqualTo("stage");
    HELD.remove("overridden");
    JsonNode ended = ended(task);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    JsonNode result = api.get("api/v1/tasks/" + task + "/result").json();
    assertThat(result.path("output").path("given").asText()).isEqualTo("by hand");
    JsonNode work = stage(task, "work");
    assertThat(work.path("agent").asText()).isEqualTo("routed-second");
    assertThat(work.path("output").path("text").asText()).isEqualTo("I am second. routed-strong");
    assertThat(stage(task, "done").path("input").path("given").asText()).isEqualTo("by hand");
    JsonNode used = decision(task, "model");
    assertThat(used.path("decidedBy").asText()).isEqualTo("override");
    assertThat(used.path("override").asText()).isEqualTo(model.path("id").asText());
    assertThat(decision(task, "agent").path("decidedBy").asText()).isEqualTo("override");
    for (JsonNode each : overrides(task)) {
      assertThat(each.path("uses").asInt()).as(each.toString()).isEqualTo(1);
      assertThat(each.path("createdBy").asText()).isEqualTo("admin");
    }
    assertThat(override(task, "agent", "work", Json.tree("routed-first"), 409)).isNotNull();
    assertThat(messages(task))
        .contains("Override of the agent of stage work, to routed-second: a test");
  }

  @Test
  void theNextStageCanBeOverriddenOnceAndNotOutOfAFork() {
    HELD.add("elsewhere");
    String task = submit("<elsewhere>", "routed-high");
    assertThat(fields(override(task, "next", "left", Json.tree("done"), 422))).contains("value");
    assertThat(fields(override(task, "next", "work", Json.tree("left"), 422))).contains("value");
    assertThat(fields(override(task, "next", "spread", Json.tree("done"), 422))).contains("value");
    override(task, "next", "work", Json.tree("done"), 201);
    HELD.remove("elsewhere");
    assertThat(ended(task).path("status").asText()).isEqualTo("succeeded");
    assertThat(names(task)).containsExactly("wait", "work", "done");
    JsonNode next = decision(task, "next");
    assertThat(next.path("winner").asText()).isEqualTo("done");
    assertThat(next.path("decidedBy").asText()).isEqualTo("override");

    HELD.add("while it runs");
    String running = submit("<while it runs>", "routed-high");
    Await.that(
        "it runs",
        PATIENCE,
        () -> stage(running, "wait").path("status").asText().equals("running"));
    override(running, "next", "wait", Json.tree("done"), 201);
    HELD.remove("while it runs");
    assertThat(ended(running).path("status").asText()).isEqualTo("succeeded");
    assertThat(names(running)).containsExactly("wait", "done");

    HELD.add("along");
    String edge = submit("<along>", "routed-high");
    JsonNode taken = override(edge, "next", "work", Json.tree("aside"), 201);
    override(edge, "next", "work", Json.tree("aside"), 201);
    assertThat(overrides(edge)).hasSize(1);
    assertThat(status("tasks/" + edge + "/overrides/" + taken.path("id").asText()))
        .as("the second took its place")
        .isEqualTo(404);
    String left = overrides(edge).get(0).path("id").asText();
    assertThat(status("tasks/" + edge + "/overrides/" + left)).isEqualTo(204);
    HELD.remove("along");
    assertThat(ended(edge).path("status").asText()).isEqualTo("succeeded");
    assertThat(names(edge)).contains("gather");
  }

  @Test
  void theNextStageIsOverriddenOnceAfterARetryToo() {
    REFUSED.add("retried");
    String task = submit("<retried>", "routed-again");
    assertThat(ended(task).path("status").asText()).isEqualTo("failed");
    override(task, "next", "work", Json.tree("loop"), 201);
    REFUSED.remove("retried");
    assertThat(api.post("api/v1/tasks/" + task + "/retry", "").status()).isBetween(200, 204);
    JsonNode again = ended(task);
    assertThat(again.path("status").asText()).as(again + " " + stages(task)).isEqualTo("succeeded");
    assertThat(names(task)).containsExactly("wait", "wait", "work", "loop", "work", "done");
  }

  @Test
  void noOverrideLeadsPastPeopleOrPutsAnAgentWhereItsPipelineDoesNotAllowIt() {
    HELD.add("guarded");
    String task = submit("<guarded>", "routed-guarded");
    JsonNode past = override(task, "next", "wait", Json.tree("done"), 422);
    assertThat(past.path("errors").get(0).path("message").asText())
        .contains("people decide in 'ask'");
    assertThat(fields(override(task, "next", "ask", Json.tree("done"), 422)))
        .containsExactly("value");
    JsonNode agent = override(task, "agent", "inner.work", Json.tree("routed-second"), 422);
    assertThat(agent.path("errors").get(0).path("message").asText())
        .contains("'routed-strict' does not allow");
    JsonNode made = override(task, "next", "wait", Json.tree("ask"), 201);
    assertThat(status("tasks/" + task + "/overrides/" + made.path("id").asText())).isEqualTo(204);
    JsonNode rows = api.get("api/v1/audit?task=" + task).json().path("items");
    assertThat(rows.findValuesAsText("action"))
        .containsExactly("override.removed", "override.created");
    assertThat(rows.get(1).path("actor").asText()).isEqualTo("admin");
    assertThat(rows.get(1).path("stage").asText()).isEqualTo("wait");
    assertThat(rows.get(1).path("reason").asText()).isEqualTo("a test");
    assertThat(api.post("api/v1/tasks/" + task + "/cancel", "").status()).isBetween(200, 204);
    HELD.remove("guarded");
  }

  @Test
  void whatCannotBeIsRefusedAndNamesItsFields() {
    HELD.add("refused");
    String task = submit("<refused>", "routed-strict");
    assertThat(fields(override(task, "agent", "work", Json.tree("nobody"), 422)))
        .containsExactly("value");
    JsonNode strict = override(task, "agent", "work", Json.tree("routed-second"), 422);
    assertThat(strict.path("errors").get(0).path("message").asText())
        .contains("'routed-strict' does not allow");
    assertThat(fields(override(task, "model", "work", Json.tree("no-model"), 422)))
        .containsExactly("value");
    assertThat(fields(override(task, "mood", "nowhere", Json.tree("x"), 422)))
        .containsExactly("kind", "stage");
    ApiClient.Answer empty = api.post("api/v1/tasks/" + task + "/overrides", "{}");
    assertThat(fields(empty.json())).containsExactly("reason", "kind", "stage", "value");
    HELD.remove("refused");
    ended(task);
    assertThat(api.post("api/v1/tasks/no-task/overrides", "{}").status()).isEqualTo(404);
  }

  @Test
  void membersOfATeamCanBeOverriddenForATimeAndAReplayDoesItTheSameWay() {
    HELD.add("team");
    String task = submit("<team>", "routed-team");
    // The committee is held already, and ends as it began.
    assertThat(fields(override(task, "agent", "panel", Json.tree("routed-third"), 422)))
        .containsExactly("agent");
    ObjectNode third =
        given("agent", "panel", Json.tree("routed-third")).put("agent", "routed-first");
    assertThat(fields(refused(task, third.deepCopy().put("agent", "routed-third"))))
        .containsExactly("agent");
    assertThat(fields(refused(task, third.deepCopy().put("value", "routed-second"))))
        .containsExactly("value");
    assertThat(fields(refused(task, third.deepCopy().put("expiresAt", "2001-01-01T00:00:00Z"))))
        .containsExactly("expiresAt");
    ObjectNode short1 = given("model", "work", Json.tree("routed-strong"));
    short1.put("expiresAt", Instant.now().plusSeconds(2).toString());
    JsonNode made = api.post("api/v1/tasks/" + task + "/overrides", short1.toString()).json();
    assertThat(made.path("expiresAt").asText()).isNotBlank();
    Await.that("it counts no longer", PATIENCE, () -> overrides(task).isEmpty());
    HELD.remove("team");
    assertThat(ended(task).path("status").asText()).isEqualTo("succeeded");
    assertThat(stage(task, "work").path("model").asText()).isEqualTo("routed-model");
    assertThat(overrides(task)).isEmpty();

    JsonNode standing =
        created(
                "overrides",
                Json.object()
                    .put("kind", "agent")
                    .put("value", "routed-third")
                    .put("agent", "routed-first")
                    .put("workflow", "routed-team")
                    .put("reason", "a test"))
            .json();
    JsonNode model =
        created(
                "overrides",
                Json.object()
                    .put("kind", "model")
                    .put("value", "routed-strong")
                    .put("workflow", "routed-team")
                    .put("stage", "panel")
                    .put("reason", "a test"))
            .json();
    String next = submit("a second team", "routed-team");
    ended(next);
    String panel = stage(next, "panel").path("output").toString();
    assertThat(panel)
        .contains("I am third. routed-strong", "I am second. routed-strong")
        .doesNotContain("I am first.");
    assertThat(stage(next, "work").path("agent").asText()).isEqualTo("routed-third");
    assertThat(status("overrides/" + standing.path("id").asText())).isEqualTo(204);
    assertThat(status("overrides/" + model.path("id").asText())).isEqualTo(204);
    JsonNode replayed = api.post("api/v1/tasks/" + next + "/replay", "{}").json();
    assertThat(replayed.path("same").asBoolean()).as(replayed.toString()).isTrue();
  }

  private static JsonNode refused(String task, ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/tasks/" + task + "/overrides", body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    return answer.json();
  }
}
