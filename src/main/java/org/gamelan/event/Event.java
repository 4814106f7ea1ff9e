package org.gamelan.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.gamelan.json.Json;

/**
 * A stored event. All who follow the log on a node are sent the same one, so its text is made once.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"id", "topic", "type", "at", "subject", "task", "data"})
public final class Event {
  private final EventPosition position;
  private final String topic;
  private final String type;
  private final Instant at;
  private final UUID subject;
  private final UUID task;
  private final JsonNode data;
  private volatile String text;

  /**
   * @param position where it stands in the log
   * @param topic the plural of what it is about
   * @param type thing and past tense
   * @param at when it was stored, by the database's clock
   * @param subject id of the thing it is about, or null
   * @param task the task it belongs to, or null
   * @param data what else there is to tell
   */
  public Event(
      EventPosition position,
      String topic,
      String type,
      Instant at,
      UUID subject,
      UUID task,
      JsonNode data) {
    this.position = position;
    this.topic = topic;
    this.type = type;
    this.at = at;
    this.subject = subject;
    this.task = task;
    this.data = data;
  }

  /** The opaque id under which a reader resumes after this event. */
  public String getId() {
    return position.toString();
  }

  @JsonIgnore
  public EventPosition position() {
    return position;
  }

  @JsonProperty
  public String topic() {
    return topic;
  }

  @JsonProperty
  public String type() {
    return type;
  }

  @JsonProperty
  public Instant at() {
    return at;
  }

  @JsonProperty
  public UUID subject() {
    return subject;
  }

  @JsonProperty
  public UUID task() {
    return task;
  }

  @JsonProperty
  public JsonNode data() {
    return data;
  }

  /** The event as clients are sent it. */
  public String toJson() {
    String made = text;
    if (made == null) {
      made = Json.write(Json.tree(this));
      text = made;
    }
    return made;
  }

  @Override
  public String toString() {
    return toJson();
  }
}
