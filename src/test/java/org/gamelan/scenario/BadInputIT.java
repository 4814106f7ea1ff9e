package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What people get wrong, and a full house: told in words, and the server goes on. */
class BadInputIT {
  private static final int MAX_ACTIVE = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static FakeModel model;
  private static TestServer server;
  private static Api api;

  @BeforeAll
  static void start() {
    Path manifests = folder.resolve("manifests");
    Definitions.row(manifests, "sound", 1, "timeout: 5m");
    Definitions.write(
        manifests.resolve("broken").resolve("workflow.yaml"),
        "workflow:\n  name: broken\n  start: [\n");
    Definitions.write(
        manifests.resolve("wrong").resolve("workflow.yaml"),
        """
        stages:
          one: {kind: agent, agent: nobody}
        workflow: {name: wrong, version: 1, start: one, edges: [], end: [one]}
        """);
    model = new FakeModel((request, line) -> line.hang());
    Map<String, String> environment = new HashMap<>(model.environment());
    environment.put("GAMELAN_MANIFESTS", manifests.toString());
    environment.put("GAMELAN_SOURCE_ROOTS", root().toString());
    environment.put("GAMELAN_ENGINE_MAX_ACTIVE_TASKS", Integer.toString(MAX_ACTIVE));
    server = new TestServer(folder.resolve("data"), environment).start();
    api = server.api();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    model.close();
  }

  private static Path root() {
    try {
      return Files.createDirectories(folder.resolve("sources"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ObjectNode task() {
    return Json.object().put("title", "A task");
  }

  private static ObjectNode taskOn(String path) {
    ObjectNode task = task().put("workflow", "sound");
    task.putObject("source").put("path", path);
    return task;
  }

  private static JsonNode refused(ObjectNode task, String field) {
    JsonNode problem = api.post("/tasks", task).problem(422);
    assertThat(problem.path("errors"))
        .anyMatch(error -> error.path("field").asText().equals(field));
    return problem;
  }

  @Test
  void anUnknownPipelineIsRefusedByItsName() {
    JsonNode problem = refused(task().put("pipeline", "no-such-pipeline"), "pipeline");
    assertThat(problem.toString()).contains("no-such-pipeline");
  }

  @Test
  void aWorkflowWhoseManifestIsBrokenIsNotThere() {
    refused(task().put("workflow", "broken"), "workflow");
    refused(task().put("workflow", "wrong"), "workflow");
  }

  @Test
  void brokenManifestsDoNotKeepSoundOnesOut() {
    assertThat(api.get("/workflows/sound").status()).isEqualTo(200);
    assertThat(api.get("/workflows/basic-llm-agent").status()).isEqualTo(200);
    assertThat(api.health("ready").status()).isEqualTo(200);
    assertThat(server.log()).contains("broken/workflow.yaml").contains("unknown-agent");
    assertThat(server.log()).containsPattern("Found [0-9]+ agents \\(.*\\) in [0-9]+ files");
  }

  @Test
  void aSourceHasToBeAFolderWithinTheRoots() throws IOException {
    Files.writeString(root().resolve("file.txt"), "text");
    Path link = root().resolve("way-out");
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, Path.of("/etc"));
    }
    assertThat(refused(taskOn(root().resolve("missing").toString()), "source.path").toString())
        .contains("there is no folder");
    assertThat(refused(taskOn(root().resolve("file.txt").toString()), "source.path").toString())
        .contains("is not a folder");
    assertThat(refused(taskOn("/etc"), "source.path").toString()).contains("outside");
    assertThat(refused(taskOn(link.toString()), "source.path").toString()).contains("outside");
    refused(taskOn(root() + "/../data"), "source.path");
    api.post("/tasks", taskOn("bad\0path")).problem(400);
  }

  @Test
  void validationTellsWhereAManifestIsWrong() {
    String manifest =
        """
        stages:
          one: {kind: agent, agent: nobody}
        workflow:
          name: wrong
          start: one
          colour: red
          edges: []
          end: [one]
        """;
    JsonNode answer = api.post("/workflows/validation", "application/yaml", manifest).ok();

    assertThat(answer.path("valid").asBoolean()).isFalse();
    JsonNode unknownKey = problem(answer, "unknown-key");
    assertThat(unknownKey.path("line").asInt()).isEqualTo(6);
    assertThat(unknownKey.path("column").asInt()).isEqualTo(3);
    assertThat(unknownKey.path("message").asText()).contains("colour");
    assertThat(unknownKey.path("file").asText()).isNotBlank();
    JsonNode unknownAgent = problem(answer, "unknown-agent");
    assertThat(unknownAgent.path("line").asInt()).isEqualTo(2);
  }

  @Test
  void validationTellsWhereAManifestCannotBeRead() {
    JsonNode answer =
        api.post("/workflows/validation", "application/yaml", "workflow:\n  name: [a\n").ok();

    assertThat(answer.path("valid").asBoolean()).isFalse();
    assertThat(problem(answer, "syntax").path("line").asInt()).isBetween(2, 3);
  }

  private static JsonNode problem(JsonNode answer, String rule) {
    for (JsonNode problem : answer.path("problems")) {
      if (problem.path("rule").asText().equals(rule)) {
        return problem;
      }
    }
    throw new AssertionError("No problem of rule " + rule + " in " + answer);
  }

  @Test
  void bodiesThatAreTooLargeOrNoJsonAreRefused() {
    ObjectNode large = task().put("workflow", "sound").put("description", "x".repeat(1 << 21));
    api.post("/tasks", large).problem(413);
    api.post("/tasks", "application/json", "{\"title\": ").problem(400);
    api.post("/tasks", "application/json", "[".repeat(5_000)).problem(400);
    api.post("/tasks", "text/plain", "hello").problem(415);
    refused(task().put("workflow", "sound").put("description", "x".repeat(20_001)), "description");
    assertThat(api.health("ready").status()).isEqualTo(200);
  }

  @Test
  void aFullHouseAsksToComeBackAndGoesOnWhenThereIsRoom() {
    String last = null;
    for (int number = 0; number < MAX_ACTIVE; number++) {
      last = api.create("A long task", "sound");
    }
    Api.Answer refused =
        Await.value(
            "a task is refused",
            PATIENCE,
            () ->
                java.util.Optional.of(api.post("/tasks", Api.task("One too many", "sound")))
                    .filter(answer -> answer.status() != 201));
    JsonNode problem = refused.problem(429);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
    assertThat(problem.path("detail").asText()).contains(Integer.toString(MAX_ACTIVE));

    api.get("/tasks?limit=500")
        .ok()
        .path("items")
        .forEach(task -> api.post("/tasks/" + task.path("id").asText() + "/cancel", Json.object()));
    assertThat(api.read(last).path("status").asText()).isEqualTo("cancelled");
    Await.that(
        "there is room again",
        PATIENCE,
        () -> api.post("/tasks", Api.task("Another", "sound")).status() == 201);
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String port = Integer.toString(taken.getLocalPort());
      FailedStart failed = FailedStart.of(folder.resolve("data2"), Map.of("GAMELAN_PORT", port));

      assertThat(failed.exitCode()).isNotZero();
      assertThat(failed.said()).contains("Port " + port).contains("GAMELAN_PORT");
      assertThat(failed.said()).doesNotContain("\tat ");
    }
  }

  @Test
  void aSecondServerOnTheSameDataIsTurnedAway() {
    FailedStart failed = FailedStart.of(server.data(), Map.of("GAMELAN_PORT", "0"));

    assertThat(failed.exitCode()).isNotZero();
    assertThat(failed.said()).contains("Another Gamelan server").contains(folder.toString());
    assertThat(api.health("ready").status()).isEqualTo(200);
  }

  @Test
  void periodsThatEndBeforeTheyBeginAreRefused() {
    for (String list : List.of("usage", "audit", "audit/export")) {
      String time = list.equals("usage") ? "" : "T00:00:00Z";
      String period = "/" + list + "?from=2026-02-01" + time + "&to=2026-01-31" + time;
      assertThat(api.get(period).problem(422).path("errors"))
          .as(list)
          .extracting(error -> error.path("field").asText())
          .containsExactly("from", "to");
      String same = "/" + list + "?from=2026-01-31" + time + "&to=2026-01-31" + time;
      assertThat(api.get(same).status()).as(list).isEqualTo(200);
      String far = time.isEmpty() ? "%2B999999999-12-31" : "%2B1000000000-12-31T00:00:00Z";
      api.get("/" + list + "?to=" + far).problem(400);
    }
    assertThat(api.get("/usage?from=9999-12-31").problem(422).path("detail").asText())
        .as("the end is today where none is given")
        .contains("from: is 9999-12-31, after to");
    assertThat(api.get("/usage?to=0001-01-01").status()).isEqualTo(200);
    api.get("/failures?since=%2B1000000000-12-31T00:00:00Z").problem(400);
  }

  @Test
  void aSettingThatMakesNoSenseIsNamed() {
    FailedStart failed = FailedStart.of(folder.resolve("data3"), Map.of("GAMELAN_PORT", "eighty"));

    assertThat(failed.exitCode()).isNotZero();
    assertThat(failed.said()).contains("eighty").contains("is not a port");
  }
}
