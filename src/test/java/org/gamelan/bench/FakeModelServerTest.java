package org.gamelan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeModelServerTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private FakeModelServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeModelServer(0);
    Thread loop = new Thread(server::run);
    loop.setDaemon(true);
    loop.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void completionAnswersWhatTheBaselineUnderstands() throws Exception {
    assertThat(new BaselineModel(server.port(), 0).ask("system", "user").path("score").asInt())
        .isEqualTo(7);
  }

  @Test
  void waitsAreTimersNotThreads() {
    long start = System.nanoTime();

    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 100).mapToObj(i -> ask("/wait/200/v1/chat/completions")).toList();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    assertThat((System.nanoTime() - start) / 1_000_000).isBetween(200L, 10_000L);
  }

  @Test
  void callsAreCountedAndTimed() throws Exception {
    long before = Clock.epochNanos() - 1_000_000;
    ask("/wait/0/v1/chat/completions").join();
    ask("/wait/0/v1/chat/completions").join();

    String calls = get("/calls/1").body();

    assertThat(Api.JSON.readTree(calls).path("calls").asInt()).isEqualTo(2);
    assertThat(Api.JSON.readTree(calls).path("arrivals")).hasSize(1);
    assertThat(Api.JSON.readTree(calls).path("arrivals").get(0).asLong()).isGreaterThan(before);
  }

  @Test
  void modelsAreListed() throws Exception {
    assertThat(get("/wait/0/v1/models").body()).contains("\"id\":\"fake\"");
  }

  @Test
  void unknownPathIsNotFound() throws Exception {
    assertThat(get("/other").statusCode()).isEqualTo(404);
  }

  private CompletableFuture<HttpResponse<String>> ask(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString("{}")).build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
