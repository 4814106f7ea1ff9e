package org.gamelan.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Agents from the command line, against a server that is told. */
class AgentCommandTest {

  private static final String AGENT =
      """
      {"id": "a1", "name": "helper", "version": 2, "status": "available", "source": "admin",
       "prompt": "You help.", "unfinishedTasks": 0, "description": "Helps"}
      """;

  private final Map<String, Queue<String>> answers = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  @TempDir private Path folder;
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
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    asked.add(request.replace("/api/v1", ""));
    byte[] body = exchange.getRequestBody().readAllBytes();
    bodies.add(new String(body, UTF_8));
    types.add(exchange.getRequestHeaders().getFirst("Content-Type"));
    Queue<String> told = answers.getOrDefault(asked.get(asked.size() - 1), new ArrayDeque<>());
    String text = told.size() > 1 ? told.remove() : told.peek();
    byte[] bytes = (text == null ? "{\"title\": \"No such thing\"}" : text).getBytes(UTF_8);
    exchange.sendResponseHeaders(text == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void when(String request, String... told) {
    answers.put(request, new ArrayDeque<>(List.of(told)));
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
  void agentsAreListedByWhatIsAskedFor() {
    when("GET /agents?status=busy&limit=500", "{\"items\": [" + AGENT + "], \"next\": null}");
    assertThat(run("agent", "list", "--status", "busy")).isZero();
    assertThat(out.toString()).contains("helper", "available", "Helps");
  }

  @Test
  void anAgentIsShownWithItsPrompt() {
    when("GET /agents/helper", AGENT);
    assertThat(run("agent", "show", "helper")).isZero();
    assertThat(out.toString()).contains("helper", "You help.");
  }

  @Test
  void aFileIsSentAsWhatItIs() throws IOException {
    when("POST /agents?file=helper.yaml", AGENT);
    when("POST /agents?file=SKILL.md", AGENT);
    when("POST /agents", AGENT);
    for (String name : List.of("helper.yaml", "SKILL.md", "helper.json")) {
      Path file = Files.writeString(folder.resolve(name), "text of " + name);
      assertThat(run("agent", "add", file.toString())).as(err.toString()).isZero();
    }
    assertThat(types).containsExactly("application/yaml", "text/markdown", "application/json");
    assertThat(bodies).first().isEqualTo("text of helper.yaml");
  }

  @Test
  void whatIsNoFileOfAnAgentIsRefusedBeforeAnythingIsSent() {
    assertThat(run("agent", "add", "helper.txt")).isEqualTo(2);
    assertThat(run("agent", "add", folder.resolve("gone.yaml").toString())).isEqualTo(2);
    assertThat(asked).isEmpty();
  }

  @Test
  void severalAgentsAreSwitchedAtOnce() {
    when("POST /agents/a/disable", AGENT);
    when("POST /agents/b/disable", AGENT);
    assertThat(run("agent", "disable", "a", "b")).isZero();
    assertThat(asked).containsExactly("POST /agents/a/disable", "POST /agents/b/disable");
    when("POST /agents/a/enable", AGENT);
    assertThat(run("agent", "enable", "a")).isZero();
  }

  @Test
  void anAgentWithTasksIsSaidToRetire() {
    when("DELETE /agents/a", "");
    assertThat(run("agent", "remove", "a")).isZero();
    assertThat(err.toString()).contains("Removed a.");
    when("DELETE /agents/b", "{\"unfinishedTasks\": 3}");
    assertThat(run("agent", "remove", "b")).isZero();
    assertThat(err.toString()).contains("b retires", "3 tasks", "agent enable b");
  }

  @Test
  void aRunGivesItsAnswerOrFails() {
    when(
        "POST /agents/a/runs?wait=1m",
        "{\"status\": \"succeeded\", \"result\": {\"text\": \"The answer.\"}}",
        "{\"status\": \"failed\", \"reason\": \"no model\"}");
    assertThat(run("agent", "run", "a", "What?")).isZero();
    assertThat(out.toString()).contains("The answer.");
    assertThat(run("agent", "run", "a", "What?")).isEqualTo(Client.FAILED);
    assertThat(out.toString()).contains("no model");
  }
}
