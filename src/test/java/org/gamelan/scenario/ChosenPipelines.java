package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.gamelan.json.Json;

/**
 * An agent chooses pipelines where rules leave them open; the first of its answers comes only after
 * the server was killed.
 */
final class ChosenPipelines implements Promise {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String MANIFEST =
      """
      stages:
        said: {kind: output, with: {colour: NAME}}
      workflow: {name: NAME, version: 1, start: said, edges: [], end: [said]}
      pipelines:
        NAME: {workflow: NAME, description: For NAME things, select: "#{has(task.labels, 'LABEL')}"}
      """;

  private final Semaphore held = new Semaphore(0);
  private final AtomicInteger asked = new AtomicInteger();
  private String task;

  @Override
  public void define(Path manifests) {
    write(manifests, "blue", "sea");
    write(manifests, "green", "sea");
    write(manifests, "red", "fire");
  }

  private static void write(Path manifests, String name, String label) {
    Definitions.write(
        manifests.resolve(name).resolve("workflow.yaml"),
        MANIFEST.replace("NAME", name).replace("LABEL", label));
  }

  /** Answers what the agent is asked; knows by the title what to say. */
  void answer(String request, FakeModel.Line line) throws IOException {
    if (request.contains("what waits")) {
      asked.incrementAndGet();
      held.acquireUninterruptibly();
      line.complete(choice("green", 0.9, "It is about grass."));
    } else if (request.contains("unsure")) {
      line.complete(choice("green", 0.1, "Who knows."));
    } else {
      line.complete(choice("nowhere", 1, "It sounds nice."));
    }
  }

  private static String choice(String pipeline, double confidence, String reason) {
    return Json.object()
        .put("pipeline", pipeline)
        .put("confidence", confidence)
        .put("reason", reason)
        .toString();
  }

  /** The task is there at once, though nobody has chosen its pipeline yet. */
  @Override
  public void make(TestServer server) {
    JsonNode created = server.api().post("/tasks", task("what waits", "none")).ok();
    assertThat(created.path("pipeline").isNull()).isTrue();
    assertThat(created.path("workflow").asText()).isEqualTo("routing");
    task = created.path("id").asText();
    Await.that("the agent is asked", PATIENCE, () -> asked.get() == 1);
  }

  void serverIsGone() {
    held.release(100);
  }

  @Override
  public void assertKept(TestServer server) {
    Api api = server.api();
    JsonNode ended = api.ended(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    assertThat(ended.path("pipeline").asText()).isEqualTo("green");
    assertThat(ended.path("workflow").asText()).isEqualTo("green");
    List<JsonNode> stages = api.stages(task);
    assertThat(stages)
        .extracting(stage -> stage.path("name").asText())
        .containsExactly("select-pipeline", "said");
    JsonNode choice = choice(api, task);
    assertThat(choice.path("decidedBy").asText()).isEqualTo("agent");
    assertThat(choice.path("winner").asText()).isEqualTo("green");
    assertThat(choice.path("reason").asText()).isEqualTo("It is about grass.");
    assertThat(choice.path("candidates").findValuesAsText("name")).contains("blue", "red");
  }

  void assertBadChoicesLeadToTheDefault(Api api) {
    String tried = PageVisit.signIn(api, api).read("pipelines.xhtml?title=x&labels=sea");
    assertThat(tried).contains(">router</a> would be asked to choose among 2 pipelines");
    assertThat(tried).contains("Without a good answer it would go through <strong>blue</strong>");

    JsonNode unknown = chosen(api, task("unknown", "none"));
    assertThat(unknown.path("pipeline").asText()).isEqualTo("basic-llm-agent");
    JsonNode fallback = choice(api, unknown.path("id").asText());
    assertThat(fallback.path("decidedBy").asText()).isEqualTo("rule");
    assertThat(fallback.path("reason").asText()).contains("'router' chose none");

    JsonNode unsure = chosen(api, task("unsure", "sea"));
    assertThat(unsure.path("pipeline").asText()).isEqualTo("blue");
    assertThat(choice(api, unsure.path("id").asText()).path("reason").asText())
        .contains("only 0.10 sure")
        .contains("'blue' was taken");

    JsonNode ruled = chosen(api, task("no question", "fire"));
    assertThat(ruled.path("pipeline").asText()).isEqualTo("red");
    assertThat(choice(api, ruled.path("id").asText()).path("decidedBy").asText()).isEqualTo("rule");
  }

  private static ObjectNode task(String title, String label) {
    ObjectNode task = Json.object().put("title", title);
    task.putArray("labels").add(label);
    return task;
  }

  private static JsonNode chosen(Api api, ObjectNode task) {
    String id = api.post("/tasks", task).ok().path("id").asText();
    return Await.value(
        "the pipeline is chosen",
        PATIENCE,
        () -> Optional.of(api.read(id)).filter(now -> !now.path("pipeline").isNull()));
  }

  private static JsonNode choice(Api api, String task) {
    for (JsonNode decision : api.get("/tasks/" + task + "/routing").ok().path("items")) {
      if (decision.path("kind").asText().equals("pipeline")) {
        return decision;
      }
    }
    throw new AssertionError("no choice of a pipeline for " + task);
  }
}
