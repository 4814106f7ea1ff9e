package org.gamelan.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The server's REST interface and its event socket, as a client sees them. */
final class Api {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String base;
  private final String key;

  /**
   * Opens nothing yet.
   *
   * @param base {@code http://localhost:PORT}
   * @param key an API key
   */
  Api(String base, String key) {
    this.base = base;
    this.key = key;
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** The answer to a GET; anything but success ends the bench. */
  JsonNode get(String path) {
    return require("GET " + path, send(request(path).GET().build()));
  }

  /** The status of a GET, whatever it is; 0 while nobody answers. */
  int status(String path) {
    try {
      return client
          .send(request(path).GET().build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The answer to a POST; anything but success ends the bench. */
  JsonNode post(String path, JsonNode body) {
    return require("POST " + path, send(posting(path, body)));
  }

  CompletableFuture<HttpResponse<byte[]>> getLater(String path) {
    return client.sendAsync(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  CompletableFuture<HttpResponse<byte[]>> postLater(String path, JsonNode body) {
    return client.sendAsync(posting(path, body), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** Opens the event socket for a topic, from now on. */
  WebSocket events(String topic, WebSocket.Listener listener) {
    URI uri = URI.create(base.replaceFirst("^http", "ws") + "/ws/events?topics=" + topic);
    return client
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + key)
        .connectTimeout(LIMIT)
        .buildAsync(uri, listener)
        .join();
  }

  static JsonNode require(String what, HttpResponse<byte[]> response) {
    if (response.statusCode() / 100 != 2) {
      throw new BenchException(
          what
              + " answered "
              + response.statusCode()
              + ": "
              + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
    }
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new BenchException(what + " answered no JSON", e);
    }
  }

  private HttpRequest posting(String path, JsonNode body) {
    try {
      return request(path)
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
          .build();
    } catch (JsonProcessingException e) {
      throw new BenchException("Not JSON: " + body, e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + key)
        .header("Accept", "application/json");
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new BenchException(request.method() + " " + request.uri() + " failed", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static BenchException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BenchException("Interrupted", e);
  }
}
