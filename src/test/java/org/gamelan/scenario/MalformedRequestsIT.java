package org.gamelan.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that clients of HTTP do not even send: each is answered with problem details. */
class MalformedRequestsIT {
  private final ServerFixture server = ServerFixture.shared();
  private final ApiClient api = server.client();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/tasks/%zz",
        "/api/v1/tasks/%",
        "/api/v1/tasks/%ff%fe",
        "/api/v1/tasks/%00",
        "/api/v1/tasks/%5C",
        "/api/v1/tasks?q=%zz",
        "/api/v1/tasks?agent=%00",
        "/ws/events?since=%zz"
      })
  void anAddressThatDoesNotDecodeIsMalformed(String address) throws IOException {
    JsonNode problem = problem(raw(address, ""), 400);
    assertThat(problem.path("detail").asText()).containsAnyOf("The path", "The query");
    assertThat(problem.path("instance").asText()).isEqualTo(address.replaceFirst("\\?.*", ""));
  }

  @Test
  void whoSendsMuchToAMalformedAddressHearsOfItToo() throws IOException {
    String body = "x".repeat(1_000_000);
    String answer = raw("/api/v1/tasks/%zz", "Content-Length: " + body.length() + "\r\n", body);
    assertThat(problem(answer, 400).path("detail").asText()).contains("The path");
  }

  @Test
  void headersBeyondReasonAreRefused() throws IOException {
    JsonNode problem = problem(raw("/api/v1/tasks", "X-Much: " + "a".repeat(20_000) + "\r\n"), 431);
    assertThat(problem.path("detail").asText()).contains("16384");
  }

  @Test
  void anAcceptOfNoMediaTypeIsNamed() throws IOException {
    JsonNode problem = problem(raw("/api/v1/tasks", "Accept: foo;;;/\r\n"), 400);
    assertThat(problem.at("/errors/0/field").asText()).isEqualTo("Accept");
  }

  @Test
  void whatCannotBeReadOfAStreamIsNamedByItsHeader() {
    ApiClient.Answer created =
        api.post("api/v1/tasks", "{\"title\": \"A task whose events are asked for wrongly\"}");
    ApiClient.Answer answer =
        api.send(
            api.request("api/v1/tasks/" + created.json().path("id").asText() + "/events")
                .header("Last-Event-ID", "the last one"));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("Last-Event-ID");
  }

  @Test
  void aDecisionWithoutAWordNamesWhatIsMissing() {
    ApiClient.Answer answer = api.post("api/v1/tasks/" + UUID.randomUUID() + "/decisions", "{}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(fields(answer)).containsExactly("decision", "stage");
  }

  @Test
  void anAgentWithoutANameNamesIt() {
    ApiClient.Answer answer = api.post("api/v1/agents", "{\"fallback\": \"docs\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(fields(answer)).contains("name");
  }

  @Test
  void aPathTellsItsMethods() {
    ApiClient.Answer answer =
        api.send(
            api.request("api/v1/tasks").method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().headers().firstValue("Allow").orElse(""))
        .contains("GET", "POST")
        .doesNotContain("DELETE");
  }

  @Test
  void aTopicThatDoesNotExistEndsTheSocketWithAWord() throws Exception {
    CompletableFuture<String> closed = new CompletableFuture<>();
    HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + server.apiKey())
        .buildAsync(
            URI.create(
                server.base().toString().replaceFirst("^http", "ws") + "ws/events?topics=task"),
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                closed.complete(code + " " + reason);
                return null;
              }
            })
        .join();
    assertThat(closed.get(20, TimeUnit.SECONDS)).startsWith("1003 topics:").contains("tasks");
  }

  @Test
  void whoComesFromAPlaceThatIsNotInTheLogIsToldToLoadAnewAndGoesOnFromNow() {
    String agent = api.get("api/v1/agents/docs").json().path("id").asText();
    for (String id : List.of("1-999999999999-1", "7-1-1")) {
      try (EventListener socket = EventListener.since(server, "agents", id)) {
        Await.that(
            "it is told",
            Duration.ofSeconds(20),
            () -> socket.all().startsWith("[{\"type\":\"resync\"}"));
        api.post("api/v1/agents/docs/disable", "");
        api.post("api/v1/agents/docs/enable", "");
        Await.that(
            "it goes on", Duration.ofSeconds(20), () -> socket.count("agent.changed", agent) >= 2);
      }
    }
  }

  /** Sends what no client would, and reads to the end. */
  private String raw(String address, String headers) throws IOException {
    return raw(address, headers, "");
  }

  private String raw(String address, String headers, String body) throws IOException {
    URI base = server.base();
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(20_000);
      String request =
          "%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n%s\r\n"
                  .formatted(
                      body.isEmpty() ? "GET" : "POST",
                      address,
                      base.getAuthority(),
                      server.apiKey(),
                      headers)
              + body;
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static JsonNode problem(String answer, int status) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer).contains("application/problem+json");
    JsonNode problem =
        Json.parse(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(List.of("type", "title", "detail", "instance")).allMatch(problem::has);
    return problem;
  }

  private static Set<String> fields(ApiClient.Answer answer) {
    Set<String> fields = new TreeSet<>();
    answer.json().path("errors").forEach(error -> fields.add(error.path("field").asText()));
    return fields;
  }
}
