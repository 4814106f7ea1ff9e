package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is remembered, from the outside: by agents, by people, in contexts and conditions. */
class MemoryIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  static final String AGENTS =
      """
      agents:
        memo-a: {description: A, prompt: You have a memory., tools: [memory.remember, memory.recall]}
        memo-b: {description: B, prompt: You have a memory., tools: [memory.remember, memory.recall]}
      """;

  static final String RULES =
      """
      rules:
        - when: {agent: [memo-a, memo-b], text: "^keep "}
          turns:
            - toolCalls:
                - name: memory.remember
                  arguments: {key: colour, value: "{{ task.description }}"}
                - name: memory.remember
                  arguments: {value: "A note on {{ task.description }}", tags: [note]}
            - reply: kept
        - when: {agent: [memo-a, memo-b], text: "^reach "}
          turns:
            - toolCalls:
                - {name: memory.remember, arguments: {value: any, scope: "{{ task.description }}"}}
            - reply: "{{ toolResults | json }}"
        - when: {agent: [memo-a, memo-b], text: "^ask "}
          turns:
            - toolCalls:
                - {name: memory.recall, arguments: {query: "{{ task.description }}"}}
            - reply: "{{ toolResults | json }}"
      """;

  private static final String SHOP =
      """
      memory:
        scopes:
          task: {backend: postgres}
          agent: {backend: postgres, keep: 30d}
          project: {backend: postgres}
          global: {backend: in-memory}
        context: {tokens: 400, order: [task, project, global]}
      agents:
        memo-seller: {description: Sells, prompt: "Mode {{ memory.mode | default('slow') }}."}
      stages:
        note:
          kind: tool
          tool: memory.remember
          with: {key: seen, value: "#{task.title}", scope: project}
        sell: {kind: agent, agent: memo-seller}
        fast: {kind: output, with: {way: fast, seen: "#{memory.seen}"}}
        slow: {kind: output, with: {way: slow, seen: "#{memory.seen}"}}
      workflow:
        name: memo-shop
        version: 1
        start: note
        edges:
          - note -> sell
          - {from: sell, to: fast, when: "#{memory.mode == 'fast'}"}
          - sell -> slow
        end: [fast, slow]
      """;

  private static final String SHOP_RULES =
      """
      rules:
        - when: {agent: memo-seller, text: "Remembered from before[\\\\s\\\\S]*round tables"}
          reply: I know of round tables.
        - when: {agent: memo-seller}
          reply: I know of nothing.
      """;

  private static final String SAFE =
      """
      stages:
        note: {kind: tool, tool: memory.remember, with: {value: any, scope: SCOPE}}
      workflow: {name: memo-safe-SCOPE, version: 1, start: note, end: [note]}
      memory: {scopes: {task: {}, global: {}}}
      security: {mode: safe_mode}
      """;

  private static ServerFixture server;
  private static ApiClient api;

  @BeforeAll
  static void prepare() {
    server = ServerFixture.shared();
    api = server.client();
    Path folder = server.manifests().resolve("memo");
    Definitions.write(folder.resolve("agents.yaml"), AGENTS);
    Definitions.write(folder.resolve("scripted.yaml"), RULES);
    Path shop = server.manifests().resolve("memo-shop");
    Definitions.write(shop.resolve("workflow.yaml"), SHOP);
    Definitions.write(shop.resolve("scripted.yaml"), SHOP_RULES);
    for (String scope : List.of("task", "global")) {
      Definitions.write(
          server.manifests().resolve("memo-safe-" + scope).resolve("workflow.yaml"),
          SAFE.replace("SCOPE", scope));
    }
    ApiClient.Answer found = api.post("api/v1/agents/discovery", "");
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.json().path("problems"))
        .noneMatch(problem -> problem.path("file").asText().contains("memo"));
    // Rules of files are looked at once a second.
    Await.that(
        "the rules are read",
        PATIENCE,
        () -> run("memo-b", "ask for it", "").path("output").toString().contains("entries"));
  }

  @Test
  void anAgentRemembersForItsNextTaskAndNobodyElseSeesIt() {
    run("memo-a", "keep it", "teal");
    run("memo-a", "keep it", "emerald green");
    String recalled = run("memo-a", "ask for it", "green").path("output").toString();
    assertThat(recalled).contains("emerald green").doesNotContain("teal");
    assertThat(run("memo-b", "ask for it", "green").path("output").toString())
        .contains("entries")
        .doesNotContain("emerald");
    List<JsonNode> entries = list("scope=agent&owner=memo-a");
    assertThat(entries).hasSize(3);
    assertThat(entries)
        .filteredOn(entry -> entry.path("key").asText().equals("colour"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.path("value").asText()).isEqualTo("emerald green");
              assertThat(entry.path("version").asInt()).isEqualTo(1);
              assertThat(entry.path("source").path("agent").asText()).isEqualTo("memo-a");
              assertThat(entry.path("source").path("stage").asText()).isEqualTo("answer");
            });
    assertThat(list("scope=agent&owner=memo-a&tag=note")).hasSize(2);
    assertThat(list("scope=agent&owner=memo-b")).isEmpty();
  }

  @Test
  void anAgentReachesNoFurtherThanItsWorkflowAllows() {
    String refused = run("memo-b", "reach out", "global").path("output").toString();
    assertThat(refused).contains("memory.yaml does not name it").contains("task, agent");
    assertThat(run("memo-b", "reach out", "task").path("output").toString())
        .contains("\\\"scope\\\":\\\"task\\\"");
  }

  @Test
  void inSafeModeATaskKeepsItsOwnNotesAndTellsOthersNothing() {
    result(Json.object().put("title", "Own note").put("workflow", "memo-safe-task"));
    ObjectNode far = Json.object().put("title", "Far note").put("workflow", "memo-safe-global");
    String task = api.post("api/v1/tasks", far.toString()).json().path("id").asText();
    JsonNode ended = api.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("failed");
    assertThat(ended.path("failure").path("kind").asText()).isEqualTo("not-permitted");
    assertThat(list("scope=global&q=any")).isEmpty();
  }

  @Test
  void whatIsRememberedGoesIntoContextsConditionsAndPrompts() {
    ObjectNode body = entry("project", "memo-tables", "We sell round tables.");
    created(body);
    created(entry("project", "memo-tables", "y".repeat(3_000)));
    JsonNode slow = shop("A first", "project:memo-tables");
    assertThat(slow.path("output").path("way").asText()).isEqualTo("slow");
    assertThat(slow.path("output").path("seen").asText()).isEqualTo("A first");
    JsonNode sell = stage(slow.path("task").asText(), "sell");
    assertThat(sell.path("output").path("text").asText()).isEqualTo("I know of round tables.");
    JsonNode context = sell.path("context");
    assertThat(context.path("budget").asInt()).isEqualTo(400);
    assertThat(context.path("used").asInt()).isPositive().isLessThanOrEqualTo(400);
    assertThat(context.path("parts"))
        .filteredOn(part -> part.path("kind").asText().equals("memory"))
        .hasSize(3)
        .anyMatch(
            part ->
                !part.path("included").booleanValue()
                    && part.path("reason").asText().contains("does not fit"))
        .anyMatch(part -> part.path("name").asText().equals("seen"));

    ObjectNode alone = Json.object().put("title", "Alone").put("agent", "memo-seller");
    alone.putArray("labels").add("project:memo-tables");
    assertThat(result(alone).path("output").path("text").asText())
        .isEqualTo("I know of round tables.");

    created(entry("project", "memo-tables", "fast").put("key", "mode"));
    JsonNode fast = shop("A second", "project:memo-tables");
    assertThat(fast.path("output").path("way").asText()).isEqualTo("fast");
    JsonNode other = shop("Another", "project:memo-chairs");
    assertThat(other.path("output").path("way").asText()).isEqualTo("slow");
    assertThat(stage(other.path("task").asText(), "sell").path("output").path("text").asText())
        .isEqualTo("I know of nothing.");
    assertThat(list("scope=project&owner=memo-tables")).hasSize(4);
    JsonNode forgotten = forget("scope=project&owner=memo-tables").json();
    assertThat(forgotten.path("forgotten").asInt()).isEqualTo(4);
    assertThat(list("scope=project&owner=memo-tables")).isEmpty();
  }

  @Test
  void peopleReadChangeAndForgetEntries() {
    ApiClient.Answer made =
        api.post("api/v1/memory", entry("project", "memo-crud", "one").put("key", "k").toString());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    String id = made.json().path("id").asText();
    assertThat(made.response().headers().firstValue("Location")).get().asString().endsWith(id);
    assertThat(
            api.post(
                    "api/v1/memory",
                    entry("project", "memo-crud", "two").put("key", "k").toString())
                .status())
        .isEqualTo(409);
    ApiClient.Answer read = api.get("api/v1/memory/" + id);
    String tag = read.response().headers().firstValue("ETag").orElseThrow();
    ObjectNode change = (ObjectNode) read.json();
    change.set("value", Json.parse("{\"deep\": [1, 2]}"));
    assertThat(put(id, change, null).status()).isEqualTo(428);
    ApiClient.Answer changed = put(id, change, tag);
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.json().path("value").path("deep").size()).isEqualTo(2);
    assertThat(put(id, change, tag).status()).isEqualTo(412);
    change.put("owner", "somebody else");
    assertThat(fields(put(id, change, "\"1\""))).containsExactly("owner");
    assertThat(send("api/v1/memory/" + id, "DELETE").status()).isEqualTo(204);
    assertThat(api.get("api/v1/memory/" + id).status()).isEqualTo(404);
    JsonNode rows = api.get("api/v1/audit?action=memory.changed&actor=admin&limit=500").json();
    assertThat(rows.path("items"))
        .filteredOn(row -> row.path("subject").asText().equals(id))
        .hasSize(3)
        .noneMatch(row -> row.toString().contains("deep"));
  }

  @Test
  void badInputNamesTheFieldAndNothingIsStored() {
    assertThat(fields(post(entry("planet", "x", "v")))).containsExactly("scope");
    assertThat(fields(post(entry("agent", "nobody-of-this-name", "v")))).containsExactly("owner");
    assertThat(fields(post(entry("task", "0", "v")))).containsExactly("owner");
    assertThat(fields(post(entry("project", "p", "v").put("backend", "disk"))))
        .containsExactly("backend");
    ObjectNode wrong = entry("project", "p", "v".repeat(20_000)).put("key", "k".repeat(101));
    wrong.put("expiresAt", "2001-01-01T00:00:00Z").putArray("tags").add("");
    assertThat(fields(post(wrong))).containsExactlyInAnyOrder("key", "value", "tags", "expiresAt");
    assertThat(fields(forget("owner=p"))).containsExactly("scope");
    assertThat(fields(forget("scope=agent"))).containsExactly("owner");
    assertThat(api.get("api/v1/memory?scope=planet").status()).isEqualTo(400);
    assertThat(list("scope=project&owner=p")).isEmpty();
  }

  @Test
  void listsAreSearchedAndComeInPages() {
    for (int i = 0; i < 5; i++) {
      created(entry("project", "memo-pages", "Entry number n" + i + " of lots"));
    }
    created(entry("project", "memo-pages", "Something else"));
    for (String query : List.of("", "&q=lots%20-n9")) {
      List<String> seen = new ArrayList<>();
      String next = "";
      do {
        JsonNode page =
            api.get(
                    "api/v1/memory?scope=project&owner=memo-pages&limit=2"
                        + query
                        + (next.isEmpty() ? "" : "&cursor=" + next))
                .json();
        page.path("items").forEach(item -> seen.add(item.path("id").asText()));
        next = page.path("next").asText("");
      } while (!next.isEmpty() && !next.equals("null"));
      assertThat(seen).doesNotHaveDuplicates().hasSize(query.isEmpty() ? 6 : 5);
    }
    assertThat(list("owner=memo-pages&q=%22number%20n3%22%20or%20something")).hasSize(2);
  }

  @Test
  void whatOneNodeKeepsInMemoryIsListedApart() {
    created(entry("project", "memo-node", "passing").put("backend", "in-memory"));
    assertThat(list("owner=memo-node")).isEmpty();
    assertThat(list("owner=memo-node&backend=in-memory&q=passing")).hasSize(1);
    assertThat(forget("scope=project&owner=memo-node").json().path("forgotten").asInt())
        .isEqualTo(1);
  }

  @Test
  void whoOnlyLooksChangesNothing() {
    ApiClient viewer = new People(server).make("memo-viewer", "viewer").api();
    assertThat(viewer.get("api/v1/memory").status()).isEqualTo(200);
    assertThat(viewer.post("api/v1/memory", entry("project", "p", "v").toString()).status())
        .isEqualTo(403);
    assertThat(viewer.send(viewer.request("api/v1/memory?scope=project&owner=p").DELETE()).status())
        .isEqualTo(403);
    ApiClient nobody = new ApiClient(server.base(), "");
    assertThat(nobody.get("api/v1/memory").status()).isEqualTo(401);
  }

  private static JsonNode run(String agent, String title, String description) {
    ObjectNode body = Json.object().put("title", title).put("description", description);
    return result(body.put("agent", agent));
  }

  private static JsonNode shop(String title, String label) {
    ObjectNode body = Json.object().put("title", title).put("workflow", "memo-shop");
    body.putArray("labels").add(label);
    return result(body);
  }

  private static JsonNode result(ObjectNode body) {
    ApiClient.Answer made = api.post("api/v1/tasks", body.toString());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    String task = made.json().path("id").asText();
    JsonNode ended = api.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    ObjectNode result = (ObjectNode) api.get("api/v1/tasks/" + task + "/result").json();
    return result.put("task", task);
  }

  private static JsonNode stage(String task, String name) {
    JsonNode stages = api.get("api/v1/tasks/" + task + "/stages").json().path("items");
    for (JsonNode stage : stages) {
      if (stage.path("name").asText().equals(name)) {
        return stage;
      }
    }
    throw new AssertionError("no stage " + name + " in " + stages);
  }

  private static ObjectNode entry(String scope, String owner, String value) {
    return Json.object().put("scope", scope).put("owner", owner).put("value", value);
  }

  private static void created(ObjectNode entry) {
    ApiClient.Answer answer = post(entry);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private static ApiClient.Answer post(ObjectNode entry) {
    return api.post("api/v1/memory", entry.toString());
  }

  private static ApiClient.Answer put(String id, ObjectNode entry, String tag) {
    HttpRequest.Builder request =
        api.request("api/v1/memory/" + id)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(entry.toString()));
    return api.send(tag == null ? request : request.header("If-Match", tag));
  }

  private static ApiClient.Answer forget(String query) {
    return send("api/v1/memory?" + query, "DELETE");
  }

  private static ApiClient.Answer send(String path, String method) {
    return api.send(api.request(path).method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private static List<JsonNode> list(String query) {
    ApiClient.Answer answer = api.get("api/v1/memory?limit=100&" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<JsonNode> all = new ArrayList<>();
    answer.json().path("items").forEach(all::add);
    return all;
  }

  private static List<String> fields(ApiClient.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    return answer.json().path("errors").findValuesAsText("field");
  }
}
