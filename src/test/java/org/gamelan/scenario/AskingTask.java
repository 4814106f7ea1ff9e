package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A task of a committee and a question to people, and the proof that no member answered and nobody
 * was asked twice. The committee's third member answers only after the server was killed.
 */
final class AskingTask {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

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

  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private final CountDownLatch killed = new CountDownLatch(1);
  private String task;
  private JsonNode question;

  void define(Path manifests) {
    Definitions.write(manifests.resolve("killed").resolve("workflow.yaml"), MANIFEST);
  }

  void submit(Api api) {
    task = api.create("to be killed", "killed");
  }

  /** Answers what members of the committee are asked; tells whether it was that. */
  boolean answers(String request, FakeModel.Line line) throws IOException {
    for (String who : List.of("a", "b", "c")) {
      if (request.contains("member " + who)) {
        calls.merge(who, 1, Integer::sum);
        if (who.equals("c")) {
          await(killed);
        }
        line.complete(Definitions.ANSWER);
        return true;
      }
    }
    return false;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void awaitTwoOfThreeAnswers(TestServer server) {
    Await.that("two answers are kept", PATIENCE, () -> kept(server) == 2);
    Await.that("the third is asked for", PATIENCE, () -> calls.getOrDefault("c", 0) == 1);
  }

  void serverIsGone() {
    killed.countDown();
  }

  void awaitQuestion(Api api) {
    question = asked(api);
    assertThat(calls).containsEntry("a", 1).containsEntry("b", 1).containsEntry("c", 2);
  }

  void assertSameQuestion(Api api) {
    assertThat(asked(api)).isEqualTo(question);
    assertThat(api.read(task).path("status").asText()).isEqualTo("waiting");
  }

  private JsonNode asked(Api api) {
    JsonNode listed =
        Await.value(
            "task " + task + " asks",
            PATIENCE,
            () ->
                Optional.ofNullable(
                    api.get("/approvals?status=pending&task=" + task).ok().path("items").get(0)));
    return api.get("/approvals/" + listed.path("id").asText()).ok();
  }

  void decide(TestServer server) {
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
    body.put("shown", question.path("shown").asText());
    server.apiOf(key).post("/tasks/" + task + "/decisions", body).ok();
  }

  void assertNothingWasAskedTwice(Api api) {
    JsonNode ended = api.ended(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    assertThat(api.stages(task))
        .extracting(stage -> stage.path("name").asText())
        .containsExactly("panel", "sign_off", "done");
    assertThat(api.get("/approvals?task=" + task).ok().path("items")).hasSize(1);
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
}
