package org.gamelan.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import org.gamelan.json.Json;

/** A model server (chat completions of OpenAI) that lists two models for whoever has its key. */
final class KeyedModel implements AutoCloseable {
  static final String KEY = "sk-right-for-pages";

  private final HttpServer server;

  KeyedModel() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "keyed-model");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/v1/models", exchange -> answer(exchange, models()));
    server.createContext("/v1/chat/completions", exchange -> answer(exchange, completion()));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    boolean known = ("Bearer " + KEY).equals(authorization);
    String text = known ? body : refusal(authorization);
    byte[] bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Says the key again, as the vendor does. */
  private static String refusal(String authorization) {
    var body = Json.object();
    body.putObject("error").put("message", "Incorrect API key provided: " + authorization);
    return body.toString();
  }

  private static String models() {
    var body = Json.object();
    body.putArray("data").addObject().put("id", "large-1");
    body.withArray("data").addObject().put("id", "paper-1");
    return body.toString();
  }

  private static String completion() {
    var body = Json.object().put("id", "c1").put("object", "chat.completion").put("model", "m");
    var choice = body.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", HeldModel.ANSWER);
    choice.put("finish_reason", "stop");
    body.putObject("usage")
        .put("prompt_tokens", 2_000_000)
        .put("completion_tokens", 1000)
        .put("total_tokens", 2_001_000);
    return body.toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
