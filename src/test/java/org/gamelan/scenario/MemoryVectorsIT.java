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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Memory that is found by its meaning, with a model server that goes down and servers that die. */
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

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private volatile boolean down;
  private FakeModel model;
  private TestServer server;

  @BeforeEach
  void start() {
    Path manifests = folder.resolve("manifests");
    Definitions.write(manifests.resolve("selling").resolve("workflow.yaml"), WORKFLOW);
    model = new FakeModel(this::answer);
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

  @AfterEach
  void stop() throws IOException {
    server.close();
    model.close();
  }

  private void answer(String request, FakeModel.Line line) throws IOException {
    JsonNode body = request.isEmpty() ? Json.object() : Json.parse(request);
    if (!body.has("input")) {
      line.complete("Sold.");
    } else if (down) {
      line.respond(503, "", "{\"error\":{\"message\":\"warming up\"}}");
    } else {
      line.respond(200, "", embeddings(body.path("input")));
    }
  }

  private String embeddings(JsonNode texts) {
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
  void whatIsMeantIsFoundAndWordsDoWhileTheModelIsDown() {
    remember("project", "We sell round tables.");
    remember("project", "An invoice is due in thirty days.");
    remember("project", "Rain is expected.");
    remember("global", "Payment by card is fine.");
    Await.that(
        "all have vectors",
        PATIENCE,
        () ->
            model.calls("We sell round tables.") > 0
                && model.calls("Rain is expected.") > 0
                && model.calls("Payment by card is fine.") > 0);
    // A vector counts when it is kept, which is a moment after it was sent.
    Await.that(
        "the table comes first", PATIENCE, () -> first(run("A desk for Ann")).contains("table"));
    JsonNode context = run("A desk for Ann");
    assertThat(context.path("retrieval").asText()).isEqualTo("by words and by vectors of 'embed'");
    assertThat(first(run("Two umbrellas, please"))).contains("Rain");

    JsonNode usage = server.api().get("/usage?groupBy=model").ok().path("items");
    assertThat(usage)
        .filteredOn(row -> row.path("model").asText().equals("embed"))
        .singleElement()
        .satisfies(
            row -> assertThat(row.path("cost").decimalValue()).isPositive(),
            row -> assertThat(row.path("failures").asInt()).isZero());

    down = true;
    JsonNode alone = run("Another desk, round");
    assertThat(alone.path("retrieval").asText()).startsWith("by words alone:").contains("503");
    assertThat(first(alone)).contains("round tables");
  }

  @Test
  void aVectorThatIsStillToBeMadeSurvivesADeadServer() {
    down = true;
    remember("project", "We sell round tables.");
    remember("project", "Rain is expected.");
    assertThat(run("A desk for Ann").path("retrieval").asText()).startsWith("by words alone:");
    server.kill();
    assertThat(model.calls("We sell round tables.")).isZero();
    down = false;
    server.start();
    Await.that(
        "the vectors are made",
        Duration.ofMinutes(4),
        () -> first(run("A desk for Ben")).contains("table"));
    assertThat(model.calls("We sell round tables.")).isPositive();
  }

  private void remember(String scope, String value) {
    ObjectNode entry = Json.object().put("scope", scope).put("value", value);
    if (scope.equals("project")) {
      entry.put("owner", "shop");
    } else {
      entry.put("backend", "in-memory");
    }
    server.api().post("/memory", entry).ok();
  }

  /** What the agent was told. */
  private JsonNode run(String title) {
    ObjectNode task = Api.task(title, "selling");
    task.putArray("labels").add("project:shop");
    String id = server.api().post("/tasks", task).ok().path("id").asText();
    JsonNode ended = server.api().ended(id, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    return server.api().stages(id).get(0).path("context");
  }

  /** The entry of the project that came first. */
  private String first(JsonNode context) {
    for (JsonNode part : context.path("parts")) {
      if (part.path("reason").asText().endsWith("number 1 of its scope")
          && part.path("scope").asText().equals("project")) {
        return server.api().get("/memory/" + part.path("entry").asText()).ok().toString();
      }
    }
    return "";
  }
}
