package org.gamelan.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.gamelan.json.Json;

/** A collector that takes OTLP/HTTP in JSON and reads it as strictly as the format says. */
public final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final List<Told> spans = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile String service = "";

  /** A span as it arrived. */
  public record Told(
      String trace,
      String id,
      String parent,
      String name,
      int kind,
      long nanos,
      Map<String, String> attributes,
      int status) {}

  public Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          requests.incrementAndGet();
          int status = 200;
          if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            status = 503;
          } else if (!"application/json".equals(header(exchange, "Content-Type"))) {
            status = 415;
          } else {
            keys.add(String.valueOf(header(exchange, "X-Key")));
            read(
                Json.parse(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          }
          exchange.sendResponseHeaders(status, 2);
          exchange.getResponseBody().write(new byte[] {'{', '}'});
          exchange.close();
        });
    server.start();
  }

  private static String header(com.sun.net.httpserver.HttpExchange exchange, String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  private void read(JsonNode request) {
    for (JsonNode from : request.path("resourceSpans")) {
      service = attributes(from.path("resource")).getOrDefault("service.name", "");
      for (JsonNode scope : from.path("scopeSpans")) {
        scope.path("spans").forEach(span -> spans.add(told(span)));
      }
    }
  }

  private static Told told(JsonNode span) {
    String trace = span.path("traceId").asText();
    String id = span.path("spanId").asText();
    if (!trace.matches("[0-9a-f]{32}") || !id.matches("[0-9a-f]{16}")) {
      throw new IllegalArgumentException("ids " + trace + " " + id);
    }
    long nanos =
        Long.parseLong(span.path("endTimeUnixNano").textValue())
            - Long.parseLong(span.path("startTimeUnixNano").textValue());
    return new Told(
        trace,
        id,
        span.path("parentSpanId").asText(""),
        span.path("name").asText(),
        span.path("kind").intValue(),
        nanos,
        attributes(span),
        span.path("status").path("code").asInt());
  }

  private static Map<String, String> attributes(JsonNode of) {
    Map<String, String> attributes = new TreeMap<>();
    for (JsonNode attribute : of.path("attributes")) {
      JsonNode value = attribute.path("value").elements().next();
      attributes.put(attribute.path("key").asText(), value.asText());
    }
    return attributes;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public List<Told> spans() {
    return spans;
  }

  List<String> keys() {
    return keys;
  }

  String service() {
    return service;
  }

  int requests() {
    return requests.get();
  }

  void refuse(int times) {
    refusals.set(times);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
