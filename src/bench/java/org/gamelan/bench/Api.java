package org.gamelan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The server's REST interface and its event socket, as a client sees them. */
final class Api {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIMIT_MILLIS = 30_000;

  /** Who sends what is sent later. */
  private static final ExecutorService SENDERS =
      Executors.newFixedThreadPool(
          Load.MAX_REQUESTS,
          work -> {
            Thread thread = new Thread(work, "sender");
            thread.setDaemon(true);
            return thread;
          });

  private final HttpClient sockets = HttpClient.newHttpClient();
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
    return require("GET " + path, send("GET", path, null));
  }

  /** The answer to a GET as plain text; anything but success ends the bench. */
  String text(String path) {
    try {
      Answer answer = exchange("GET", path, null, "text/plain");
      if (answer.status() != 200) {
        throw new BenchException("GET " + path + " answered " + answer.status());
      }
      return new String(answer.body(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BenchException("GET " + base + path + " failed", e);
    }
  }

  /** The status of a GET, whatever it is; 0 while nobody answers. */
  int status(String path) {
    try {
      return exchange("GET", path, null).status();
    } catch (IOException e) {
      return 0;
    }
  }

  /** The answer to a POST; anything but success ends the bench. */
  JsonNode post(String path, JsonNode body) {
    return require("POST " + path, send("POST", path, body));
  }

  CompletableFuture<Answer> getLater(String path) {
    return CompletableFuture.supplyAsync(() -> send("GET", path, null), SENDERS);
  }

  CompletableFuture<Answer> postLater(String path, JsonNode body) {
    return CompletableFuture.supplyAsync(() -> send("POST", path, body), SENDERS);
  }

  /** Opens the event socket for a topic, from now on. */
  WebSocket events(String topic, WebSocket.Listener listener) {
    URI uri = URI.create(base.replaceFirst("^http", "ws") + "/ws/events?topics=" + topic);
    return sockets
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + key)
        .connectTimeout(Duration.ofMillis(LIMIT_MILLIS))
        .buildAsync(uri, listener)
        .join();
  }

  static JsonNode require(String what, Answer answer) {
    if (answer.status() / 100 != 2) {
      throw new BenchException(
          what
              + " answered "
              + answer.status()
              + ": "
              + new String(answer.body(), StandardCharsets.UTF_8));
    }
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new BenchException(what + " answered no JSON", e);
    }
  }

  private Answer send(String method, String path, JsonNode body) {
    try {
      return exchange(method, path, body);
    } catch (IOException e) {
      throw new BenchException(method + " " + base + path + " failed", e);
    }
  }

  private Answer exchange(String method, String path, JsonNode body) throws IOException {
    return exchange(method, path, body, "application/json");
  }

  /** One request, by the client that takes the least processor time from the server measured. */
  private Answer exchange(String method, String path, JsonNode body, String type)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(base + path).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout(LIMIT_MILLIS);
    connection.setReadTimeout(LIMIT_MILLIS);
    connection.setRequestProperty("Authorization", "Bearer " + key);
    connection.setRequestProperty("Accept", type);
    if (body != null) {
      byte[] bytes = JSON.writeValueAsBytes(body);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(bytes.length);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(bytes);
      }
    }
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Answer(status, in == null ? new byte[0] : in.readAllBytes());
    }
  }

  /**
   * What came back.
   *
   * @param status HTTP's
   * @param body its bytes
   */
  record Answer(int status, byte[] body) {}

  static BenchException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BenchException("Interrupted", e);
  }
}
