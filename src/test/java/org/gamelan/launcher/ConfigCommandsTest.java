package org.gamelan.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Task configs from the command line, against a server that is told. */
class ConfigCommandsTest {
  private final Map<String, String> answers = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<JsonNode> bodies = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request =
        (exchange.getRequestMethod() + " " + exchange.getRequestURI()).replace("/api/v1", "");
    asked.add(request);
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (body.length > 0) {
      bodies.add(Api.JSON.readTree(body));
    }
    String text = answers.get(request);
    byte[] bytes = (text == null ? "{\"title\": \"No such thing\"}" : text).getBytes(UTF_8);
    exchange.sendResponseHeaders(text == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private int run(String... words) {
    CommandLine line = Client.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return line.execute(
        Stream.concat(Stream.of(words), Stream.of("--url", url, "--key", "k"))
            .toArray(String[]::new));
  }

  @Test
  void configsAreFoundShownAndAddedFromFiles(@TempDir Path folder) throws IOException {
    answers.put(
        "GET /task-configs?q=notes&limit=500",
        "{\"items\": [{\"name\": \"release-notes\", \"version\": 3}], \"next\": null}");
    assertThat(run("config", "list", "--query", "notes")).isZero();
    assertThat(out.toString()).contains("release-notes");

    answers.put("GET /task-configs/release-notes", "{\"name\": \"release-notes\"}");
    out.getBuffer().setLength(0);
    assertThat(run("config", "show", "release-notes")).isZero();
    Path file = Files.writeString(folder.resolve("config.json"), out.toString());

    answers.put("POST /task-configs", "{\"name\": \"release-notes\", \"version\": 0}");
    assertThat(run("config", "add", file.toString())).isZero();
    assertThat(bodies.get(0).path("name").asText()).isEqualTo("release-notes");

    Files.writeString(file, "{");
    assertThat(run("config", "add", file.toString())).isEqualTo(2);
    assertThat(run("config", "add", folder.resolve("nothing").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is not JSON", "cannot be read");
    assertThat(bodies).hasSize(1);
  }

  @Test
  void aConfigIsAssignedAndRun() {
    answers.put(
        "POST /agents/writer/assignments",
        "{\"agent\": \"writer\", \"taskConfig\": \"notes\", \"status\": \"active\"}");
    answers.put("POST /tasks", "{\"id\": \"t1\", \"status\": \"queued\", \"agent\": \"writer\"}");

    assertThat(run("config", "assign", "notes", "writer")).isZero();
    assertThat(run("config", "run", "notes", "--input", "{\"a\": 1}", "--agent", "writer"))
        .isZero();
    assertThat(bodies.get(0).path("taskConfig").asText()).isEqualTo("notes");
    assertThat(bodies.get(1).path("taskConfig").asText()).isEqualTo("notes");
    assertThat(bodies.get(1).path("agent").asText()).isEqualTo("writer");
    assertThat(bodies.get(1).path("input").path("a").asInt()).isEqualTo(1);
    assertThat(out.toString()).contains("active", "t1", "queued");
    assertThat(run("config", "run", "notes", "--input", "{a")).isEqualTo(2);
    assertThat(err.toString()).contains("--input is not JSON");
  }

  @Test
  void removingMayTakeTheAssignmentsAlong() {
    answers.put("DELETE /task-configs/notes?force=true", "");
    assertThat(run("config", "remove", "notes")).isEqualTo(Client.FAILED);
    assertThat(run("config", "remove", "notes", "--force")).isZero();
    assertThat(err.toString()).contains("No such thing", "Removed notes.");
  }
}
