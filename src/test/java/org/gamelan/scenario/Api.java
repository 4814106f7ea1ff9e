package org.gamelan.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gamelan.json.Json;

/** The REST API as a program somewhere else sees it. */
final class Api {
  private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private final String url;
  private final String key;

  Api(String url, String key) {
    this.url = url.replaceFirst("/+$", "");
    this.key = key;
  }

  /** An answer as it came. */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      return Json.parse(response.body());
    }

    /** Checks that this is a problem document of a status, and gives it. */
    JsonNode problem(int status) {
      assertThat(status()).as(response.body()).isEqualTo(status);
      assertThat(header("Content-Type")).startsWith("application/problem+json");
      assertThat(json().path("status").asInt()).isEqualTo(status);
      assertThat(json().path("title").asText()).isNotBlank();
      assertThat(response.body()).doesNotContain("Exception", "\tat ", "<html");
      return json();
    }

    JsonNode ok() {
      assertThat(status()).as(response.body()).isBetween(200, 299);
      return json();
    }
  }

  Answer get(String path) {
    return send(request("/api/v1" + path).GET());
  }

  Answer post(String path, JsonNode body) {
    return post(path, "application/json", body.toString());
  }

  Answer post(String path, String mediaType, String body) {
    return send(
        request("/api/v1" + path)
            .header("Content-Type", mediaType)
            .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8)));
  }

  /** Changes what is there, whatever it was. */
  Answer put(String path, JsonNode body) {
    return send(
        request("/api/v1" + path)
            .header("Content-Type", "application/json")
            .header("If-Match", "*")
            .PUT(HttpRequest.BodyPublishers.ofString(body.toString(), UTF_8)));
  }

  Answer delete(String path) {
    return send(request("/api/v1" + path).DELETE());
  }

  Answer health(String kind) {
    return send(request("/health/" + kind).GET());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(Duration.ofSeconds(90))
        .header("Authorization", "Bearer " + key);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** The address of the socket of events. */
  URI events(String query) {
    return URI.create(url.replaceFirst("^http", "ws") + "/ws/events?" + query);
  }

  String key() {
    return key;
  }

  /** A body for a task of a workflow. */
  static ObjectNode task(String title, String workflow) {
    return Json.object().put("title", title).put("workflow", workflow);
  }

  /** Creates a task and gives its id. */
  String create(String title, String workflow) {
    Answer answer = post("/tasks", task(title, workflow));
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
    return answer.json().path("id").asText();
  }

  JsonNode read(String task) {
    return get("/tasks/" + task).ok();
  }

  List<JsonNode> stages(String task) {
    List<JsonNode> stages = new ArrayList<>();
    get("/tasks/" + task + "/stages").ok().path("items").forEach(stages::add);
    return stages;
  }

  /** How many tasks have a status, up to the largest page. */
  int count(String status) {
    return get("/tasks?limit=500&status=" + status).ok().path("items").size();
  }

  boolean isNone(String status) {
    return get("/tasks?limit=1&status=" + status).ok().path("items").isEmpty();
  }

  /** Waits until a task has ended, in whatever way. */
  JsonNode ended(String task, Duration limit) {
    return Await.value(
        "task " + task + " ends",
        limit,
        () ->
            java.util.Optional.of(read(task))
                .filter(now -> FINAL.contains(now.path("status").asText())));
  }
}
