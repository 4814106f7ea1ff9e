package org.gamelan.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.gamelan.json.Json;
import org.gamelan.testing.ServerFixture;

/** Somebody who listens at the socket of events. */
final class EventListener implements AutoCloseable, WebSocket.Listener {
  private final Queue<JsonNode> events = new ConcurrentLinkedQueue<>();
  private final StringBuilder message = new StringBuilder();
  private WebSocket socket;

  private EventListener() {}

  static EventListener open(ServerFixture server, String topics) {
    String address = server.base().toString().replaceFirst("^http", "ws");
    return open(URI.create(address + "ws/events?topics=" + topics), server.apiKey());
  }

  /** Goes on behind an event. */
  static EventListener since(ServerFixture server, String topics, String id) {
    return open(server, topics + "&since=" + id);
  }

  /** Hears what was told before, too. */
  static EventListener fromTheBeginning(Api api, String topic) {
    return open(api.events("topics=" + topic + "&since=1-0-0"), api.key());
  }

  private static EventListener open(URI address, String key) {
    EventListener listener = new EventListener();
    listener.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + key)
            .buildAsync(address, listener)
            .join();
    return listener;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    message.append(data);
    if (last) {
      events.add(Json.parse(message.toString()));
      message.setLength(0);
    }
    from.request(1);
    return null;
  }

  /** The first event of a type that has no subject. */
  Optional<JsonNode> find(String type) {
    return events.stream().filter(it -> it.path("type").asText().equals(type)).findFirst();
  }

  Optional<JsonNode> find(String type, String subject) {
    return all(type, subject).stream().findFirst();
  }

  /** How many events of a type about a subject were heard. */
  long count(String type, String subject) {
    return all(type, subject).size();
  }

  /** All of a type about something, in the order they came. */
  List<JsonNode> all(String type, String subject) {
    return events.stream()
        .filter(event -> event.path("type").asText().equals(type))
        .filter(event -> event.path("subject").asText().equals(subject))
        .toList();
  }

  /** All that was heard, as text. */
  String all() {
    return events.toString();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
