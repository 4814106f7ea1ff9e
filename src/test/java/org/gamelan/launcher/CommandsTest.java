package org.gamelan.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import picocli.CommandLine;

/** Commands against a server that is told what to answer, and remembers what it was asked. */
abstract class CommandsTest {
  /** Requests such as {@code GET /agents?limit=500}. */
  final List<String> asked = new ArrayList<>();

  /** What was sent, where something was, and as what. */
  final List<String> bodies = new ArrayList<>();

  final List<String> types = new ArrayList<>();
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  private final Map<String, Queue<String>> answers = new HashMap<>();
  private final Map<String, Integer> refusals = new HashMap<>();
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

  /** Has a request answered; the last of several answers stays. Others are answered with 404. */
  void when(String request, String... told) {
    answers.put(request, new ArrayDeque<>(List.of(told)));
  }

  /** Has a request refused. */
  void refuse(String request, int status, String told) {
    when(request, told);
    refusals.put(request, status);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request =
        (exchange.getRequestMethod() + " " + exchange.getRequestURI()).replace("/api/v1", "");
    asked.add(request);
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (body.length > 0) {
      bodies.add(new String(body, UTF_8));
      types.add(exchange.getRequestHeaders().getFirst("Content-Type"));
    }
    Queue<String> told = answers.getOrDefault(request, new ArrayDeque<>());
    String text = told.size() > 1 ? told.remove() : told.peek();
    byte[] bytes = (text == null ? "{\"title\": \"No such thing\"}" : text).getBytes(UTF_8);
    int status = refusals.getOrDefault(request, text == null ? 404 : 200);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Runs a command and gives its exit code. */
  int run(String... words) {
    CommandLine line = Client.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return line.execute(
        Stream.concat(Stream.of(words), Stream.of("--url", url, "--key", "k"))
            .toArray(String[]::new));
  }

  /** A body that was sent, from 0. */
  JsonNode body(int number) {
    try {
      return Api.JSON.readTree(bodies.get(number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
