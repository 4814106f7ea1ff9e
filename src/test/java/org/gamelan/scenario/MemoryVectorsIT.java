package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory that is found by its meaning, with a model server that goes down and a server that dies.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MemoryVectorsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What the embedding model knows: each topic is a direction. */
  private static final List<Pattern> TOPICS =
      List.of(
          Pattern.compile("table|desk|furniture"),
          Pattern.compile("invoice|payment"),
          Pattern.compile("Rain|umbrella"));

  private static final String WORKFLOW =
      """
      memory: {scopes: {project: {backend: postgres}, global: {backend: in-memory}}}
      agents:
        seller: {description: Sells, prompt: Answer.}
      stages:
        sell: {kind: agent, agent: seller}
      workflow: {name: selling, version: 1, start: sell, end: [sell]}
      """;

  /** What a server took to make vectors of it is due again when it did not for three minutes. */
  private static final String THREE_MINUTES_LATER =
      "update memory_vector set due_at = due_at - interval '3 minutes' where due_at is not null";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static volatile boolean down;
  private static FakeModel model;
  private static TestServer server;

  @BeforeAll
  static void start() {
    Path manifests = folder.resolve("manifests");
    Definitions.write(manifests.resolve("selling").resolve("workflow.yaml"), WORKFLOW);
    model = new FakeModel(MemoryVectorsIT::answer);
    Map<String, String> environment = new HashMap<>(model.environment());
    environment.put("GAMELAN_MANIFESTS", manifests.toString());
    environment.put("GAMELAN_EMBEDDING_MODEL", "embed");
    server = new TestServer(folder.resolve("data"), environment).start();
    ObjectNode provider = Json.object().put("name", "vectors").put("kind", "openai-compatible");
    provider.put("baseUrl", environment.get("GAMELAN_MODEL_BASE_URL"));
    server.api().post("/providers", provider).ok();
    ObjectNode alias = Json.object().put("name", "embed").put("provider", "vectors");
    server.api().post("/models", alias.put("model", "e-1").put("inputPrice", 1)).ok();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    model.close();
  }

  private static void answer(String request, FakeModel.Line line) throws IOException {
    JsonNode body = request.isEmpty() ? Json.object() : Json.parse(request);
    if (!body.has("input")) {
      line.complete("Sold.");
    } else if (down) {
      line.respond(503, "", "{\"error\":{\"message\":\"warming up\"}}");
    } else {
      line.respond(200, "", embeddings(body.path("input")));
    }
  }

  private static String embeddings(JsonNode texts) {
    ArrayNode data = Json.array();
    for (JsonNode text : texts) {
      model.count(text.asText());
      ObjectNode one = data.addObject().put("index", data.size() - 1);
      ArrayNode vector = one.putArray("embedding");
      TOPICS.forEach(topic -> vector.add(topic.matcher(text.asText()).find() ? 1 : 0.01));
    }
    ObjectNode answer = Json.object();
    answer.set("data", data);
    answer.putObject("usage").put("prompt_tokens", 5);
    return answer.toString();
  }

  @Test
  @Order(1)
  void whatIsMeantIsFoundAndWordsDoWhileTheModelIsDown() {
    remember("project", "shop", "We sell round tables.");
    remember("project", "shop", "An invoice is due in thirty days.");
    remember("project", "shop", "Rain is expected.");
    remember("global", "", "Payment by card is fine.");
    Await.that(
        "all have vectors",
        PATIENCE,
        () ->
            model.calls("We sell round tables.") > 0
                && model.calls("Rain is expected.") > 0
                && model.calls("Payment by card is fine.") > 0);
    // A vector counts when it is kept, which is a moment after it was sent.
    Await.that(
        "the table comes first",
        PATIENCE,
        () -> first(run("shop", "A desk for Ann")).contains("table"));
    JsonNode context = run("shop", "A desk for Ann");
    assertThat(context.path("retrieval").asText()).isEqualTo("by words and by vectors of 'embed'");
    assertThat(first(run("shop", "Two umbrellas, please"))).contains("Rain");

    JsonNode usage = server.api().get("/usage?groupBy=model").ok().path("items");
    assertThat(usage)
        .filteredOn(row -> row.path("model").asText().equals("embed"))
        .singleElement()
        .satisfies(
            row -> assertThat(row.path("cost").decimalValue()).isPositive(),
            row -> assertThat(row.path("failures").asInt()).isZero());

    down = true;
    JsonNode alone = run("shop", "Another desk, round");
    assertThat(alone.path("retrieval").asText()).startsWith("by words alone:").contains("503");
    assertThat(first(alone)).contains("round tables");
  }

  @Test
  @Order(2)
  void aVectorThatIsStillToBeMadeSurvivesADeadServer() {
    down = true;
    remember("project", "stall", "Ours are high tables.");
    remember("project", "stall", "No rain, no umbrella.");
    assertThat(run("stall", "A desk for Cleo").path("retrieval").asText())
        .startsWith("by words alone:");
    server.kill();
    assertThat(model.calls("Ours are high tables.")).isZero();
    down = false;
    server.start();
    TestDatabase.of(server.running())
        .inTransaction(tx -> Sql.update(tx.connection(), THREE_MINUTES_LATER));
    Await.that(
        "the vectors are made",
        Duration.ofMinutes(4),
        () -> first(run("stall", "A desk for Ben")).contains("table"));
    assertThat(model.calls("Ours are high tables.")).isPositive();
  }

  private static void remember(String scope, String owner, String value) {
    ObjectNode entry = Json.object().put("scope", scope).put("value", value);
    if (scope.equals("project")) {
      entry.put("owner", owner);
    } else {
      entry.put("backend", "in-memory");
    }
    server.api().post("/memory", entry).ok();
  }

  /** What the agent was told. */
  private static JsonNode run(String owner, String title) {
    ObjectNode task = Api.task(title, "selling");
    task.putArray("labels").add("project:" + owner);
    String id = server.api().post("/tasks", task).ok().path("id").asText();
    JsonNode ended = server.api().ended(id, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    return server.api().stages(id).get(0).path("context");
  }

  /** The entry of the project that came first. */
  private static String first(JsonNode context) {
    for (JsonNode part : context.path("parts")) {
      if (part.path("reason").asText().endsWith("number 1 of its scope")
          && part.path("scope").asText().equals("project")) {
        return server.api().get("/memory/" + part.path("entry").asText()).ok().toString();
      }
    }
    return "";
  }
}
