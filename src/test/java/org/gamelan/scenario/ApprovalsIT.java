package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.gamelan.json.Json;
import org.gamelan.scenario.People.Person;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks that wait for people, and what people can do about it. */
class ApprovalsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String STAGES =
      """
      schemas:
        draft_output:
          type: object
          required: [text, length]
          properties: {text: {type: string}, length: {type: integer, minimum: 1}}
          additionalProperties: false
      stages:
        user_input: {kind: input}
        draft:
          kind: output
          with: {text: "#{task.title}", length: 5}
          outputSchema: draft_output
        sign_off: {kind: approval, show: [outputs.draft], SETTINGS}
        results:
          kind: output
          with:
            decision: "#{outputs.sign_off.decision}"
            by: "#{outputs.sign_off.by}"
            comment: "#{outputs.sign_off.comment}"
            text: "#{outputs.sign_off.value.text}"
            length: "#{outputs.sign_off.value.length}"
        refused: {kind: output, with: {refused: "#{outputs.sign_off.comment}"}}
      workflow:
        name: NAME
        version: 1
        start: user_input
        edges:
          - user_input -> draft -> sign_off
          EDGES
        end: [results, refused]
      """;

  private static final String STRAIGHT =
      "- sign_off -> results\n    - {from: sign_off, to: refused, on: error, kinds: [auth]}";

  private static final String ROUTED =
      "- sign_off -> results\n"
          + "    - {from: sign_off, to: refused, when: \"#{outputs.sign_off.decision =="
          + " 'reject'}\"}";

  private static ApiClient admin;
  private static Person asking;
  private static Person one;
  private static Person two;
  private static Person viewer;

  @BeforeAll
  static void prepare() {
    ServerFixture server = ServerFixture.shared();
    admin = server.client();
    People people = new People(server);
    asking = people.make("asking", "operator");
    one = people.make("one", "operator");
    two = people.make("two", "operator");
    viewer = people.make("viewer", "viewer");
    write(server, "approved", "approvers: [operator]", STRAIGHT);
    write(server, "routed", "approvers: [operator]", ROUTED);
    write(server, "by-two", "need: 2", STRAIGHT);
    write(server, "by-admins", "approvers: [admin]", STRAIGHT);
    write(server, "by-name", "approvers: [" + two.name() + "]", STRAIGHT);
    for (String action : List.of("approve", "reject", "fail")) {
      write(server, "late-" + action, "expires: 1s, onExpiry: " + action, ROUTED);
    }
    write(
        server,
        "late-escalate",
        "approvers: ["
            + one.name()
            + "], expires: 2s, onExpiry: escalate, escalateTo: ["
            + two.name()
            + "]",
        ROUTED);
    ApiClient.Answer read = admin.post("api/v1/agents/discovery", "");
    assertThat(read.status()).as(read.text()).isEqualTo(200);
  }

  private static void write(ServerFixture server, String name, String settings, String edges) {
    Definitions.write(
        server.manifests().resolve("approvals-" + name).resolve("workflow.yaml"),
        STAGES
            .replace("SETTINGS", settings)
            .replace("EDGES", edges)
            .replace("NAME", "approvals-" + name));
  }

  @Test
  void aTaskWaitsForSomebodyAndGoesOnWithWhatTheyDecide() {
    String task = start("approved");
    JsonNode approval = pending(task);
    JsonNode waiting = admin.get("api/v1/tasks/" + task).json();
    assertThat(waiting.path("status").asText()).isEqualTo("waiting");
    assertThat(waiting.path("reason").asText()).contains("sign_off").contains("operator");
    assertThat(approval.path("content").get(0).path("name").asText()).isEqualTo("outputs.draft");
    assertThat(approval.path("content").get(0).path("value").path("length").asInt()).isEqualTo(5);
    JsonNode stage = stage(task, "sign_off");
    assertThat(stage.path("status").asText()).isEqualTo("waiting");
    assertThat(stage.path("waitingFor").asText()).isEqualTo("approval");

    decided(one, task, approval, "approve", "Looks good", 200);

    JsonNode output = succeeded(task);
    assertThat(output.path("decision").asText()).isEqualTo("approve");
    assertThat(output.path("by").asText()).isEqualTo(one.name());
    assertThat(output.path("comment").asText()).isEqualTo("Looks good");
    assertThat(output.path("length").asInt()).isEqualTo(5);
    JsonNode after = read(approval);
    assertThat(after.path("status").asText()).isEqualTo("decided");
    assertThat(after.path("votes").get(0).path("by").asText()).isEqualTo(one.name());
    assertThat(events(task)).contains("approval.requested", "approval.decided");
  }

  @Test
  void whoAskedForATaskDoesNotDecideOnIt() {
    String task = start("approved");
    JsonNode approval = pending(task);
    ApiClient.Answer refused = decided(asking, task, approval, "approve", null, 403);
    assertThat(refused.json().path("detail").asText()).contains("You asked for this task");
    decided(viewer, task, approval, "approve", null, 403);
    assertThat(read(approval).path("status").asText()).isEqualTo("pending");
    cancel(task);
  }

  @Test
  void onlyThoseWhoAreNamedDecide() {
    String admins = start("by-admins");
    assertThat(
            decided(one, admins, pending(admins), "approve", null, 403)
                .json()
                .path("detail")
                .asText())
        .contains("decided by admin");
    assertThat(decide(admin, admins, pending(admins), "approve", null, null).status())
        .isEqualTo(200);
    String named = start("by-name");
    decided(one, named, pending(named), "approve", null, 403);
    decided(two, named, pending(named), "approve", null, 200);
    succeeded(named);
    succeeded(admins);
  }

  @Test
  void aRejectionFailsATaskWhoseWorkflowDoesNotSayOtherwise() {
    String task = start("approved");
    decided(one, task, pending(task), "reject", "Too long", 200);
    JsonNode ended = admin.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).isEqualTo("failed");
    assertThat(ended.path("failure").path("kind").asText()).isEqualTo("rejected");
    assertThat(ended.path("failure").path("message").asText())
        .contains(one.name())
        .contains("Too long");
  }

  @Test
  void aRejectionFollowsTheEdgeThatLooksAtTheDecision() {
    String task = start("routed");
    decided(one, task, pending(task), "reject", "Not now", 200);
    assertThat(succeeded(task).path("refused").asText()).isEqualTo("Not now");
  }

  @Test
  void aDecisionIsBoundToWhatWasRead() {
    String task = start("approved");
    JsonNode approval = pending(task);
    ObjectNode other = ((ObjectNode) approval.deepCopy()).put("shown", "0".repeat(64));
    decided(one, task, other, "approve", null, 409);
    ObjectNode none = ((ObjectNode) approval.deepCopy()).put("shown", "");
    ApiClient.Answer missing = decided(one, task, none, "approve", null, 422);
    assertThat(missing.json().path("errors").get(0).path("field").asText()).isEqualTo("shown");
    decided(one, task, approval, "maybe", null, 422);
    cancel(task);
    ApiClient.Answer late = decided(one, task, approval, "approve", null, 409);
    assertThat(late.json().path("detail").asText()).contains("cancelled");
    assertThat(read(approval).path("status").asText()).isEqualTo("withdrawn");
  }

  @Test
  void anEditReplacesWhatIsApprovedAndFitsItsSchema() {
    String task = start("approved");
    JsonNode approval = pending(task);
    ApiClient.Answer unfit =
        decide(
            one.api(), task, approval, "edit", null, Json.parse("{\"text\":\"x\",\"length\":0}"));
    assertThat(unfit.status()).isEqualTo(422);
    assertThat(unfit.json().path("errors").get(0).path("field").asText()).isEqualTo("value/length");
    JsonNode value = Json.parse("{\"text\":\"better\",\"length\":6}");
    assertThat(decide(one.api(), task, approval, "edit", "Shorter", value).status()).isEqualTo(200);
    JsonNode output = succeeded(task);
    assertThat(output.path("decision").asText()).isEqualTo("edit");
    assertThat(output.path("text").asText()).isEqualTo("better");
    assertThat(output.path("length").asInt()).isEqualTo(6);
  }

  @Test
  void twoDifferentPeopleHaveToApprove() {
    String task = start("by-two");
    JsonNode approval = pending(task);
    decided(one, task, approval, "approve", "Fine", 200);
    decided(one, task, approval, "approve", "Still fine", 409);
    assertThat(stage(task, "sign_off").path("status").asText()).isEqualTo("waiting");
    decided(two, task, approval, "approve", null, 200);
    JsonNode output = succeeded(task);
    assertThat(output.path("by").asText()).isEqualTo(one.name() + ", " + two.name());
    assertThat(output.path("comment").asText()).isEqualTo("Fine");
  }

  @Test
  void whatOneHasEditedTheOtherApprovesAnew() {
    String task = start("by-two");
    JsonNode approval = pending(task);
    decided(two, task, approval, "approve", null, 200);
    JsonNode value = Json.parse("{\"text\":\"changed\",\"length\":7}");
    assertThat(decide(one.api(), task, approval, "edit", null, value).status()).isEqualTo(200);
    decided(two, task, approval, "approve", null, 409);
    JsonNode changed = read(approval);
    assertThat(changed.path("content").get(0).path("value")).isEqualTo(value);
    assertThat(changed.path("votes")).hasSize(1);
    decided(two, task, changed, "approve", null, 200);
    assertThat(succeeded(task).path("text").asText()).isEqualTo("changed");
  }

  @Test
  void ofTwoAtOnceOneDecidesAndTheOtherIsTold() {
    for (int round = 0; round < 10; round++) {
      String task = start("routed");
      JsonNode approval = pending(task);
      CompletableFuture<Integer> yes = later(one, task, approval, "approve");
      CompletableFuture<Integer> no = later(two, task, approval, "reject");
      assertThat(List.of(yes.join(), no.join())).containsExactlyInAnyOrder(200, 409);
      JsonNode output = succeeded(task);
      assertThat(output.has("refused")).isEqualTo(no.join() == 200);
      assertThat(read(approval).path("votes")).hasSize(1);
    }
  }

  @Test
  void aDecisionOnAPausedTaskTakesEffectWhenItIsResumed() {
    String task = start("approved");
    JsonNode approval = pending(task);
    steer(task, "pause");
    decided(one, task, approval, "approve", null, 200);
    assertThat(admin.get("api/v1/tasks/" + task).json().path("status").asText())
        .isEqualTo("paused");
    assertThat(stage(task, "sign_off").path("waitingFor").asText()).isEqualTo("resume");
    steer(task, "resume");
    succeeded(task);
  }

  @Test
  void aTaskPausedAndResumedBeforeTheDecisionStillWaits() {
    String task = start("approved");
    JsonNode approval = pending(task);
    steer(task, "pause");
    steer(task, "resume");
    assertThat(admin.get("api/v1/tasks/" + task).json().path("status").asText())
        .isEqualTo("waiting");
    decided(one, task, approval, "approve", null, 200);
    succeeded(task);
  }

  @ParameterizedTest
  @CsvSource({"approve, succeeded", "reject, succeeded", "fail, failed"})
  void whatNobodyDecidesInTimeGoesOnAsDeclared(String action, String status) {
    String task = start("late-" + action);
    JsonNode approval = pending(task);
    JsonNode ended = admin.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo(status);
    JsonNode after = read(approval);
    assertThat(after.path("status").asText()).isEqualTo("expired");
    assertThat(after.path("decision").asText()).isEqualTo(action);
    if (action.equals("fail")) {
      assertThat(ended.path("failure").path("kind").asText()).isEqualTo("timeout");
    } else {
      JsonNode output = succeeded(task);
      assertThat(output.has("refused")).isEqualTo(action.equals("reject"));
    }
    decided(one, task, approval, "approve", null, 409);
  }

  @Test
  void whatIsEscalatedGoesToOthers() {
    String task = start("late-escalate");
    JsonNode approval = pending(task);
    decided(two, task, approval, "approve", null, 403);
    JsonNode escalated =
        Await.value(
            "it is escalated",
            PATIENCE,
            () -> Optional.of(read(approval)).filter(now -> now.hasNonNull("escalatedAt")));
    assertThat(escalated.path("approvers").get(0).asText()).isEqualTo(two.name());
    decided(one, task, escalated, "approve", null, 403);
    decided(two, task, escalated, "approve", null, 200);
    succeeded(task);
    assertThat(events(task)).contains("approval.escalated");
  }

  @Test
  void theListHasWhatIsPendingFirstAndComesInPages() {
    List<String> tasks = List.of(start("approved"), start("approved"), start("approved"));
    tasks.forEach(ApprovalsIT::pending);
    decided(one, tasks.get(2), pending(tasks.get(2)), "approve", null, 200);
    List<JsonNode> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          admin
              .get("api/v1/approvals?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
              .json();
      page.path("items").forEach(all::add);
      cursor = page.path("next").asText("");
      cursor = cursor.equals("null") ? "" : cursor;
    } while (!cursor.isEmpty() && all.size() < 1_000);
    List<String> states = all.stream().map(each -> each.path("status").asText()).toList();
    assertThat(states.lastIndexOf("pending")).isLessThan(firstOther(states));
    assertThat(all).extracting(each -> each.path("id").asText()).doesNotHaveDuplicates();
    assertThat(all).extracting(each -> each.path("task").asText()).containsAll(tasks);
    JsonNode mine = viewer.api().get("api/v1/approvals?status=decided&task=" + tasks.get(2)).json();
    assertThat(mine.path("items")).hasSize(1);
    assertThat(mine.path("items").get(0).path("content").isNull()).isTrue();
    assertThat(admin.get("api/v1/approvals?status=open").status()).isEqualTo(400);
    cancel(tasks.get(0));
    cancel(tasks.get(1));
  }

  private static int firstOther(List<String> states) {
    for (int i = 0; i < states.size(); i++) {
      if (!states.get(i).equals("pending")) {
        return i;
      }
    }
    return states.size();
  }

  private static CompletableFuture<Integer> later(
      Person who, String task, JsonNode approval, String decision) {
    return CompletableFuture.supplyAsync(
        () -> decide(who.api(), task, approval, decision, null, null).status());
  }

  private static String start(String workflow) {
    ApiClient.Answer made =
        asking
            .api()
            .post("api/v1/tasks", Api.task("to be decided", "approvals-" + workflow).toString());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().path("id").asText();
  }

  private static JsonNode pending(String task) {
    JsonNode listed =
        Await.value(
            "task " + task + " asks",
            PATIENCE,
            () ->
                Optional.ofNullable(
                    admin
                        .get("api/v1/approvals?status=pending&task=" + task)
                        .json()
                        .path("items")
                        .get(0)));
    return read(listed);
  }

  private static JsonNode read(JsonNode approval) {
    return viewer.api().get("api/v1/approvals/" + approval.path("id").asText()).json();
  }

  private static ApiClient.Answer decided(
      Person who, String task, JsonNode approval, String decision, String comment, int status) {
    ApiClient.Answer answer = decide(who.api(), task, approval, decision, comment, null);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }

  private static ApiClient.Answer decide(
      ApiClient api,
      String task,
      JsonNode approval,
      String decision,
      String comment,
      JsonNode value) {
    ObjectNode body = Json.object().put("stage", "sign_off").put("decision", decision);
    body.put("shown", approval.path("shown").asText());
    if (comment != null) {
      body.put("comment", comment);
    }
    if (value != null) {
      body.set("value", value);
    }
    return api.post("api/v1/tasks/" + task + "/decisions", body.toString());
  }

  private static JsonNode succeeded(String task) {
    JsonNode ended = admin.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    return admin.get("api/v1/tasks/" + task + "/result").json().path("output");
  }

  private static JsonNode stage(String task, String name) {
    for (JsonNode stage : admin.get("api/v1/tasks/" + task + "/stages").json().path("items")) {
      if (stage.path("name").asText().equals(name)) {
        return stage;
      }
    }
    throw new AssertionError("No stage " + name);
  }

  private static String events(String task) {
    return admin.get("api/v1/tasks/" + task + "/events").text();
  }

  private static void steer(String task, String verb) {
    ApiClient.Answer answer = admin.post("api/v1/tasks/" + task + "/" + verb, "");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static void cancel(String task) {
    steer(task, "cancel");
  }
}
