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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Memory from the command line, against a server that is told. */
class MemoryCommandsTest {
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
  void whatIsRememberedIsListedAsItIsAskedFor() {
    answers.put(
        "GET /memory?q=round%20tables&scope=project&limit=5",
        "{\"items\": [{\"id\": \"1\", \"owner\": \"shop\", \"value\": \"round\"}], \"next\":"
            + " \"x\"}");
    assertThat(run("memory", "list", "round tables", "--scope", "project", "--limit", "5"))
        .as(asked.toString())
        .isZero();
    assertThat(out.toString()).contains("shop", "round");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aTextIsRememberedUnderAKeyWithTags() {
    answers.put("POST /memory", "{\"id\": \"1\", \"key\": \"style\"}");
    assertThat(
            run(
                "memory",
                "add",
                "Be brief.",
                "--scope",
                "agent",
                "--owner",
                "writer",
                "--under",
                "style",
                "--tag",
                "prose",
                "--tag",
                "all"))
        .isZero();
    JsonNode body = bodies.get(0);
    assertThat(body.path("key").asText()).isEqualTo("style");
    assertThat(body.path("value").asText()).isEqualTo("Be brief.");
    assertThat(body.path("tags")).hasSize(2);
  }

  @Test
  void anEntryOrAllOfAnOwnerIsForgotten() {
    answers.put("DELETE /memory/1", "");
    answers.put("DELETE /memory?scope=project&owner=shop", "{\"forgotten\": 3}");
    assertThat(run("memory", "forget", "1")).isZero();
    assertThat(run("memory", "forget", "--scope", "project", "--owner", "shop")).isZero();
    assertThat(err.toString()).contains("Forgot 1.", "Forgot 3 entries.");
    assertThat(run("memory", "forget")).isEqualTo(2);
    assertThat(run("memory", "forget", "1", "--scope", "project")).isEqualTo(2);
    assertThat(asked).hasSize(2);
  }
}
