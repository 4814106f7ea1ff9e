package org.gamelan.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Predicate;

/** Puts the lines of a {@code text/event-stream} together to events (HTML Standard, 9.2). */
final class EventStream {

  private final Predicate<JsonNode> reader;
  private final StringBuilder data = new StringBuilder();
  private String lastId;

  EventStream(Predicate<JsonNode> reader) {
    this.reader = reader;
  }

  Optional<String> lastId() {
    return Optional.ofNullable(lastId);
  }

  /** Takes one line; false when the reader has seen enough. */
  boolean accept(String line) {
    if (line.isEmpty()) {
      return dispatch();
    }
    if (line.startsWith("data:")) {
      data.append(value(line)).append('\n');
    } else if (line.startsWith("id:")) {
      lastId = value(line);
    }
    return true;
  }

  private boolean dispatch() {
    if (data.isEmpty()) {
      return true;
    }
    String text = data.toString();
    data.setLength(0);
    try {
      return reader.test(Api.JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new StartupException("The server sent an event that is not JSON.", e);
    }
  }

  private static String value(String line) {
    String value = line.substring(line.indexOf(':') + 1);
    return value.startsWith(" ") ? value.substring(1) : value;
  }
}
