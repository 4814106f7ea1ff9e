package org.gamelan.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.gamelan.json.Json;

/**
 * Somebody who follows all events of tasks from the first on, and comes back behind the last one
 * seen whenever the socket closes, as a page does.
 */
final class FaithfulReader implements AutoCloseable, WebSocket.Listener {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Supplier<Api> server;
  private final List<String> ids = new ArrayList<>();
  private final StringBuilder message = new StringBuilder();
  private final Thread keeper = new Thread(this::keepListening, "faithful-reader");
  private String last = "1-0-0";
  private WebSocket socket;
  private boolean closed;
  private int connections;

  /**
   * @param server whom to ask; another one after the first was killed
   */
  FaithfulReader(Supplier<Api> server) {
    this.server = server;
    keeper.setDaemon(true);
    keeper.start();
  }

  /** The ids of all events that came, in the order they came. */
  synchronized List<String> ids() {
    return List.copyOf(ids);
  }

  /** How often it had to connect. */
  synchronized int connections() {
    return connections;
  }

  private void keepListening() {
    while (!isClosed()) {
      if (!isOpen()) {
        connect();
      }
      Await.pause(100);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized boolean isOpen() {
    return socket != null && !socket.isInputClosed() && !socket.isOutputClosed();
  }

  private void connect() {
    Api api = server.get();
    String since;
    synchronized (this) {
      since = last;
      message.setLength(0);
    }
    try {
      WebSocket opened =
          client
              .newWebSocketBuilder()
              .header("Authorization", "Bearer " + api.key())
              .buildAsync(api.events("topics=tasks&since=" + since), this)
              .join();
      synchronized (this) {
        socket = opened;
        connections++;
      }
    } catch (CompletionException e) {
      // Nobody is there at the moment: it is tried again in a moment, from the same place.
      Await.pause(200);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean end) {
    synchronized (this) {
      message.append(data);
      if (end) {
        JsonNode event = Json.parse(message.toString());
        message.setLength(0);
        last = event.path("id").asText();
        ids.add(last);
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public synchronized void onError(WebSocket from, Throwable error) {
    socket = null;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (socket != null) {
        socket.abort();
      }
    }
    keeper.interrupt();
  }
}
