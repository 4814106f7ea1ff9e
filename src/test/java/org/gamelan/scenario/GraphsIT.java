package org.gamelan.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Graphs as users write them: forks, joins, ways back, error edges, workflows in workflows. */
class GraphsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Set<String> LET_GO = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger TASKS = new AtomicInteger();
  private static ApiClient api;
  private static FakeModel model;

  @BeforeAll
  static void prepare() {
    ServerFixture server = ServerFixture.shared();
    api = server.client();
    model =
        new FakeModel(
            (request, line) -> {
              Await.that("somebody lets it answer", PATIENCE, () -> isLetGo(request));
              line.complete("done");
            });
    created(
        "providers",
        Json.object()
            .put("name", "graph-held")
            .put("kind", "openai-compatible")
            .put("baseUrl", model.environment().get("GAMELAN_MODEL_BASE_URL"))
            .put("apiKey", "any"));
    created(
        "models",
        Json.object().put("name", "graph-held").put("provider", "graph-held").put("model", "fake"));
    write("agents", "agents.yaml", Map.of());
    write("nested", "nested.yaml", Map.of());
    write("sub", "sub.yaml", Map.of());
    write("caller", "caller.yaml", Map.of());
    write("retry", "retry.yaml", Map.of());
    write("rescue", "rescue.yaml", Map.of());
    joins("graph-all", "all", "fail");
    joins("graph-any", "any", "fail");
    joins("graph-two", "2", "fail");
    joins("graph-on", "all", "continue");
    ApiClient.Answer report = api.post("api/v1/agents/discovery", "");
    assertThat(report.status()).isEqualTo(200);
    assertThat(report.json().path("problems").findValuesAsText("message"))
        .noneMatch(message -> message.contains("graph-"));
  }

  @AfterAll
  static void stop() throws IOException {
    model.close();
  }

  @Test
  void aJoinWaitsForAllBranches() {
    String task = start("graph-all", "");
    awaitStage(task, "gather", "waiting");
    awaitStage(task, "c", "succeeded");
    assertThat(status(task)).isEqualTo("running");
    letGo(task);
    JsonNode output = succeeded(task);
    assertThat(output.at("/branches/a/output/value").asText()).isEqualTo("from a");
    assertThat(output.at("/branches/b/output/text").asText()).isEqualTo("done");
    assertThat(output.path("branches")).hasSize(3);
    assertThat(stage(task, "b").path("branch").asText()).isEqualTo("spread/b");
    assertEachRunsOnce(task);
  }

  @Test
  void anyBranchIsEnoughAndTheRestIsCancelled() {
    String task = start("graph-any", "");
    JsonNode output = succeeded(task);
    assertThat(output.at("/branches/b/status").asText()).isEqualTo("cancelled");
    assertThat(stage(task, "b").path("status").asText()).isEqualTo("cancelled");
    assertEachRunsOnce(task);
  }

  @Test
  void twoOfThreeBranchesAreEnough() {
    String task = start("graph-two", "");
    JsonNode output = succeeded(task);
    assertThat(output.at("/branches/a/status").asText()).isEqualTo("succeeded");
    assertThat(output.at("/branches/b/status").asText()).isEqualTo("cancelled");
    assertThat(output.at("/branches/c/status").asText()).isEqualTo("succeeded");
  }

  @Test
  void theErrorEdgeOfAForkTakesTheFailureOfABranch() {
    String task = start("graph-all", "c");
    assertThat(succeeded(task).path("mended").asText()).isEqualTo("c");
    assertThat(stage(task, "b").path("status").asText()).isEqualTo("cancelled");
    assertThat(stage(task, "gather").path("status").asText()).isEqualTo("skipped");
    JsonNode ways = api.get("api/v1/tasks/" + task + "/routing").json().path("items");
    assertThat(ways.findValuesAsText("winner")).contains("a, b, c", "mended");
    JsonNode edge = decision(ways, "a, b, c");
    assertThat(edge.path("candidates").findValuesAsText("name"))
        .containsExactly("a", "b", "c", "mended");
    assertThat(edge.path("candidates").findValuesAsText("taken"))
        .containsExactly("true", "true", "true", "false");
    assertThat(stage(task, "spread").at("/way/next").findValuesAsText("stage"))
        .containsExactly("a", "b", "c");
    String path = "api/v1/tasks/" + task + "/routing?limit=1";
    JsonNode first = api.get(path).json();
    assertThat(first.path("items")).containsExactly(ways.get(0));
    JsonNode second = api.get(path + "&cursor=" + first.path("next").asText()).json();
    assertThat(second.path("items")).containsExactly(ways.get(1));
  }

  @Test
  void aForkThatGoesOnTellsItsJoinWhoFailed() {
    String task = start("graph-on", "c");
    awaitStage(task, "c", "failed");
    letGo(task);
    JsonNode branches = succeeded(task).path("branches");
    assertThat(branches.at("/c/status").asText()).isEqualTo("failed");
    assertThat(branches.at("/c/failure/kind").asText()).isEqualTo("bad-expression");
    assertThat(branches.at("/b/status").asText()).isEqualTo("succeeded");
  }

  @Test
  void forksWithinForksAreDoneAgainByAWayBackUntilItIsSpent() {
    ObjectNode again = Json.object().put("again", true);
    String spent = start("graph-nested", again);
    assertThat(succeeded(spent).path("spent").asBoolean()).isTrue();
    assertThat(runs(spent, "x")).hasSize(3);
    assertThat(runs(spent, "outside")).hasSize(3);
    assertThat(runs(spent, "x").get(0).path("branch").asText()).isEqualTo("outer/inner/inner/x");
    assertThat(runs(spent, "x")).extracting(run -> run.path("round").asInt()).contains(1, 2, 3);

    String once = start("graph-nested", Json.object());
    assertThat(succeeded(once).path("x").asText()).isEqualTo("x");
    assertEachRunsOnce(once);
  }

  @Test
  void aWorkflowGoesThroughAnotherOneThatSeesItsOwnOutputsOnly() {
    String task = start("graph-caller", "");
    JsonNode output = succeeded(task);
    assertThat(output.path("found").asText()).isEqualTo("one and two");
    assertThat(output.path("seen").isNull() || output.path("seen").isMissingNode()).isTrue();
    assertThat(stage(task, "sub.one").path("branch").asText()).isEqualTo("sub.split/one");
    assertThat(stage(task, "sub").path("output").path("found").asText()).isEqualTo("one and two");
    assertEachRunsOnce(task);
  }

  @Test
  void theErrorEdgeOfASubWorkflowTakesWhatFailsInside() {
    String task = start("graph-caller", "two");
    assertThat(succeeded(task).path("mended").asBoolean()).isTrue();
  }

  @Test
  void aTaskIsHaltedAndGoesOnInAllItsBranches() {
    String task = start("graph-all", "");
    awaitStage(task, "c", "succeeded");
    awaitStage(task, "b", "running");
    steer(task, "pause");
    letGo(task);
    awaitStage(task, "b", "succeeded");
    awaitStage(task, "gather", "waiting");
    assertThat(status(task)).isEqualTo("paused");
    steer(task, "resume");
    assertThat(succeeded(task).path("branches")).hasSize(3);
    assertEachRunsOnce(task);
  }

  @Test
  void aCancelledTaskLeavesNothingOpen() {
    String task = start("graph-all", "");
    awaitStage(task, "b", "running");
    steer(task, "cancel");
    assertThat(api.awaitEnd(task, PATIENCE).path("status").asText()).isEqualTo("cancelled");
    assertThat(stage(task, "b").path("status").asText()).isEqualTo("cancelled");
    assertThat(stage(task, "gather").path("status").asText()).isEqualTo("cancelled");
  }

  /** Requests name their task by its title. */
  private static boolean isLetGo(String request) {
    return LET_GO.stream().anyMatch(title -> request.contains(title + "."));
  }

  private static void letGo(String task) {
    LET_GO.add(api.get("api/v1/tasks/" + task).json().path("title").asText().replace(".", ""));
  }

  @Test
  void aRetryGoesOnInTheBranchThatFailedAndInThoseThatWereCutOff() {
    String task = start("graph-retry", "once");
    JsonNode ended = api.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("failed");
    assertThat(stage(task, "held").path("status").asText()).isEqualTo("cancelled");
    letGo(task);
    steer(task, "retry");
    assertThat(succeeded(task).path("branches")).hasSize(3);
    assertThat(runs(task, "quick")).hasSize(1);
    assertThat(runs(task, "held")).hasSize(1);
    assertThat(runs(task, "once")).hasSize(2);
  }

  @Test
  void aRetryFromAStageInABranchLeavesTheOthersAlone() {
    String task = start("graph-retry", "once");
    api.awaitEnd(task, PATIENCE);
    letGo(task);
    ApiClient.Answer answer =
        api.post("api/v1/tasks/" + task + "/retry", "{\"fromStage\": \"quick\"}");
    assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    assertThat(succeeded(task).path("branches")).hasSize(3);
    assertThat(runs(task, "quick")).hasSize(2);
    assertThat(runs(task, "begin")).hasSize(1);
  }

  @Test
  void aRetryFromBeforeTheForkDoesAllOfItAgain() {
    String task = start("graph-retry", "once");
    api.awaitEnd(task, PATIENCE);
    letGo(task);
    ApiClient.Answer answer =
        api.post("api/v1/tasks/" + task + "/retry", "{\"fromStage\": \"begin\"}");
    assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    assertThat(succeeded(task).path("branches")).hasSize(3);
    assertThat(runs(task, "quick")).hasSize(2);
  }

  @Test
  void stagesBehindAnErrorEdgeAreToldWhatFailed() {
    String task = start("graph-rescue", Json.object().put("n", "three"));
    letGo(task);
    JsonNode output = succeeded(task);
    assertThat(output.path("kind").asText()).isEqualTo("invalid-input");
    assertThat(output.path("why").asText()).contains("'counted'").contains("input/n");
    assertThat(output.path("told").asText()).isEqualTo("done");
    JsonNode items = api.get("api/v1/tasks/" + task + "/stages").json().path("items");
    assertThat(items.findValuesAsText("name")).doesNotContain("spare");
    assertThat(stage(task, "counted").at("/failure/kind").asText()).isEqualTo("invalid-input");

    String good = start("graph-rescue", Json.object().put("n", 3));
    assertThat(succeeded(good).path("n").asInt()).isEqualTo(3);
  }

  @Test
  void aTaskThatNamesAnAgentHasItsInputChecked() {
    ObjectNode body = Json.object().put("title", "Count").put("agent", "graph-counting");
    body.putObject("input").put("n", "three");
    ApiClient.Answer answer = api.post("api/v1/tasks", body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().path("errors").findValuesAsText("field")).containsExactly("input/n");
  }

  private static void joins(String name, String wait, String onFailure) {
    write(name, "joins.yaml", Map.of("NAME", name, "WAIT", wait, "FAILURE", onFailure));
  }

  private static void write(String folder, String file, Map<String, String> words) {
    Path target = ServerFixture.shared().manifests().resolve("graphs-" + folder);
    String text = resource(file);
    for (Map.Entry<String, String> word : words.entrySet()) {
      text = text.replace(word.getKey(), word.getValue());
    }
    Definitions.write(target.resolve("workflow.yaml"), text);
  }

  private static String resource(String file) {
    try (InputStream in = GraphsIT.class.getResourceAsStream("graphs/" + file)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void created(String resource, ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/" + resource, body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private static String start(String workflow, String fail) {
    return start(workflow, Json.object().put("fail", fail));
  }

  private static String start(String workflow, ObjectNode input) {
    String title = workflow + " task " + TASKS.incrementAndGet() + ".";
    ObjectNode body = Json.object().put("title", title).put("workflow", workflow);
    body.set("input", input);
    ApiClient.Answer answer = api.post("api/v1/tasks", body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("id").asText();
  }

  private static JsonNode succeeded(String task) {
    JsonNode ended = api.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    Replayed.isSame(api, task);
    return api.get("api/v1/tasks/" + task + "/result").json().path("output");
  }

  private static String status(String task) {
    return api.get("api/v1/tasks/" + task).json().path("status").asText();
  }

  private static void steer(String task, String verb) {
    ApiClient.Answer answer = api.post("api/v1/tasks/" + task + "/" + verb, "");
    assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
  }

  private static JsonNode decision(JsonNode decisions, String winner) {
    for (JsonNode each : decisions) {
      if (each.path("winner").asText().equals(winner)) {
        return each;
      }
    }
    throw new AssertionError("no decision for " + winner + ": " + decisions);
  }

  private static List<JsonNode> stages(String task) {
    JsonNode items = api.get("api/v1/tasks/" + task + "/stages").json().path("items");
    return StreamSupport.stream(items.spliterator(), false).toList();
  }

  private static List<JsonNode> runs(String task, String stage) {
    return stages(task).stream().filter(run -> run.path("name").asText().equals(stage)).toList();
  }

  private static JsonNode stage(String task, String stage) {
    List<JsonNode> runs = new ArrayList<>(runs(task, stage));
    assertThat(runs).as("runs of " + stage).isNotEmpty();
    return runs.get(runs.size() - 1);
  }

  private static void awaitStage(String task, String stage, String status) {
    Await.that(
        stage + " is " + status,
        PATIENCE,
        () ->
            runs(task, stage).stream().anyMatch(run -> run.path("status").asText().equals(status)));
  }

  private static void assertEachRunsOnce(String task) {
    assertThat(stages(task)).extracting(run -> run.path("name").asText()).doesNotHaveDuplicates();
  }
}
