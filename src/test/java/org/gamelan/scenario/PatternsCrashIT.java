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
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Questions to people and turns of committees, when the server is killed between. */
class PatternsCrashIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String MANIFEST =
      """
      schemas:
        opinion: {type: object, required: [summary], properties: {summary: {type: string}}}
      agents:
        member-a: {description: A, prompt: I am member a., outputSchema: opinion}
        member-b: {description: B, prompt: I am member b., outputSchema: opinion}
        member-c: {description: C, prompt: I am member c., outputSchema: opinion}
      stages:
        panel:
          kind: committee
          members: [member-a, member-b, member-c]
          field: summary
        sign_off: {kind: approval, show: [outputs.panel.answer], expires: 1h}
        done: {kind: output, with: {said: "#{outputs.sign_off.value.summary}"}}
      workflow:
        name: killed
        version: 1
        start: panel
        edges: [panel -> sign_off -> done]
        end: [done]
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void nothingIsAskedOrAnsweredTwice() throws IOException {
    Path manifests = folder.resolve("manifests");
    Definitions.write(manifests.resolve("killed").resolve("workflow.yaml"), MANIFEST);
    Semaphore third = new Semaphore(0);
    try (FakeModel model = members(third);
        TestServer server = new TestServer(folder.resolve("data"), environment(model, manifests))) {
      String task = server.start().api().create("to be killed", "killed");
      // The third answer is held until the server is gone.
      Await.that("two answers are kept", PATIENCE, () -> kept(server) == 2);
      Await.that("the third is asked for", PATIENCE, () -> model.calls("c") == 1);
      server.kill();
      third.release(1_000);
      server.start();
      JsonNode approval = asked(server.api(), task);
      assertThat(model.calls("a")).isEqualTo(1);
      assertThat(model.calls("b")).isEqualTo(1);
      assertThat(model.calls("c")).isEqualTo(2);

      server.kill();
      server.start();
      JsonNode same = asked(server.api(), task);
      assertThat(same).isEqualTo(approval);
      assertThat(server.api().read(task).path("status").asText()).isEqualTo("waiting");

      decide(server, task, approval);
      server.kill();
      server.start();
      JsonNode ended = server.api().ended(task, PATIENCE);
      assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
      List<JsonNode> stages = server.api().stages(task);
      assertThat(stages)
          .extracting(stage -> stage.path("name").asText())
          .containsExactly("panel", "sign_off", "done");
      assertThat(server.api().get("/approvals?task=" + task).ok().path("items")).hasSize(1);
    }
  }

  /** The first two answer at once; the third when it is allowed to. */
  private static FakeModel members(Semaphore third) {
    FakeModel[] self = new FakeModel[1];
    self[0] =
        new FakeModel(
            (request, line) -> {
              for (String who : List.of("a", "b", "c")) {
                if (request.contains("member " + who)) {
                  self[0].count(who);
                }
              }
              if (request.contains("member c")) {
                third.acquireUninterruptibly();
              }
              line.complete(Definitions.ANSWER);
            });
    return self[0];
  }

  private static int kept(TestServer server) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {server.databasePort()});
    source.setUser("gamelan");
    source.setPassword(server.databasePassword());
    source.setDatabaseName("gamelan");
    return new Database(source)
        .inTransaction(
            tx ->
                Sql.find(
                        tx.connection(),
                        "select count(*) from stage_call where finished_at is not null",
                        row -> row.getInt(1))
                    .orElseThrow());
  }

  private static JsonNode asked(Api api, String task) {
    JsonNode listed =
        Await.value(
            "task " + task + " asks",
            PATIENCE,
            () ->
                Optional.ofNullable(
                    api.get("/approvals?status=pending&task=" + task).ok().path("items").get(0)));
    return api.get("/approvals/" + listed.path("id").asText()).ok();
  }

  private static void decide(TestServer server, String task, JsonNode approval) {
    Api api = server.api();
    api.post(
            "/users",
            Json.object()
                .put("name", "decider")
                .put("role", "operator")
                .put("password", "a long password, really"))
        .ok();
    String key =
        api.post("/api-keys", Json.object().put("name", "decider").put("user", "decider"))
            .ok()
            .path("key")
            .asText();
    ObjectNode body = Json.object().put("stage", "sign_off").put("decision", "approve");
    body.put("shown", approval.path("shown").asText());
    server.apiOf(key).post("/tasks/" + task + "/decisions", body).ok();
  }

  private static Map<String, String> environment(FakeModel model, Path manifests) {
    Map<String, String> environment = new HashMap<>(model.environment());
    environment.put("GAMELAN_MANIFESTS", manifests.toString());
    return environment;
  }
}
