package org.gamelan.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * A stored event.
 *
 * @param position where it stands in the log
 * @param topic the plural of what it is about
 * @param type thing and past tense
 * @param at when it was stored, by the database's clock
 * @param subject id of the thing it is about, or null
 * @param task the task it belongs to, or null
 * @param data what else there is to tell
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Event(
    @JsonIgnore EventPosition position,
    String topic,
    String type,
    Instant at,
    UUID subject,
    UUID task,
    JsonNode data) {

  /** The opaque id under which a reader resumes after this event. */
  public String getId() {
    return position.toString();
  }
}
