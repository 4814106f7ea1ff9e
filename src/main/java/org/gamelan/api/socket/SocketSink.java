package org.gamelan.api.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.gamelan.api.EventSink;
import org.gamelan.api.EventStream;
import org.gamelan.event.Event;
import org.gamelan.json.Json;

/** Sends events over one WebSocket, each after the one before has left. */
final class SocketSink implements EventSink {
  private final Session session;
  private final Queue<String> messages = new ArrayDeque<>();
  private EventStream stream;
  private boolean sending;

  SocketSink(Session session) {
    this.session = session;
  }

  void feeds(EventStream toWake) {
    stream = toWake;
  }

  @Override
  public boolean isReady() {
    synchronized (messages) {
      return !sending && messages.isEmpty();
    }
  }

  @Override
  public void send(List<Event> events) {
    synchronized (messages) {
      events.forEach(event -> messages.add(event.toJson()));
    }
    sendNext();
  }

  @Override
  public void resync() {
    synchronized (messages) {
      messages.add(Json.write(Json.object().put("type", "resync")));
    }
    sendNext();
  }

  private void sendNext() {
    String next;
    synchronized (messages) {
      if (sending || messages.isEmpty()) {
        return;
      }
      next = messages.remove();
      sending = true;
    }
    session.getAsyncRemote().sendText(next, this::sent);
  }

  private void sent(SendResult result) {
    boolean empty;
    synchronized (messages) {
      sending = false;
      empty = messages.isEmpty();
    }
    if (!result.isOK()) {
      stream.gone();
    } else if (empty) {
      stream.wake();
    } else {
      sendNext();
    }
  }

  @Override
  public void heartbeat() {
    try {
      session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close(String reason) {
    EventSocket.close(
        session,
        CloseReason.CloseCodes.TRY_AGAIN_LATER,
        reason == null ? "The stream has ended." : reason);
  }
}
