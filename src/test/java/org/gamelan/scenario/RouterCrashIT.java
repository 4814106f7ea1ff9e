package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** An agent chooses pipelines where rules leave them open, on a server that is killed meanwhile. */
class RouterCrashIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String MANIFEST =
      """
      stages:
        said: {kind: output, with: {colour: NAME}}
      workflow: {name: NAME, version: 1, start: said, edges: [], end: [said]}
      pipelines:
        NAME: {workflow: NAME, description: For NAME things, select: "#{has(task.labels, 'LABEL')}"}
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void theAgentsChoiceSurvivesAKillAndABadOneLeadsToTheDefault() throws IOException {
    Path manifests = folder.resolve("manifests");
    write(manifests, "blue", "sea");
    write(manifests, "green", "sea");
    write(manifests, "red", "fire");
    Semaphore held = new Semaphore(0);
    try (FakeModel model = chooser(held);
        TestServer server = new TestServer(folder.resolve("data"), environment(model, manifests))) {
      Api api = server.start().api();

      long asked = System.nanoTime();
      JsonNode created = api.post("/tasks", task("what waits", "none")).ok();
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
      assertThat(created.path("pipeline").isNull()).isTrue();
      assertThat(created.path("workflow").asText()).isEqualTo("routing");
      Await.that("the agent is asked", PATIENCE, () -> model.calls("held") == 1);
      server.kill();
      held.release(100);
      server.start();
      api = server.api();
      JsonNode ended = api.ended(created.path("id").asText(), PATIENCE);
      assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
      assertThat(ended.path("pipeline").asText()).isEqualTo("green");
      assertThat(ended.path("workflow").asText()).isEqualTo("green");
      List<JsonNode> stages = api.stages(ended.path("id").asText());
      assertThat(stages)
          .extracting(stage -> stage.path("name").asText())
          .containsExactly("select-pipeline", "said");
      JsonNode choice = choice(api, ended.path("id").asText());
      assertThat(choice.path("decidedBy").asText()).isEqualTo("agent");
      assertThat(choice.path("winner").asText()).isEqualTo("green");
      assertThat(choice.path("reason").asText()).isEqualTo("It is about grass.");
      assertThat(choice.path("candidates").findValuesAsText("name")).contains("blue", "red");

      String tried = PageVisit.signIn(api, api).read("pipelines.xhtml?title=x&labels=sea");
      assertThat(tried).contains(">router</a> would be asked to choose among 2 pipelines");
      assertThat(tried).contains("Without a good answer it would go through <strong>blue</strong>");

      JsonNode unknown = ended(api, task("unknown", "none"));
      assertThat(unknown.path("pipeline").asText()).isEqualTo("basic-llm-agent");
      JsonNode fallback = choice(api, unknown.path("id").asText());
      assertThat(fallback.path("decidedBy").asText()).isEqualTo("rule");
      assertThat(fallback.path("reason").asText()).contains("'router' chose none");

      JsonNode unsure = ended(api, task("unsure", "sea"));
      assertThat(unsure.path("pipeline").asText()).isEqualTo("blue");
      assertThat(choice(api, unsure.path("id").asText()).path("reason").asText())
          .contains("only 0.10 sure")
          .contains("'blue' was taken");

      JsonNode ruled = ended(api, task("no question", "fire"));
      assertThat(ruled.path("pipeline").asText()).isEqualTo("red");
      assertThat(choice(api, ruled.path("id").asText()).path("decidedBy").asText())
          .isEqualTo("rule");
    }
  }

  private static void write(Path manifests, String name, String label) {
    Definitions.write(
        manifests.resolve(name).resolve("workflow.yaml"),
        MANIFEST.replace("NAME", name).replace("LABEL", label));
  }

  private static ObjectNode task(String title, String label) {
    ObjectNode task = Json.object().put("title", title);
    task.putArray("labels").add(label);
    return task;
  }

  private static JsonNode ended(Api api, ObjectNode task) {
    JsonNode created = api.post("/tasks", task).ok();
    JsonNode ended =
        Await.value(
            "the pipeline is chosen",
            PATIENCE,
            () ->
                java.util.Optional.of(api.read(created.path("id").asText()))
                    .filter(now -> !now.path("pipeline").isNull()));
    return ended;
  }

  private static JsonNode choice(Api api, String task) {
    for (JsonNode decision : api.get("/tasks/" + task + "/routing").ok().path("items")) {
      if (decision.path("kind").asText().equals("pipeline")) {
        return decision;
      }
    }
    throw new AssertionError("no choice of a pipeline for " + task);
  }

  /** Holds the first question until it is allowed to answer; knows by the title what to say. */
  private static FakeModel chooser(Semaphore held) {
    FakeModel[] self = new FakeModel[1];
    self[0] =
        new FakeModel(
            (request, line) -> {
              if (request.contains("what waits")) {
                self[0].count("held");
                held.acquireUninterruptibly();
                line.complete(answer("green", 0.9, "It is about grass."));
              } else if (request.contains("unsure")) {
                line.complete(answer("green", 0.1, "Who knows."));
              } else {
                line.complete(answer("nowhere", 1, "It sounds nice."));
              }
            });
    return self[0];
  }

  private static String answer(String pipeline, double confidence, String reason) {
    return Json.object()
        .put("pipeline", pipeline)
        .put("confidence", confidence)
        .put("reason", reason)
        .toString();
  }

  private static Map<String, String> environment(FakeModel model, Path manifests) {
    Map<String, String> environment = new HashMap<>(model.environment());
    environment.put("GAMELAN_MANIFESTS", manifests.toString());
    environment.put("GAMELAN_ROUTER_AGENT", "router");
    return environment;
  }
}
