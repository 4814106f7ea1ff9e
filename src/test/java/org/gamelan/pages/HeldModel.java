package org.gamelan.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.gamelan.json.Json;

/**
 * A model server (chat completions of OpenAI) that answers when the test lets it, so that a page
 * can be looked at while a stage runs. It refuses the key of tasks that speak of {@link #REFUSED}.
 */
final class HeldModel {
  static final String REFUSED = "refused key";
  static final String ANSWER = "{\"summary\":\"Pages follow every stage.\"}";

  private final HttpServer server;
  private final Map<String, Semaphore> permits = new ConcurrentHashMap<>();
  private volatile boolean forgiving;

  HeldModel() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "held-model");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** Keeps the stages of a task waiting until answers are allowed. */
  void hold(String title) {
    permits.put(title, new Semaphore(0));
  }

  /** Allows so many answers more for a task. */
  void allow(String title, int answers) {
    permits.get(title).release(answers);
  }

  /** Accepts the key of every task from now on, or no longer. */
  void forgive(boolean all) {
    forgiving = all;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (request.contains(REFUSED) && !forgiving) {
      send(exchange, 401, "{\"error\":{\"message\":\"Incorrect API key provided\"}}");
      return;
    }
    if (Json.parse(request).path("stream").asBoolean()) {
      stream(exchange, request);
      return;
    }
    await(request);
    send(exchange, 200, completion());
  }

  private void await(String request) {
    permits.entrySet().stream()
        .filter(held -> request.contains(held.getKey()))
        .map(Map.Entry::getValue)
        .forEach(Semaphore::acquireUninterruptibly);
  }

  /** Says the first words at once, and the rest when that is allowed. */
  private void stream(HttpExchange exchange, String request) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(chunk(ANSWER.substring(0, 20), null));
      body.flush();
      await(request);
      body.write(chunk(ANSWER.substring(20), null));
      body.write(chunk("", "stop"));
      body.write("data: [DONE]\n\n".getBytes(UTF_8));
    }
  }

  private static byte[] chunk(String text, String end) {
    var body = Json.object().put("id", "c1").put("object", "chat.completion.chunk");
    var choice = body.put("model", "held").putArray("choices").addObject().put("index", 0);
    choice.putObject("delta").put("content", text);
    choice.put("finish_reason", end);
    if (end != null) {
      body.putObject("usage").put("prompt_tokens", 1210).put("completion_tokens", 85);
    }
    return ("data: " + body + "\n\n").getBytes(UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String completion() {
    var body = Json.object().put("id", "c1").put("object", "chat.completion").put("model", "held");
    var choice = body.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", ANSWER);
    choice.put("finish_reason", "stop");
    body.putObject("usage")
        .put("prompt_tokens", 1210)
        .put("completion_tokens", 85)
        .put("total_tokens", 1295);
    return body.toString();
  }
}
