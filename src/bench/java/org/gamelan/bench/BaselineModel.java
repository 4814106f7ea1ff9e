package org.gamelan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls the model the way the JDK offers. */
final class BaselineModel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI uri;

  BaselineModel(int port, int waitMillis) {
    uri = URI.create("http://127.0.0.1:" + port + "/wait/" + waitMillis + "/v1/chat/completions");
  }

  /**
   * Asks once; the answer is the JSON object the model wrote.
   *
   * @throws IOException when the server cannot be reached or answers something else
   */
  JsonNode ask(String system, String user) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("model", "fake");
    body.putArray("messages")
        .add(JSON.createObjectNode().put("role", "system").put("content", system))
        .add(JSON.createObjectNode().put("role", "user").put("content", user));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer bench")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    HttpResponse<byte[]> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException("The model answered " + response.statusCode());
    }
    String content = JSON.readTree(response.body()).at("/choices/0/message/content").asText();
    JsonNode answer = JSON.readTree(content);
    if (!answer.path("summary").isTextual() || !answer.path("score").isInt()) {
      throw new IOException("The model answered something else: " + content);
    }
    return answer;
  }
}
