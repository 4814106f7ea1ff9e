package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.scenario.People.Person;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The built-in examples, from end to end without a model. */
class ExamplesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static ApiClient api;
  private static Person approver;

  @BeforeAll
  static void prepare() {
    ServerFixture server = ServerFixture.shared();
    api = server.client();
    approver = new People(server).make("approver", "operator");
  }

  @Test
  void aPlanIsSentBackOnceAndThenDone() {
    String task = start("plan-review", "look at the project");
    decide(task, "plan_approval", "reject", "Count twice");
    decide(task, "plan_approval", "approve", null);
    decide(task, "result_approval", "approve", null);
    JsonNode output = succeeded(task);
    assertThat(output.path("planApprovedBy").asText()).isEqualTo(approver.name());
    assertThat(output.path("resultApprovedBy").asText()).isEqualTo(approver.name());
    assertThat(output.path("done")).hasSameSizeAs(output.path("plan"));
    assertThat(output.path("plan").size()).isGreaterThan(3);
    String told = messages(task, "planning").get(1);
    assertThat(told)
        .as("the comment is told")
        .contains("Sent back by plan_approval", "Count twice");
    assertThat(told).contains("Before it was sent back, planning answered:");
    assertThat(messages(task, "execution").get(0)).doesNotContain("Sent back", "Count twice");
    assertThat(names(task))
        .containsExactly(
            "user_input",
            "gather_context",
            "planning",
            "plan_approval",
            "planning",
            "plan_approval",
            "execution",
            "result_approval",
            "results");
  }

  @Test
  void aCommitteeDecidesAndKeepsItsDissent() {
    JsonNode output = succeeded(start("committee-decision", "should we split it into modules?"));
    assertThat(output.path("decision").asText()).isEqualTo("yes");
    assertThat(output.path("tally").get(0).path("votes").asInt()).isEqualTo(2);
    assertThat(output.path("tie").asBoolean()).isFalse();
    assertThat(output.path("dissent")).hasSize(1);
    assertThat(output.path("dissent").get(0).path("member").asText()).isEqualTo("sceptic");
  }

  @Test
  void aReportIsMendedUntilItsReviewerIsContent() {
    JsonNode output = succeeded(start("supervisor-review", "tell me about it"));
    assertThat(output.path("approved").asBoolean()).isTrue();
    assertThat(output.path("rounds").asInt()).isEqualTo(2);
    assertThat(output.path("kept").asText()).isEqualTo("approved");
    assertThat(output.path("paragraphs")).hasSize(3);
  }

  @Test
  void anAgentReadsTheCheckoutWithItsTools() {
    JsonNode output = succeeded(start("tool-agent", "what is it?"));
    List<String> tools = new ArrayList<>();
    output.path("evidence").forEach(each -> tools.add(each.path("tool").asText()));
    assertThat(tools).containsExactly("project.tree", "files.list", "files.read");
    assertThat(output.path("evidence").get(2).path("shows").asText()).contains("README.md");
  }

  @Test
  void whatNeedsRevisionGoesBackToAnalysis() {
    String task = start("software-delivery", "add a command");
    JsonNode output = succeeded(task);
    assertThat(output.path("state").asText()).isEqualTo("done");
    assertThat(output.path("components")).hasSize(3);
    assertThat(output.path("verdict").asText()).contains("round 2");
    List<String> names = names(task);
    assertThat(names).startsWith("initialize", "planning", "analysis").endsWith("done");
    assertThat(names).filteredOn("analysis"::equals).hasSize(2);
    assertThat(names).filteredOn("planning"::equals).hasSize(1);
    List<String> told = messages(task, "analysis");
    assertThat(told.get(0)).doesNotContain("Sent back");
    assertThat(told.get(1)).contains("Sent back by validation", "Not met: ");
    assertThat(told.get(1)).contains("Before it was sent back, design answered:");
  }

  private static String start(String pipeline, String title) {
    ObjectNode body = Json.object().put("title", title).put("pipeline", pipeline);
    body.putObject("source").put("path", Path.of("").toAbsolutePath().toString());
    ApiClient.Answer made = api.post("api/v1/tasks", body.toString());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().path("id").asText();
  }

  private static void decide(String task, String stage, String decision, String comment) {
    JsonNode approval =
        Await.value(
            "stage " + stage + " asks",
            PATIENCE,
            () ->
                Optional.ofNullable(
                    api.get("api/v1/approvals?status=pending&task=" + task + "&stage=" + stage)
                        .json()
                        .path("items")
                        .get(0)));
    ObjectNode body = Json.object().put("stage", stage).put("decision", decision);
    body.put("shown", approval.path("shown").asText()).put("comment", comment);
    ApiClient.Answer answer =
        approver.api().post("api/v1/tasks/" + task + "/decisions", body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static JsonNode succeeded(String task) {
    JsonNode ended = api.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    return api.get("api/v1/tasks/" + task + "/result").json().path("output");
  }

  /** What the agent of a stage was told, each time it ran. */
  private static List<String> messages(String task, String stage) {
    List<String> messages = new ArrayList<>();
    for (JsonNode run : api.get("api/v1/tasks/" + task + "/stages").json().path("items")) {
      if (run.path("name").asText().equals(stage)) {
        messages.add(run.path("input").path("message").asText());
      }
    }
    return messages;
  }

  private static List<String> names(String task) {
    List<String> names = new ArrayList<>();
    api.get("api/v1/tasks/" + task + "/stages")
        .json()
        .path("items")
        .forEach(stage -> names.add(stage.path("name").asText()));
    return names;
  }
}
