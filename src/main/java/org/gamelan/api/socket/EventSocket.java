package org.gamelan.api.socket;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.gamelan.api.EventStream;
import org.gamelan.api.EventStreams;
import org.gamelan.api.StreamEnd;
import org.gamelan.event.EventFeed;
import org.gamelan.event.EventFilter;
import org.gamelan.failure.GamelanException;

/**
 * {@code /ws/events?topics=tasks,agents&since=ID}: sends one JSON event a message, those after
 * {@code since} first. It listens to nothing; who may connect was decided at the handshake.
 */
@Dependent
public class EventSocket extends Endpoint {
  private static final Logger LOG = Logger.getLogger(EventSocket.class.getName());
  private static final String STREAM = "stream";
  private static final int MOST_REASON = 123;

  private final EventFeed feed;
  private final EventStreams streams;

  @Inject
  EventSocket(EventFeed feed, EventStreams streams) {
    this.feed = feed;
    this.streams = streams;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    IdleTimer.switchOff(session);
    session.setMaxTextMessageBufferSize(1_024);
    session.setMaxBinaryMessageBufferSize(1_024);
    if (session.getUserPrincipal() == null) {
      close(session, CloseReason.CloseCodes.VIOLATED_POLICY, "Sign in first.");
      return;
    }
    try {
      Map<String, List<String>> query = session.getRequestParameterMap();
      EventFilter filter = new EventFilter(topics(query), null);
      SocketSink sink = new SocketSink(session);
      EventStream stream =
          streams.open(feed.open(filter, first(query, "since")), sink, StreamEnd.NEVER);
      sink.feeds(stream);
      session.getUserProperties().put(STREAM, stream);
      stream.begin();
    } catch (GamelanException e) {
      close(session, CloseReason.CloseCodes.CANNOT_ACCEPT, e.getMessage());
    }
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    leave(session);
  }

  @Override
  public void onError(Session session, Throwable thrown) {
    LOG.log(Level.FINE, "A socket broke", thrown);
    leave(session);
  }

  private static void leave(Session session) {
    if (session.getUserProperties().remove(STREAM) instanceof EventStream stream) {
      stream.gone();
    }
  }

  private static Set<String> topics(Map<String, List<String>> query) {
    Set<String> topics =
        query.getOrDefault("topics", List.of()).stream()
            .flatMap(list -> Arrays.stream(list.split(",")))
            .map(String::strip)
            .filter(topic -> !topic.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    EventFilter.requireKnown("topics", topics);
    return topics;
  }

  private static String first(Map<String, List<String>> query, String name) {
    return query.getOrDefault(name, List.of()).stream()
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse(null);
  }

  /** RFC 6455 leaves 123 bytes for the reason. */
  static String shortened(String reason) {
    String text = reason;
    while (text.getBytes(StandardCharsets.UTF_8).length > MOST_REASON) {
      text = text.substring(0, text.length() - 1);
    }
    return text;
  }

  static void close(Session session, CloseReason.CloseCode code, String reason) {
    try {
      session.close(new CloseReason(code, shortened(reason)));
    } catch (IOException e) {
      LOG.log(Level.FINE, "A socket was closed already", e);
    }
  }
}
