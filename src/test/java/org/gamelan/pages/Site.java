package org.gamelan.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;

/** The shared server, with workflows, a model and people for looking at pages. */
final class Site {
  static final String VIEWER = "vera";
  static final String VIEWERS_PASSWORD = "looks-only-1";

  /** More stages than one part of a history can tell of. */
  private static final int LONG = 60;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String ECHO =
      """
      stages:
        request: {kind: input}
        done: {kind: output, with: {said: "#{task.title}"}}
      workflow: {name: echo, version: 1, start: request, edges: [request -> done], end: [done]}
      pipelines:
        echo: {workflow: echo}
      """;

  private static final String NOTES =
      """
      schemas:
        summary:
          type: object
          required: [summary]
          properties: {summary: {type: string}}
      agents:
        collector:
          description: Collects what has changed
          model: held
          prompt: Answer with a JSON object with a summary.
          outputSchema: summary
        checker:
          description: Checks it
          model: held
          prompt: Answer with a JSON object with a summary.
          outputSchema: summary
      stages:
        request: {kind: input}
        collect: {kind: agent, agent: collector, retry: {attempts: 1}}
        check: {kind: agent, agent: checker, retry: {attempts: 1}}
        size: {kind: decision, value: "#{outputs.check.summary}"}
        long: {kind: output, with: {notes: "#{outputs.collect.summary}", checked: true}}
        short: {kind: output, with: {notes: "nothing"}}
        sorry: {kind: output, with: {notes: "It took too long."}}
      workflow:
        name: release-notes
        version: 1
        start: request
        edges:
          - request -> collect -> check -> size
          - {from: collect, to: sorry, on: error, kinds: [timeout]}
          - {from: size, to: short, when: "#{outputs.size.value == 'short'}"}
          - size -> long
        end: [long, short, sorry]
      pipelines:
        release-notes: {workflow: release-notes}
      """;

  private static Site site;

  private final ServerFixture server = ServerFixture.shared();
  private final ApiClient api = server.client();
  private final HeldModel model = new HeldModel();
  private ApiClient other;

  private Site() {
    write("echo", ECHO);
    write("release-notes", NOTES);
    write("long", longWorkflow());
    make("users", person());
    make("providers", provider());
    make("models", Json.object().put("name", "held").put("provider", "held").put("model", "held"));
    discover();
  }

  /** Adds manifests of a test. */
  void define(String name, String text) {
    write(name, text);
    discover();
  }

  /** Where manifests are, and may be changed through the pages. */
  Path manifests() {
    return server.manifests();
  }

  /** What the API tells. */
  JsonNode read(String path) {
    ApiClient.Answer answer = api.get("api/v1/" + path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private void discover() {
    assertThat(api.post("api/v1/agents/discovery", "").status()).isEqualTo(200);
  }

  /** Changes an agent, as somebody else does meanwhile. */
  void changeAgent(String name, ObjectNode agent) {
    ApiClient.Answer answer =
        api.send(
            api.request("api/v1/agents/" + name)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .PUT(HttpRequest.BodyPublishers.ofString(agent.toString())));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  void makeAgent(ObjectNode agent) {
    make("agents", agent);
  }

  /** Makes a task config, unless it is there. */
  void makeConfig(String name) {
    if (api.get("api/v1/task-configs/" + name).status() == 200) {
      return;
    }
    make("task-configs", Json.object().put("name", name).put("promptTemplate", "Do it."));
  }

  /** Writes manifests of a test without looking at them. */
  void leave(String name, String text) {
    write(name, text);
  }

  /** Gives a provider another key, as somebody else does meanwhile. */
  void correctKey(String name, String url, String key) {
    String body =
        Json.object()
            .put("name", name)
            .put("kind", "openai-compatible")
            .put("baseUrl", url)
            .put("apiKey", key)
            .toString();
    ApiClient.Answer answer =
        api.send(
            api.request("api/v1/providers/" + name)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  /** Makes an alias that falls back to another, as somebody else does meanwhile. */
  void makeModel(String name, String provider, String fallback) {
    ObjectNode body = Json.object().put("name", name).put("provider", provider).put("model", "any");
    body.putArray("fallbacks").add(fallback);
    make("models", body);
  }

  /** Has a provider looked at, as somebody else does meanwhile. */
  void validate(String provider) {
    ApiClient.Answer answer = api.post("api/v1/providers/" + provider + "/validation", "");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  static synchronized Site get() {
    if (site == null) {
      site = new Site();
    }
    return site;
  }

  HeldModel model() {
    return model;
  }

  String adminPassword() {
    return server.adminPassword();
  }

  String address(String path) {
    URI base = server.base();
    return base.resolve(path).toString();
  }

  /** Starts a task of one of the workflows and gives its id. */
  String start(String title, String workflow) {
    return start(Json.object().put("title", title).put("workflow", workflow));
  }

  /** Starts a task on behalf of somebody who is not the administrator. */
  synchronized String startAsOther(String title, String workflow) {
    if (other == null) {
      make(
          "users",
          Json.object()
              .put("name", "otto")
              .put("password", "asks-for-tasks-1")
              .put("role", "operator"));
      ApiClient.Answer key =
          api.post(
              "api/v1/api-keys", Json.object().put("name", "otto").put("user", "otto").toString());
      other = new ApiClient(server.base(), key.json().path("key").asText());
    }
    ApiClient.Answer answer =
        other.post(
            "api/v1/tasks", Json.object().put("title", title).put("workflow", workflow).toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("id").asText();
  }

  /** Starts a task with an input to look at, that the model holds until its title is allowed. */
  String startHeld(String title) {
    model.hold(title);
    ObjectNode task = Json.object().put("title", title).put("pipeline", "release-notes");
    task.put("description", "Everything since the last version.\nKeep it short.");
    task.putObject("input").put("since", "0.0.9").put("draft", true).putArray("for").add("users");
    return start(task);
  }

  String start(ObjectNode task) {
    ApiClient.Answer answer = api.post("api/v1/tasks", task.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("id").asText();
  }

  /** Goes through the same workflow without holding it. */
  String finishHeld(String title) {
    String task = startHeld(title);
    model.allow(title, 2);
    return ended(task);
  }

  /** The same with an override of its input, which came too late for this task. */
  String finishOverridden(String title) {
    String task = startHeld(title);
    ObjectNode override = Json.object().put("kind", "input").put("stage", "request");
    override.put("reason", "a test").putObject("value").put("since", "0.0.8");
    make("tasks/" + task + "/overrides", override);
    model.allow(title, 2);
    return ended(task);
  }

  /** Starts a task and waits until it has ended. */
  String finish(String title, String workflow) {
    return ended(start(title, workflow));
  }

  /** Waits until a task has ended, in whatever way. */
  String ended(String task) {
    String status = api.awaitEnd(task, PATIENCE).path("status").asText();
    assertThat(status).isIn("succeeded", "failed", "cancelled");
    return task;
  }

  /** Ends a task that a test no longer needs. */
  void cancel(String task) {
    assertThat(api.post("api/v1/tasks/" + task + "/cancel", "").status()).isEqualTo(200);
  }

  void makeConfig(ObjectNode config) {
    make("task-configs", config);
  }

  /**
   * @param verb {@code enable} or {@code disable}
   */
  void switchAgent(String name, String verb) {
    ApiClient.Answer answer = api.post("api/v1/agents/" + name + "/" + verb, "");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  /** Takes something away through the API. */
  void remove(String what) {
    assertThat(api.send(api.request("api/v1/" + what).DELETE()).status()).isEqualTo(204);
  }

  void make(String what, ObjectNode body) {
    ApiClient.Answer answer = api.post("api/v1/" + what, body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private static ObjectNode person() {
    return Json.object()
        .put("name", VIEWER)
        .put("password", VIEWERS_PASSWORD)
        .put("role", "viewer");
  }

  private ObjectNode provider() {
    return Json.object()
        .put("name", "held")
        .put("kind", "openai-compatible")
        .put("baseUrl", model.url())
        .put("apiKey", "none");
  }

  private static String longWorkflow() {
    List<String> names = IntStream.rangeClosed(1, LONG).mapToObj(i -> "s" + i).toList();
    return names.stream()
        .map(name -> "  " + name + ": {kind: decision, value: " + name + "}\n")
        .collect(
            Collectors.joining(
                "",
                "stages:\n  s0: {kind: input}\n",
                "workflow: {name: long, version: 1, start: s0, edges: [s0 -> "
                    + String.join(" -> ", names)
                    + "], end: [s"
                    + LONG
                    + "]}\n"));
  }

  private void write(String name, String text) {
    Path file = server.manifests().resolve(name).resolve("manifest.yaml");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
