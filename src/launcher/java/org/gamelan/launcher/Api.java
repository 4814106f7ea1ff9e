package org.gamelan.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The server's REST API as a client of the command line uses it. */
final class Api {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final String base;
  private final String key;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * @param url where the server is, with or without a slash at the end
   * @param key the API key
   */
  Api(String url, String key) {
    this.base = url.replaceFirst("/+$", "") + "/api/v1";
    this.key = key;
  }

  JsonNode get(String path) {
    return send(request(path).GET()).body();
  }

  JsonNode get(String path, Map<String, String> query) {
    String text =
        query.entrySet().stream()
            .filter(entry -> entry.getValue() != null)
            .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    return get(text.isEmpty() ? path : path + "?" + text);
  }

  JsonNode post(String path, JsonNode body) {
    return post(path, "application/json", body.toString());
  }

  JsonNode post(String path, String mediaType, String body) {
    return send(request(path)
            .header("Content-Type", mediaType)
            .POST(HttpRequest.BodyPublishers.ofString(body)))
        .body();
  }

  /** What is left of it, or null when it is gone. */
  JsonNode delete(String path) {
    return send(request(path).DELETE()).body();
  }

  /** All items of a list, page by page. */
  List<JsonNode> all(String path, Map<String, String> query) {
    List<JsonNode> items = new ArrayList<>();
    Map<String, String> asked = new LinkedHashMap<>(query);
    asked.put("limit", "500");
    JsonNode page;
    do {
      page = get(path, asked);
      items.addAll(items(page.path("items")));
      asked.put("cursor", page.path("next").asText());
    } while (page.hasNonNull("next"));
    return items;
  }

  List<JsonNode> all(String path) {
    return all(path, Map.of());
  }

  static List<JsonNode> items(JsonNode array) {
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }

  /**
   * Asks again until something has come about.
   *
   * @throws ApiException when that takes too long
   */
  JsonNode await(String path, Predicate<JsonNode> done, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    JsonNode seen = get(path);
    while (!done.test(seen)) {
      if (System.nanoTime() > end) {
        throw new ApiException(
            408, "It has not come to an end within " + patience.toSeconds() + " seconds.");
      }
      pause();
      seen = get(path);
    }
    return seen;
  }

  /**
   * Reads a task's events until the server ends the stream or the reader has seen enough. A stream
   * that breaks is taken up again after its last event.
   *
   * @param task the task's id
   * @param reader is given the data of each event and answers whether to go on
   */
  void events(String task, Predicate<JsonNode> reader) {
    Optional<String> last = Optional.empty();
    for (int attempt = 0; attempt < 5; attempt++) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + "/tasks/" + encode(task) + "/events"))
              .header("Authorization", "Bearer " + key)
              .header("Accept", "text/event-stream");
      last.ifPresent(id -> request.header("Last-Event-ID", id));
      EventStream stream = new EventStream(reader);
      try {
        HttpResponse<Stream<String>> response =
            client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
          throw new ApiException(
              response.statusCode(), "The events of the task are not to be had.");
        }
        try (Stream<String> lines = response.body()) {
          lines.takeWhile(stream::accept).forEach(line -> {});
        }
        return;
      } catch (IOException | java.io.UncheckedIOException e) {
        last = stream.lastId().or(() -> Optional.empty());
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StartupException("Interrupted.", e);
      }
    }
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + key)
        .header("Accept", "application/json");
  }

  private Answer send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() >= 400) {
        throw new ApiException(response.statusCode(), problem(response));
      }
      return new Answer(response.body().isBlank() ? NullNode.instance : parse(response.body()));
    } catch (IOException e) {
      throw new StartupException(
          "No server answers at "
              + base
              + ". Start one with ./gamelan run, or name another with --url or GAMELAN_URL.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("Interrupted.", e);
    }
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new StartupException("The server's answer is not JSON; is it Gamelan?", e);
    }
  }

  private static String problem(HttpResponse<String> response) {
    try {
      JsonNode problem = JSON.readTree(response.body());
      StringBuilder text =
          new StringBuilder(problem.path("title").asText("HTTP " + response.statusCode()));
      boolean several = problem.path("errors").size() > 1;
      if (!several && problem.hasNonNull("detail")) {
        return text.append(": ").append(problem.path("detail").asText()).toString();
      }
      for (JsonNode error : problem.path("errors")) {
        text.append("\n  ").append(error.path("field").asText());
        text.append(": ").append(error.path("message").asText());
      }
      return text.toString();
    } catch (JsonProcessingException e) {
      return "What answers there ("
          + response.statusCode()
          + ") is not Gamelan, or it is still starting.";
    }
  }

  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("Interrupted.", e);
    }
  }

  private record Answer(JsonNode body) {}
}
