package org.gamelan.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/** Plain HTTP calls as somebody outside makes them. */
public final class ApiClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled");

  /** For broken servers, not for slow machines. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI base;
  private final String key;

  /**
   * @param base the server's address
   * @param key the API key; empty sends none
   */
  public ApiClient(URI base, String key) {
    this.base = base;
    this.key = key;
  }

  /** What came back. */
  public record Answer(int status, String text, HttpResponse<String> response) {
    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** A request of one's own making, with the key in it. */
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
    return key.isEmpty() ? builder : builder.header("Authorization", "Bearer " + key);
  }

  public Answer send(HttpRequest.Builder builder) {
    try {
      HttpResponse<String> response =
          client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Looks at a task until it is final or the time is over; the task as it was last. */
  public JsonNode awaitEnd(String task, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    JsonNode seen = get("api/v1/tasks/" + task).json();
    while (!FINAL.contains(seen.path("status").asText()) && System.nanoTime() < end) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      seen = get("api/v1/tasks/" + task).json();
    }
    return seen;
  }
}
