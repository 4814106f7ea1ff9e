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

/** What tools may be used for what, who is asked, and what the audit log says of it. */
class PolicyIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String AGENTS =
      """
      agents:
        policy-reader:
          description: Asks for what it has and for what it has not
          prompt: Look at it.
          tools: [project.scan]
        policy-curious: {description: Reads, prompt: Read., tools: [docs.search, project.scan]}
        policy-other: {description: Reads as well, prompt: Read., tools: [project.scan]}
      """;

  private static final String RULES =
      """
      rules:
        - name: a tool that it does not have
          when: {agent: policy-reader}
          toolCalls: [{name: files.read, arguments: {path: README.md}}]
          reply: "{{ toolResults[0].error }}"
        - name: a tool that it has
          when: {agent: policy-curious}
          toolCalls: [{name: project.scan, arguments: {}}]
          reply: "{{ toolResults[0].result is null ? toolResults[0].error : 'scanned' }}"
        - name: a tool that it has, too
          when: {agent: policy-other}
          toolCalls: [{name: project.scan, arguments: {}}]
          reply: "{{ toolResults[0].result is null ? toolResults[0].error : 'scanned by another' }}"
      """;

  private static final String WORKFLOW =
      """
      stages:
        look: {kind: agent, agent: AGENT}
      workflow: {name: NAME, version: 1, start: look, end: [look]}
      SECURITY
      """;

  private static final String TOOL_WORKFLOW =
      """
      stages:
        look: {kind: tool, tool: project.scan}
        done: {kind: output, with: {looked: "#{outputs.look.hasSource}"}}
      workflow: {name: NAME, version: 1, start: look, edges: [look -> done], end: [done]}
      SECURITY
      """;

  private static ApiClient admin;
  private static Person operator;
  private static Person viewer;

  @BeforeAll
  static void prepare() {
    ServerFixture server = ServerFixture.shared();
    admin = server.client();
    People people = new People(server);
    operator = people.make("op", "operator");
    viewer = people.make("viewer", "viewer");
    write(server.manifests());
    ApiClient.Answer read = admin.post("api/v1/agents/discovery", "");
    assertThat(read.status()).as(read.text()).isEqualTo(200);
  }

  private static void write(Path manifests) {
    Definitions.write(manifests.resolve("policy-agents").resolve("agents.yaml"), AGENTS);
    Definitions.write(manifests.resolve("policy-agents").resolve("scripted.yaml"), RULES);
    workflow(manifests, WORKFLOW, "policy-open", "policy-reader", "");
    workflow(
        manifests,
        WORKFLOW,
        "policy-denied",
        "policy-curious",
        "security: {capabilities: {read: deny}}");
    workflow(
        manifests,
        WORKFLOW,
        "policy-asked",
        "policy-curious",
        "security: {capabilities: {read: ask}}");
    workflow(
        manifests,
        WORKFLOW,
        "policy-kept",
        "policy-curious",
        "security: {capabilities: {read: ask}}");
    workflow(manifests, TOOL_WORKFLOW, "policy-tool", "", "security: {capabilities: {read: ask}}");
  }

  private static void workflow(
      Path manifests, String text, String name, String agent, String security) {
    Definitions.write(
        manifests.resolve(name).resolve("workflow.yaml"),
        text.replace("AGENT", agent).replace("NAME", name).replace("SECURITY", security));
  }

  @Test
  void aModelThatAsksForAForbiddenToolGetsARefusalItCanRead() {
    String task = start(admin, "policy-open");
    assertThat(text(admin, task)).contains("no such tool for you").contains("project.scan");
    JsonNode row = only(admin, "task=" + task + "&action=tool.*");
    assertThat(row.path("action").asText()).isEqualTo("tool.refused");
    assertThat(row.path("actor").asText()).isEqualTo("agent:policy-reader");
    assertThat(row.path("subject").asText()).isEqualTo("files.read");
    assertThat(row.path("stage").asText()).isEqualTo("look");
    assertThat(row.path("verdict").asText()).isEqualTo("deny");
    assertThat(row.path("reason").asText()).contains("no such tool for you");
    assertThat(row.path("details").path("rule").asText()).isEqualTo("agents.policy-reader.tools");
  }

  @Test
  void whatTheFolderOfTheWorkflowDeniesIsRefusedAndTold() {
    String task = start(admin, "policy-denied");
    assertThat(text(admin, task)).contains("security.capabilities.read denies");
    JsonNode row = only(admin, "task=" + task + "&action=tool.*");
    assertThat(row.path("action").asText()).isEqualTo("tool.refused");
    assertThat(row.path("subject").asText()).isEqualTo("project.scan");
    assertThat(row.path("details").path("rule").asText()).isEqualTo("security.capabilities.read");
  }

  @Test
  void aCallThatAPersonApprovesIsMade() {
    String task = start(admin, "policy-asked");
    JsonNode approval = pending(admin, task);
    assertThat(approval.path("kind").asText()).isEqualTo("tool");
    assertThat(approval.path("content").get(0).path("value").asText()).isEqualTo("project.scan");
    JsonNode waiting = admin.get("api/v1/tasks/" + task).json();
    assertThat(waiting.path("status").asText()).isEqualTo("waiting");
    assertThat(waiting.path("reason").asText()).contains("permission").contains("look");
    assertThat(decide(viewer.api(), task, approval, "approve").status()).isEqualTo(403);
    assertThat(decide(operator.api(), task, approval, "edit").status()).isEqualTo(422);
    assertThat(decide(operator.api(), task, approval, "approve").status()).isEqualTo(200);
    assertThat(text(admin, task)).isEqualTo("scanned");
    JsonNode rows = audit(admin, "task=" + task).path("items");
    assertThat(rows.findValuesAsText("action"))
        .containsExactly("tool.call", "approval.decided", "tool.asked");
    assertThat(rows.get(0).path("reason").asText()).contains("'" + operator.name() + "' allowed");
    assertThat(rows.get(1).path("actor").asText()).isEqualTo(operator.name());
    assertThat(rows.get(1).path("verdict").asText()).isEqualTo("allow");
  }

  @Test
  void aCallThatAPersonRejectsIsRefused() {
    String task = start(admin, "policy-asked");
    assertThat(decide(operator.api(), task, pending(admin, task), "reject").status())
        .isEqualTo(200);
    assertThat(text(admin, task)).contains("'" + operator.name() + "' did not allow");
    assertThat(audit(admin, "task=" + task + "&action=tool.refused").path("items")).hasSize(1);
  }

  @Test
  void aToolStageWaitsForItsPermissionAndFailsWithoutIt() {
    String allowed = start(admin, "policy-tool");
    assertThat(decide(operator.api(), allowed, pending(admin, allowed), "approve").status())
        .isEqualTo(200);
    JsonNode ended = admin.awaitEnd(allowed, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");

    String refused = start(admin, "policy-tool");
    decide(operator.api(), refused, pending(admin, refused), "reject");
    JsonNode failed = admin.awaitEnd(refused, PATIENCE);
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.path("failure").path("kind").asText()).isEqualTo("not-permitted");
  }

  @Test
  void toolsAreCalledOverTheApi() {
    String path = "api/v1/tools/docs.search/invocations";
    ApiClient.Answer called =
        operator.api().post(path, "{\"arguments\": {\"query\": \"approvals\", \"limit\": 1}}");
    assertThat(called.status()).as(called.text()).isEqualTo(200);
    assertThat(called.json().path("status").asText()).isEqualTo("succeeded");
    assertThat(called.json().path("output").path("passages")).hasSize(1);
    ApiClient.Answer wrong =
        operator.api().post(path, "{\"arguments\": {\"query\": 3, \"other\": 1}}");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().path("errors").findValuesAsText("field")).contains("arguments/query");
    assertThat(viewer.api().post(path, "{}").status()).isEqualTo(403);
    assertThat(operator.api().post("api/v1/tools/no.such/invocations", "{}").status())
        .isEqualTo(404);
    JsonNode failed = operator.api().post("api/v1/tools/project.tree/invocations", "{}").json();
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.path("failure").path("message").asText()).contains("source");
    JsonNode row = audit(admin, "action=tool.call&actor=" + operator.name()).path("items").get(1);
    assertThat(row.path("subject").asText()).isEqualTo("docs.search");
    assertThat(row.toString()).doesNotContain("approvals");
  }

  @Test
  void aRunThatWaitedGoesOnWithWhoBeganItWhateverWasDecidedMeanwhile() {
    String override = override();
    String other = start(admin, "policy-kept");
    JsonNode ofOther = pending(admin, other);
    takeBack(override);
    String own = start(admin, "policy-kept");
    JsonNode ofOwn = pending(admin, own);
    String late = override();

    assertThat(decide(operator.api(), other, ofOther, "approve").status()).isEqualTo(200);
    assertThat(text(admin, other)).isEqualTo("scanned by another");
    assertThat(overridden(other)).containsExactly("policy-other");
    assertThat(decide(operator.api(), own, ofOwn, "approve").status()).isEqualTo(200);
    assertThat(text(admin, own)).isEqualTo("scanned");
    assertThat(overridden(own)).isEmpty();
    takeBack(late);
  }

  private static String override() {
    ObjectNode override =
        Json.object()
            .put("kind", "agent")
            .put("value", "policy-other")
            .put("workflow", "policy-kept")
            .put("reason", "the usual one is ill");
    ApiClient.Answer made = admin.post("api/v1/overrides", override.toString());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().path("id").asText();
  }

  private static void takeBack(String override) {
    assertThat(admin.send(admin.request("api/v1/overrides/" + override).DELETE()).status())
        .isEqualTo(204);
  }

  private static List<String> overridden(String task) {
    List<String> winners = new ArrayList<>();
    for (JsonNode decision : admin.get("api/v1/tasks/" + task + "/routing").json().path("items")) {
      if (decision.path("decidedBy").asText().equals("override")) {
        winners.add(decision.path("winner").asText());
      }
    }
    return winners;
  }

  @Test
  void aTasksPolicyHoldsForCallsOnItsBehalf() {
    String task = start(admin, "policy-denied");
    admin.awaitEnd(task, PATIENCE);
    ApiClient.Answer refused =
        operator
            .api()
            .post(
                "api/v1/tools/project.scan/invocations",
                Json.object().put("task", task).toString());
    assertThat(refused.status()).as(refused.text()).isEqualTo(403);
    assertThat(refused.json().path("detail").asText()).contains("security.capabilities.read");
  }

  @Test
  void toolsTellWhatMayBeDoneWithThem() {
    JsonNode tool = viewer.api().get("api/v1/tools/project.scan").json();
    assertThat(tool.path("enabled").asBoolean()).isTrue();
    assertThat(tool.path("verdict").asText()).isEqualTo("allow");
    assertThat(tool.path("agents").toString()).contains("policy-curious");
    JsonNode permissions =
        viewer.api().get("api/v1/agents/policy-curious/permissions").json().path("items");
    assertThat(permissions.findValuesAsText("tool")).containsExactly("docs.search", "project.scan");
    assertThat(permissions.findValuesAsText("verdict")).containsOnly("allow");
  }

  @Test
  void whatPeopleChangeIsInTheAuditLog() {
    ApiClient.Answer made =
        admin.post(
            "api/v1/providers",
            "{\"name\":\"audited\",\"kind\":\"openai-compatible\","
                + "\"baseUrl\":\"http://127.0.0.1:9/v1\",\"apiKey\":\"sk-very-secret\"}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(
            admin.post("api/v1/agents", "{\"name\":\"audited-agent\",\"prompt\":\"x\"}").status())
        .isEqualTo(201);
    ApiClient.Answer standing =
        operator
            .api()
            .post(
                "api/v1/overrides",
                "{\"kind\":\"agent\",\"value\":\"policy-reader\",\"workflow\":\"policy-open\","
                    + "\"reason\":\"only to be seen\"}");
    assertThat(standing.status()).as(standing.text()).isEqualTo(201);
    JsonNode override = only(admin, "action=override.created&actor=" + operator.name());
    assertThat(override.path("reason").asText()).isEqualTo("only to be seen");
    String id = standing.json().path("id").asText();
    operator.api().send(operator.api().request("api/v1/overrides/" + id).DELETE());
    only(admin, "action=override.removed&actor=" + operator.name());
    JsonNode rows = audit(admin, "actor=admin&limit=500").path("items");
    assertThat(rows.findValuesAsText("action"))
        .contains("provider.created", "agent.changed", "user.created", "api-key.created");
    assertThat(rows.toString()).contains("audited").doesNotContain("sk-very-secret");
    new ApiClient(ServerFixture.shared().base(), "gml_wrong").get("api/v1/tasks");
    assertThat(audit(admin, "action=sign-in.failed").path("items")).isNotEmpty();
  }

  @Test
  void theChainIsIntactAndTheExportIsWhole() {
    JsonNode verified = operator.api().get("api/v1/audit/verification").json();
    assertThat(verified.path("intact").asBoolean()).as(verified.toString()).isTrue();
    assertThat(verified.path("checked").asLong()).isPositive();
    assertThat(verified.path("next").isNull()).isTrue();
    ApiClient.Answer exported = operator.api().get("api/v1/audit/export?to=2100-01-01T00:00:00Z");
    assertThat(exported.status()).isEqualTo(200);
    String former = "";
    int lines = 0;
    for (String line : exported.text().strip().split("\n")) {
      JsonNode row = Json.parse(line);
      assertThat(row.path("former").asText()).isEqualTo(former);
      former = row.path("hash").asText();
      lines++;
    }
    assertThat(lines).isGreaterThanOrEqualTo(verified.path("checked").asInt());
    assertThat(viewer.api().get("api/v1/audit").status()).isEqualTo(403);
    assertThat(operator.api().get("api/v1/audit?verdict=perhaps").status()).isEqualTo(400);
    assertThat(operator.api().get("api/v1/audit?from=yesterday").status()).isEqualTo(400);
  }

  @Test
  void aPageOfTheAuditLogLeadsToTheNext() {
    JsonNode first = audit(admin, "limit=2");
    JsonNode second = audit(admin, "limit=2&cursor=" + first.path("next").asText());
    assertThat(second.path("items").get(0).path("seq").asLong())
        .isEqualTo(first.path("items").get(1).path("seq").asLong() - 1);
  }

  static String start(ApiClient api, String workflow) {
    ApiClient.Answer made = api.post("api/v1/tasks", Api.task("policy", workflow).toString());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().path("id").asText();
  }

  static String text(ApiClient api, String task) {
    JsonNode ended = api.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    return api.get("api/v1/tasks/" + task + "/result").json().at("/output/text").asText();
  }

  static JsonNode pending(ApiClient api, String task) {
    JsonNode listed =
        Await.value(
            "task " + task + " asks",
            PATIENCE,
            () ->
                Optional.ofNullable(
                    api.get("api/v1/approvals?status=pending&task=" + task)
                        .json()
                        .path("items")
                        .get(0)));
    return api.get("api/v1/approvals/" + listed.path("id").asText()).json();
  }

  static ApiClient.Answer decide(ApiClient api, String task, JsonNode approval, String decision) {
    ObjectNode body = Json.object().put("stage", "look").put("decision", decision);
    body.put("shown", approval.path("shown").asText());
    if (decision.equals("edit")) {
      body.putObject("value");
    }
    return api.post("api/v1/tasks/" + task + "/decisions", body.toString());
  }

  private static JsonNode audit(ApiClient api, String query) {
    ApiClient.Answer answer = api.get("api/v1/audit?" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  static JsonNode only(ApiClient api, String query) {
    JsonNode items = audit(api, query).path("items");
    assertThat(items).as(items.toString()).hasSize(1);
    return items.get(0);
  }
}
